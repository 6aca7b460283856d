package dev.ibintents.backtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the page of a report: one file with its data, styles and scripts inside. It uses the
 * modules of the dashboard. Each module becomes a function that returns its exports.
 */
final class ReportPage {
  private static final String OWN = "/dev/ibintents/backtest/";
  private static final String DASHBOARD = "/dev/ibintents/dashboard/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  /** The modules of the dashboard, each after those that it imports. */
  private static final List<String> MODULES =
      List.of("elements", "numbers", "figures", "charts", "tables");

  private static final Pattern IMPORT =
      Pattern.compile("import\\s+(\\{[^}]*\\}|\\w+)\\s+from\\s+'\\./(\\w+)\\.js';");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (?=(?:async )?(?:function|class|const|let) (\\w+))");

  private ReportPage() {}

  /**
   * The page.
   *
   * @param json its data
   */
  static String html(String json) {
    StringBuilder script = new StringBuilder("'use strict';\nconst modules = { uplot: uPlot };\n");
    MODULES.forEach(name -> script.append(module(name, read(DASHBOARD + name + ".js"))));
    script.append(module("report", read(OWN + "report.js")));
    return read(OWN + "report.html")
        .replace("{{styles}}", read(UPLOT + "uPlot.min.css") + read(DASHBOARD + "dashboard.css"))
        .replace("{{uplot}}", read(UPLOT + "uPlot.iife.min.js"))
        .replace("{{script}}", script)
        .replace("{{data}}", json.replace("<", "\\u003c"));
  }

  /** A module as a function that is called at once. */
  private static String module(String name, String source) {
    List<String> exports = new ArrayList<>();
    Matcher exported = EXPORT.matcher(source);
    while (exported.find()) {
      exports.add(exported.group(1));
    }
    String body =
        IMPORT.matcher(EXPORT.matcher(source).replaceAll("")).replaceAll("const $1 = modules.$2;");
    return "modules.%s = (() => {\n%s\nreturn { %s };\n})();\n"
        .formatted(name, body, String.join(", ", exports));
  }

  private static String read(String resource) {
    try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
