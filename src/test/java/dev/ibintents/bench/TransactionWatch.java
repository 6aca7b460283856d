package dev.ibintents.bench;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.TransactionBody;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Lets a test look at each transaction of a store before it runs, or make it fail. */
@FunctionalInterface
public interface TransactionWatch {
  /** Looks at a transaction. The transaction fails with the exception that this throws. */
  void before(TransactionBody<?, ?> body) throws Exception;

  /** A store whose transactions are watched, also those of several bodies. */
  static DocumentStore of(DocumentStore store, TransactionWatch watch) {
    return (DocumentStore)
        Proxy.newProxyInstance(
            TransactionWatch.class.getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) { // it makes its transactions with the others
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              if (method.getName().equals("runTransaction")) {
                watch.before((TransactionBody<?, ?>) arguments[0]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
