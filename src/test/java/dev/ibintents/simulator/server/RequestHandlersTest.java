package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.ibintents.bench.LogRecords;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.simulator.account.StateStore;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway reads every request that a client can send, and has a handler for it. */
class RequestHandlersTest {
  private static final Logger LOG = Logger.getLogger(ServerSession.class.getName());

  /** The values of components, by type; none of them needs to make sense. */
  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          int.class,
          1,
          boolean.class,
          true,
          String.class,
          "",
          Contract.class,
          Contract.builder().build(),
          Order.class,
          Order.builder().build(),
          ExecutionFilter.class,
          ExecutionFilter.ALL);

  private final Set<Class<?>> read = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void logIgnoredRequests() {
    LOG.setLevel(Level.FINE);
  }

  @AfterEach
  void logAsBefore() {
    LOG.setLevel(null);
  }

  @Test
  void everyRequestOfTheProtocolHasAHandler() throws Exception {
    Set<String> kinds = new TreeSet<>();
    try (OrderBench bench = bench();
        LogRecords logged = new LogRecords()) {
      for (Class<? extends Request> kind : requests()) {
        kinds.add(kind.getSimpleName());
        send(bench, kinds.size(), message(kind));
      }

      assertThat(names(read)).isEqualTo(kinds);
      // A second startApi is the one request that a session ignores.
      assertThat(ignored(logged, kinds)).containsExactly(StartApi.class.getSimpleName());
    }
  }

  private OrderBench bench() throws Exception {
    return new OrderBench(
        StateStore.inMemory(),
        options -> options.onRequest((client, number, request) -> read.add(request.getClass())));
  }

  private static List<Class<? extends Request>> requests() {
    return new ClassFileImporter()
        .importPackagesOf(Request.class).stream()
            .filter(type -> type.isAssignableTo(Request.class) && !type.isInterface())
            .map(JavaClass::reflect)
            .<Class<? extends Request>>map(type -> type.asSubclass(Request.class))
            .toList();
  }

  private static Request message(Class<? extends Request> kind) throws Exception {
    Constructor<?> constructor = kind.getDeclaredConstructors()[0];
    return (Request)
        constructor.newInstance(
            Arrays.stream(constructor.getParameterTypes()).map(VALUES::get).toArray());
  }

  /** Sends a request, and waits until the gateway has answered a later one. */
  private static void send(OrderBench bench, int clientId, Request request) throws Exception {
    try (TestClient client = bench.client(clientId)) {
      client.send(request);
      client.send(new ReqCurrentTime());
      client.until(CurrentTime.class);
    }
  }

  private static Set<String> names(Set<Class<?>> types) {
    Set<String> names = new TreeSet<>();
    types.forEach(type -> names.add(type.getSimpleName()));
    return names;
  }

  private static List<String> ignored(LogRecords logged, Set<String> kinds) {
    List<String> messages =
        logged.at(Level.FINE).stream().filter(text -> text.endsWith(" is ignored")).toList();
    return kinds.stream()
        .filter(kind -> messages.stream().anyMatch(text -> text.contains(": " + kind + "[")))
        .toList();
  }
}
