package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.AccountValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountUpdatesTest {
  @Test
  void aPrefixOfTheLedgerIsNoPartOfAKey() {
    AccountUpdates updates =
        AccountUpdates.of(
            List.of(
                new AccountValue("NetLiquidation", "100.00", "USD", "DU1"),
                new AccountValue("$LEDGER-CashBalance", "12.50", "EUR", "DU1")));

    assertThat(updates.accountValues())
        .containsExactly(
            new AccountValue("NetLiquidation", "100.00", "USD", "DU1"),
            new AccountValue("CashBalance", "12.50", "EUR", "DU1"));
    assertThat(updates.baseCurrency()).hasValue("USD");
  }
}
