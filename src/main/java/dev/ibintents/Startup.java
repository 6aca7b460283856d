package dev.ibintents;

import dev.ibintents.environment.FunctionInstance;
import java.util.Map;

final class Startup {
  static FunctionInstance orExit(Map<String, String> env) {
    throw new IllegalStateException();
  }
}
