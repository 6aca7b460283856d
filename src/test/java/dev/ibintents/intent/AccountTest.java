package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.trading.books.AccountNotReadyException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountTest {
  private static AccountUpdates ready(String flag) {
    return new AccountUpdates(
        List.of(new AccountValue("AccountReady", flag, "", "DU1234567")), List.of());
  }

  @Test
  void nothingIsTradedOnValuesThatMayBeWrong() {
    AccountNotReadyException refusal =
        assertThrows(
            AccountNotReadyException.class,
            () -> Account.requireReady("DU1234567", ready("false")));

    assertThat(refusal).hasMessageThat().contains("nothing was booked or traded");
    Account.requireReady("DU1234567", ready("true"));
  }
}
