package dev.ibintents.house;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The public API of the last release, with which the build compares the present one: the classes
 * that pom.xml lists, without the code of their methods.
 */
public final class ApiBaseline {
  /** The file in this repository. */
  static final Path FILE = Path.of("src/build/api/ib-intents-api.jar");

  private static final List<Path> CLASSES =
      List.of(Path.of("target/classes"), Path.of("target/test-classes"));

  /** The time of all entries, so that the same API gives the same file. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ApiBaseline() {}

  /** Writes the present API in place of that of the last release. */
  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(FILE.getParent());
    int classes = 0;
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(FILE))) {
      for (var file : files().entrySet()) {
        ClassReader type = new ClassReader(Files.readAllBytes(file.getValue()));
        if ((type.getAccess() & Opcodes.ACC_PUBLIC) != 0) {
          ZipEntry entry = new ZipEntry(file.getKey());
          entry.setTimeLocal(TIME);
          jar.putNextEntry(entry);
          ClassWriter signatures = new ClassWriter(0);
          type.accept(signatures, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
          jar.write(signatures.toByteArray());
          jar.closeEntry();
          classes++;
        }
      }
    }
    System.out.println(FILE + " has " + classes + " classes");
  }

  /** Returns the names of the classes that belong to the API, as pom.xml lists them. */
  static List<String> names() {
    NodeList includes = pom().getElementsByTagName("include");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < includes.getLength(); i++) {
      String name = includes.item(i).getTextContent().strip();
      if (name.startsWith("dev.ibintents.")) {
        names.add(name);
      }
    }
    return names;
  }

  private static Document pom() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(Path.of("pom.xml").toFile());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("pom.xml cannot be read", e);
    }
  }

  /** Returns the files of the classes, with those of nested classes, by their path in a jar. */
  static SortedMap<String, Path> files() throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (String name : names()) {
      int before = files.size();
      Path type = Path.of(name.replace('.', '/'));
      for (Path root : CLASSES) {
        Path folder = root.resolve(type).getParent();
        if (Files.isDirectory(folder)) {
          try (DirectoryStream<Path> found =
              Files.newDirectoryStream(folder, type.getFileName() + "{.class,$*}")) {
            found.forEach(file -> files.put(root.relativize(file).toString(), file));
          }
        }
      }
      if (files.size() == before) {
        throw new IllegalStateException("pom.xml lists " + name + ", and there is no such class");
      }
    }
    return files;
  }
}
