package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The page at {@code GET /dashboard}: static files of this jar and of uPlot's jar. A table names
 * all files, so no path leads to any other resource. A file is read when it is asked for.
 */
public final class Dashboard {
  /** The path of the page, and the folder of its other files. */
  public static final String PATH = "/dashboard";

  private static final String OWN = "/dev/ibintents/dashboard/";

  /** The folder of uPlot in its WebJar; pom.xml has the same version. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private static final Map<String, StaticFile> FILES =
      Map.ofEntries(
          Map.entry(PATH, new StaticFile(OWN + "dashboard.html", HTML)),
          own("dashboard.css", STYLE),
          own("dashboard.js", SCRIPT),
          own("answers.js", SCRIPT),
          own("charts.js", SCRIPT),
          own("controls.js", SCRIPT),
          own("elements.js", SCRIPT),
          own("figures.js", SCRIPT),
          own("numbers.js", SCRIPT),
          own("preview.js", SCRIPT),
          own("tables.js", SCRIPT),
          own("theme.js", SCRIPT),
          own("icon.svg", "image/svg+xml"),
          Map.entry(PATH + "/uplot.js", new StaticFile(UPLOT + "dist/uPlot.esm.js", SCRIPT)),
          Map.entry(PATH + "/uplot.css", new StaticFile(UPLOT + "dist/uPlot.min.css", STYLE)),
          Map.entry(
              PATH + "/uplot-license.txt",
              new StaticFile(UPLOT + "LICENSE", "text/plain; charset=utf-8")));

  /**
   * The headers of every file. A browser that heeds them runs no inline script, sends nothing to
   * another host, and shows the page in no frame. uPlot sets styles by script only, which the
   * policy allows. With the referrer policy {@code no-referrer} a browser could send {@code Origin:
   * null}, and {@link Callers} would refuse it.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private Dashboard() {}

  private static Map.Entry<String, StaticFile> own(String name, String contentType) {
    return Map.entry(PATH + "/" + name, new StaticFile(OWN + name, contentType));
  }

  /** Returns whether a path belongs to the page, even if it names no file. */
  public static boolean isAt(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  /**
   * Answers a request for a file of the page.
   *
   * @throws UnknownFileException if the path names no file
   * @throws MethodNotAllowedException if the method is neither GET nor HEAD
   * @throws IOException if the caller has closed the connection
   */
  public static void answer(HttpRequest request, HttpResponse response) throws IOException {
    StaticFile.requireMethod(request);
    if (request.getPath().equals(PATH + "/")) {
      response.setStatusCode(308);
      response.appendHeader("Location", ".." + PATH);
      return;
    }
    StaticFile file = FILES.get(request.getPath());
    if (file == null) {
      throw new UnknownFileException(request.getPath(), PATH);
    }
    HEADERS.forEach(response::appendHeader);
    file.answer(request, response);
  }
}
