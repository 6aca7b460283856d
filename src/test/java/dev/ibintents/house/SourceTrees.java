package dev.ibintents.house;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the Java sources below a folder with the compiler's own parser. */
final class SourceTrees {
  private SourceTrees() {}

  /** Reads the sources with a task of the compiler. */
  @FunctionalInterface
  interface Reader<T> {
    T read(JavacTask task) throws IOException;
  }

  /**
   * Opens a compiler's task for all sources, and closes their files afterwards.
   *
   * @param options the options of the compiler, besides the one that switches processors off
   */
  static <T> T read(Path folder, List<String> options, Reader<T> reader) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(folder)) {
      List<Path> sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
      List<String> all = Stream.concat(Stream.of("-proc:none"), options.stream()).toList();
      return reader.read(
          (JavacTask)
              compiler.getTask(
                  null, files, null, all, null, files.getJavaFileObjectsFromPaths(sources)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jars of the class path, whichever class loader has them. */
  static String libraries() {
    Set<String> jars = new LinkedHashSet<>();
    ClassLoader loader = SourceTrees.class.getClassLoader();
    try {
      for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
        if (manifest.openConnection() instanceof JarURLConnection jar) {
          jars.add(Path.of(URI.create(jar.getJarFileURL().toString())).toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join(File.pathSeparator, jars);
  }
}
