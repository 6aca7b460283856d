package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.StateDocument;
import dev.ibintents.strategy.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of documents that the product reads, with the forms of their paths. A form has fixed
 * words, and names in braces for any text.
 */
enum DocumentKind {
  /** The configuration that both trading modes share. */
  COMMON(Configuration.COMMON, Configuration::faults),
  /** The configuration of play money. */
  PAPER(Configuration.documentOf(TradingMode.PAPER), Configuration::faults),
  /** The configuration of real money. */
  LIVE(Configuration.documentOf(TradingMode.LIVE), Configuration::faults),
  /** A strategy. */
  STRATEGY("strategies/{strategy}", document -> Strategies.all().faults(document)),
  /** Signals that a program has set. */
  SIGNALS("signals/{set}"),
  /** A run of orders. */
  RUN("runs/{run}"),
  /** The holder of an account. */
  LEASE("leases/{mode}"),
  /** The account of the books. */
  BOOKS("positions/{mode}"),
  /** The holdings of a strategy. */
  HOLDINGS("positions/{mode}/holdings/{strategy}"),
  /** The memory of a strategy. */
  STATE("positions/{mode}/states/{strategy}", StateDocument::faults),
  /** The last run that was planned with a strategy. */
  LAST_RUN("positions/{mode}/lastRuns/{strategy}"),
  /** An order that may still be filled. */
  OPEN_ORDER("positions/{mode}/openOrders/{order}"),
  /** An execution that is booked. */
  FILL("positions/{mode}/fills/{execution}"),
  /** A snapshot of the account. */
  PORTFOLIO("positions/{mode}/portfolio/{day}"),
  /** The running totals of a strategy's money. */
  TOTALS("positions/{mode}/totals/{strategy}"),
  /** The quantities that crossed between strategies in a run. */
  CROSSINGS("positions/{mode}/crossings/{run}"),
  /** A cash flow, or a change of holdings without a trade. */
  FLOW("positions/{mode}/flows/{flow}"),
  /** The account and its strategies on a day. */
  DAY("positions/{mode}/days/{day}"),
  /** The holdings of a day. */
  DAY_HOLDINGS("positions/{mode}/dayHoldings/{day}"),
  /** An effect that became known after the days that it belongs to. */
  AMENDMENT("positions/{mode}/amendments/{amendment}"),
  /** An event that is to be told, or was told, on a channel. */
  MESSAGE("messages/{message}"),
  /** The holidays that watch knows. */
  CALENDAR("watch/{mode}"),
  /** The bars of a contract. */
  SERIES("marketData/{series}"),
  /** A part of the bars of a contract. */
  BARS("marketData/{series}/bars/{chunk}"),
  /** A mark of the first start at home. */
  SEED("local/{mark}"),
  /** The simulated account. */
  SIMULATED("simulator/{account}"),
  /** A part of the simulated account. */
  SIMULATED_PART("simulator/{account}/{part}/{name}");

  private final String form;
  private final Function<Document, SettingFields.Faults> check;

  DocumentKind(String form) {
    this(form, document -> SettingFields.Faults.NONE);
  }

  DocumentKind(String form, Function<Document, SettingFields.Faults> check) {
    this.form = form;
    this.check = check;
  }

  /** The kind of the document at a path; empty if the product does not read it. */
  static Optional<DocumentKind> at(String path) {
    for (DocumentKind kind : values()) {
      if (kind.nearest(path).filter(Predicate.isEqual(path)).isPresent()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether a path belongs to the user; the product does not read it. */
  static boolean isOwn(String path) {
    return path.startsWith(SettingFields.OWN);
  }

  /** The refusal of an unknown path, with near paths. */
  static String unknown(String path) {
    List<String> near = new ArrayList<>();
    for (DocumentKind kind : values()) {
      kind.nearest(path).ifPresent(near::add);
    }
    return "ib-intents reads no document "
        + path
        + NearNames.suggestion(path, near)
        + "; it reads "
        + Stream.of(COMMON, PAPER, LIVE, STRATEGY)
            .map(kind -> kind.form)
            .collect(Collectors.joining(", "))
        + ", and the books that it writes itself. Documents of your own begin with "
        + SettingFields.OWN
        + "; --force writes any";
  }

  /** The faults in the fields of a document of this kind. */
  SettingFields.Faults faults(Document document) {
    return check.apply(document);
  }

  /** The path of this form with the names of another path; empty if the lengths differ. */
  private Optional<String> nearest(String path) {
    String[] words = form.split("/");
    String[] names = path.split("/", -1);
    if (words.length != names.length) {
      return Optional.empty();
    }
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("{mode}")) {
        String name = names[i];
        boolean isMode = List.of(TradingMode.values()).stream().anyMatch(m -> m.id().equals(name));
        words[i] = isMode ? name : TradingMode.PAPER.id();
      } else if (words[i].startsWith("{") && isName(names[i])) {
        words[i] = names[i];
      }
    }
    return Optional.of(String.join("/", words));
  }

  /** Whether a text may be a name of the product; the user's own names begin with a mark. */
  private static boolean isName(String name) {
    return !name.isEmpty() && !name.startsWith(SettingFields.OWN);
  }
}
