package io.vmalock.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** The published files: POMs that stand alone, and jars that say what they are. */
class PublishedIT {
  /** The artifacts that an embedder's program runs: vmalock and nothing else. */
  private static final List<String> LIBRARY =
      List.of(
          "vmalock-api",
          "vmalock-biased",
          "vmalock-mapped-files",
          "vmalock-refcnt",
          "vmalock-rwsem",
          "vmalock-stamped");

  static List<String> artifacts() throws IOException {
    return Installed.artifacts();
  }

  static List<String> artifactsWithJars() throws IOException {
    return Installed.artifactsWithJars();
  }

  static List<String> library() {
    return LIBRARY;
  }

  @Test
  void everyModuleIsInstalled() throws Exception {
    assertThat(Installed.artifacts()).containsExactlyInAnyOrderElementsOf(modules());
  }

  /** The bench is a command and no library; the others are to agree on one version. */
  @Test
  void theBomHasEveryLibraryAndNothingElse() throws Exception {
    Document bom = Installed.pom("vmalock-bom");

    List<String> listed =
        Installed.texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId");
    List<String> libraries = modules();
    libraries.removeAll(List.of("vmalock-parent", "vmalock-bom", "vmalock-bench"));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(libraries);
    assertThat(Installed.texts(bom, "/project/properties/*")).isEmpty();
  }

  /** The artifacts of all modules of the checkout but this one. */
  private static List<String> modules() throws Exception {
    Document root = Installed.xml(Installed.ROOT.resolve("pom.xml"));
    List<String> artifacts = new ArrayList<>(List.of("vmalock-parent"));
    for (String module : Installed.texts(root, "/project/modules/module")) {
      if (!module.equals("packaging-tests")) {
        Document pom = Installed.xml(Installed.ROOT.resolve(module).resolve("pom.xml"));
        artifacts.addAll(Installed.texts(pom, "/project/artifactId"));
      }
    }
    return artifacts;
  }

  @ParameterizedTest
  @MethodSource("artifacts")
  void thePomStandsAloneAndSaysWhoseItIs(String artifact) throws Exception {
    Document pom = Installed.pom(artifact);

    assertThat(Installed.texts(pom, "/project/parent")).as("parent").isEmpty();
    assertThat(Installed.texts(pom, "/project/version")).containsExactly(Installed.VERSION);
    for (String required :
        List.of("name", "description", "url", "licenses", "developers", "scm/url")) {
      assertThat(Installed.texts(pom, "/project/" + required))
          .as(required)
          .singleElement()
          .asString()
          .isNotBlank();
    }
    assertThat(pom.getDocumentElement().getTextContent()).doesNotContain("${revision}");
  }

  @ParameterizedTest
  @MethodSource("library")
  void theLibraryBringsNoOther(String artifact) throws Exception {
    Document pom = Installed.pom(artifact);

    assertThat(
            Installed.texts(
                pom,
                "/project/dependencies/dependency[not(scope='provided') and not(scope='test')]/groupId"))
        .allMatch("io.vmalock"::equals);
    assertThat(Installed.texts(pom, "/project/dependencyManagement")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("artifactsWithJars")
  void theJarHasItsVersionAndLicence(String artifact) throws Exception {
    String licence = Files.readString(Installed.ROOT.resolve("LICENSE"));
    for (Path jar : List.of(Installed.jar(artifact), built(artifact, "-sources"))) {
      assertThat(Installed.entry(jar, "META-INF/LICENSE")).isEqualTo(licence);
      assertThat(manifest(jar).getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .as("version in %s", jar)
          .isEqualTo(Installed.VERSION);
    }
    assertThat(descriptor(Installed.jar(artifact)).isAutomatic()).as("automatic").isFalse();
  }

  /** A jar made again is equal byte for byte only if nothing in it has the time of the build. */
  @ParameterizedTest
  @MethodSource("artifactsWithJars")
  void nothingInTheJarHasTheTimeOfTheBuild(String artifact) throws Exception {
    for (Path path : List.of(Installed.jar(artifact), built(artifact, "-sources"))) {
      try (JarFile jar = new JarFile(path.toFile())) {
        assertThat(Collections.list(jar.entries()))
            .extracting(ZipEntry::getTimeLocal)
            .containsOnly(LocalDateTime.of(2026, 1, 1, 0, 0));
      }
      assertThat(manifest(path).keySet().stream().map(Object::toString))
          .doesNotContain("Bnd-LastModified", "Build-Time", "Built-By");
    }
  }

  @ParameterizedTest
  @MethodSource("library")
  void theBundleExportsWhatTheModuleExports(String artifact) throws Exception {
    Attributes manifest = manifest(Installed.jar(artifact));
    ModuleDescriptor module = descriptor(Installed.jar(artifact));

    assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo(module.name());
    String exported = manifest.getValue("Export-Package");
    assertThat(exported == null ? List.<String>of() : packages(exported))
        .containsExactlyInAnyOrderElementsOf(
            module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .toList());
    assertThat(packages(manifest.getValue("Import-Package")))
        .filteredOn(p -> !p.equals("jdk.jfr")) // optional, as the module has it
        .allMatch(p -> p.startsWith("io.vmalock"));
  }

  /** The names of a header's packages, without attributes and directives. */
  private static List<String> packages(String header) {
    return Stream.of(header.replaceAll("\"[^\"]*\"", "").split(","))
        .map(clause -> clause.split(";")[0])
        .toList();
  }

  /** A jar in its module's build folder. */
  private static Path built(String artifact, String classifier) throws IOException {
    try (Stream<Path> modules = Files.list(Installed.ROOT)) {
      return modules
          .map(
              module ->
                  module.resolve(
                      "target/" + artifact + "-" + Installed.VERSION + classifier + ".jar"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar of " + artifact + classifier));
    }
  }

  private static Attributes manifest(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getManifest().getMainAttributes();
    }
  }

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }
}
