package dev.ibintents.bench;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The function that the functions framework serves in tests; it calls the one under test. */
public final class ServedFunction implements HttpFunction {
  private static volatile HttpFunction function;

  /** From now on requests go to this function. */
  static void serve(HttpFunction served) {
    function = served;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
