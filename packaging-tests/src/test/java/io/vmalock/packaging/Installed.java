package io.vmalock.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The artifacts that the build installed into a repository of its own. */
final class Installed {
  static final String SERVICE = "io.vmalock.VmaLockStrategy";
  static final String VERSION = System.getProperty("vmalock.version");

  /** The checkout. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Path GROUP =
      Path.of(System.getProperty("vmalock.repository"), "io", "vmalock");

  private Installed() {}

  static List<String> artifacts() throws IOException {
    try (Stream<Path> directories = Files.list(GROUP)) {
      return directories
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .filter(name -> !name.equals("vmalock-packaging-tests"))
          .sorted()
          .toList();
    }
  }

  static List<String> artifactsWithJars() throws IOException {
    return artifacts().stream().filter(name -> Files.exists(jar(name))).toList();
  }

  static Path jar(String artifact) {
    return file(artifact, ".jar");
  }

  static Document pom(String artifact) throws Exception {
    return xml(file(artifact, ".pom"));
  }

  static Document xml(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  /** The texts of the elements that an XPath finds. */
  static List<String> texts(Document document, String path) throws Exception {
    NodeList found =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
        .map(i -> found.item(i).getTextContent().strip())
        .toList();
  }

  static String entry(Path path, String name) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      ZipEntry entry = jar.getEntry(name);
      assertThat(entry).as("%s in %s", name, path).isNotNull();
      try (var in = jar.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private static Path file(String artifact, String ending) {
    return GROUP.resolve(artifact).resolve(VERSION).resolve(artifact + "-" + VERSION + ending);
  }
}
