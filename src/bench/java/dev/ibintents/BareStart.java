package dev.ibintents;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The start of {@link BareFunction}, packed as a jar, with only the framework on the class path.
 */
final class BareStart {
  static final Map<String, String> VARIABLES =
      Map.of("FUNCTION_TARGET", BareFunction.class.getName());

  private static final Path FRAMEWORK = Path.of("target", "_javaInvokerDependency");

  private final Path archive;
  private final String classPath;

  /**
   * Packs the jar.
   *
   * @param folder the folder for the jar and the archive
   */
  BareStart(Path folder) throws IOException {
    Path jar = folder.resolve("bare.jar");
    archive = folder.resolve("bare.jsa");
    pack(jar);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(FRAMEWORK, "*.jar")) {
      classPath = jar + System.getProperty("path.separator") + found.iterator().next();
    }
  }

  private static void pack(Path jar) throws IOException {
    String name = BareFunction.class.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name);
        OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      packed.putNextEntry(new JarEntry(name));
      in.transferTo(packed);
    }
  }

  /** Returns the arguments of a start without an archive. */
  List<String> plain() {
    return List.of("-cp", classPath, "com.google.cloud.functions.invoker.runner.Invoker");
  }

  /**
   * Returns the arguments of a start that writes the archive at its end.
   *
   * @param jvm the JVM's options, which must be the same for the start with the archive
   */
  List<String> training(List<String> jvm) {
    return with("-XX:ArchiveClassesAtExit=", jvm);
  }

  /** Returns the arguments of a start with the archive. */
  List<String> archived(List<String> jvm) {
    return with("-XX:SharedArchiveFile=", jvm);
  }

  private List<String> with(String option, List<String> jvm) {
    List<String> arguments = new ArrayList<>(List.of(option + archive));
    arguments.addAll(jvm);
    arguments.addAll(plain());
    return arguments;
  }
}
