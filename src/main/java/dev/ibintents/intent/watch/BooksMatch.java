package dev.ibintents.intent.watch;

import dev.ibintents.intent.ContractNames;
import dev.ibintents.intent.look.PastActivity;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.books.Reconciled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether the holdings of the strategies and the account agree. Without the gateway, the last
 * comparison on record counts.
 */
final class BooksMatch implements Check {
  @Override
  public String name() {
    return "books";
  }

  @Override
  public Verdict look(Observed observed) {
    Optional<Reconciled> reconciled = observed.broker().flatMap(BrokerView::reconciled);
    List<String> words =
        reconciled.isPresent() ? differences(reconciled.get()) : recorded(observed.activities());
    if (words == null) {
      return Verdict.unknown("no comparison of books and account is on record");
    } else if (words.isEmpty()) {
      return Verdict.ok("books and account agree");
    } else if (observed.lease().isPresent()) {
      return Verdict.unknown("a run is under way, which may change books and account");
    }
    return Verdict.fault(
        EventKeys.books(observed.now()), "books and account differ: " + String.join("; ", words));
  }

  private static List<String> differences(Reconciled reconciled) {
    ContractNames names = new ContractNames(reconciled.contracts());
    List<String> words = new ArrayList<>();
    reconciled
        .differences()
        .forEach(
            difference ->
                words.add(
                    words(
                        names.of(difference.conId()),
                        difference.holdings().toPlainString(),
                        difference.portfolio().toPlainString())));
    reconciled
        .unsettled()
        .forEach(
            order -> words.add(order.order().orderRef() + " is unsettled: " + order.because()));
    return words;
  }

  private static String words(String contract, Object holdings, Object portfolio) {
    return "%s: the strategies hold %s, the account %s".formatted(contract, holdings, portfolio);
  }

  /** The last comparison on record; {@code null} if there is none. */
  private static List<String> recorded(List<PastActivity> activities) {
    return activities.stream()
        .flatMap(activity -> activity.books().stream())
        .findFirst()
        .map(
            books -> {
              List<String> words = new ArrayList<>();
              if (books.get("differences") instanceof List<?> list) {
                for (Object element : list) {
                  Map<?, ?> contract = (Map<?, ?>) element;
                  words.add(
                      words(
                          String.valueOf(contract.get("contract")),
                          contract.get("holdings"),
                          contract.get("portfolio")));
                }
              }
              if (books.get("unsettled") instanceof List<?> list) {
                list.forEach(order -> words.add(order + " is unsettled"));
              }
              return words;
            })
        .orElse(null);
  }
}
