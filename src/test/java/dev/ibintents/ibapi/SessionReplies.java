package dev.ibintents.ibapi;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.TickPrice;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Replies of a scripted gateway. */
abstract class SessionReplies {
  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  static Throwable failure(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, () -> get(future)).getCause();
  }

  static TickPrice price(int reqId, TickType type, String price, String size) {
    return new TickPrice(reqId, type.id(), new BigDecimal(price), new BigDecimal(size), 0);
  }
}
