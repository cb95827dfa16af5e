package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars of the build as others use them: on the class path and on the module path, in JVMs of
 * their own, with a third party's strategy of one source file among them.
 */
class StrategiesInJarsIT {
  private static final String SERVICE = "io.vmalock.VmaLockStrategy";
  private static final String SERVICES_FILE = "META-INF/services/" + SERVICE;
  private static final String POLLING = "org.example.polling.PollingStrategy";
  private static final Map<String, String> POLLING_SERVICES = Map.of(SERVICES_FILE, POLLING + "\n");

  @TempDir static Path directory;

  private static Path probe;
  private static Path plainProbe;
  private static Path polling;
  private static Path pollingModule;
  private static Path pollingUnprovided;

  /** As an embedder and a strategy's author would compile and pack them. */
  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> source = Map.of("Probe.java", Jars.source("Probe.java"));
    plainProbe = Jars.make(directory.resolve("plain-probe.jar"), source, Map.of());
    probe =
        Jars.make(
            directory.resolve("probe.jar"),
            with(source, "module org.example.probe { requires io.vmalock; }"),
            Map.of());

    Map<String, String> strategy =
        Map.of("PollingStrategy.java", Jars.source("PollingStrategy.java"));
    polling = Jars.make(directory.resolve("polling.jar"), strategy, POLLING_SERVICES);
    pollingModule =
        Jars.make(
            directory.resolve("polling-module.jar"),
            with(strategy, Jars.source("polling-module-info.java")),
            Map.of());
    pollingUnprovided =
        Jars.make(
            directory.resolve("polling-unprovided.jar"),
            with(strategy, "module org.example.polling { requires io.vmalock; }"),
            POLLING_SERVICES);
  }

  private static Map<String, String> with(Map<String, String> sources, String moduleInfo) {
    String name = sources.keySet().iterator().next();
    return Map.of(name, sources.get(name), "module-info.java", moduleInfo);
  }

  private static List<Path> and(List<Path> jars, Path jar) {
    List<Path> all = new ArrayList<>(jars);
    all.add(jar);
    return all;
  }

  // ---- Registration ----

  /** Each strategy's module must be registered in both ways. */
  @TestFactory
  Stream<DynamicTest> theTwoRegistrationsAgree() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> module.getFileName().toString())
          .filter(module -> module.startsWith("impl-"))
          .map(module -> module.substring("impl-".length()))
          .sorted()
          .toList()
          .stream()
          .map(name -> DynamicTest.dynamicTest(name, () -> assertRegistered(name)));
    }
  }

  private static void assertRegistered(String name) throws IOException {
    assertThat(Jars.strategies()).as("jars").anyMatch(jar -> Jars.isNamed(jar, name));
    Path jar =
        Jars.strategies().stream().filter(one -> Jars.isNamed(one, name)).findFirst().orElseThrow();
    List<String> provided =
        descriptor(jar).provides().stream()
            .filter(provides -> provides.service().equals(SERVICE))
            .flatMap(provides -> provides.providers().stream())
            .toList();

    assertThat(provided).as("provides in module-info").isNotEmpty();
    assertThat(services(jar)).as(SERVICES_FILE).containsExactlyInAnyOrderElementsOf(provided);
  }

  private static List<String> services(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      ZipEntry entry = jar.getEntry(SERVICES_FILE);
      assertThat(entry).as("%s in %s", SERVICES_FILE, path).isNotNull();
      try (var in = jar.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      }
    }
  }

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  @Test
  void theLibraryNeedsNothingButTheBaseModuleAtRunTime() {
    assertThat(descriptor(Jars.api()).requires())
        .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .extracting(Requires::name)
        .containsExactly("java.base");
  }

  // ---- The project's own strategies ----

  @Test
  void allAreFoundAndUsedOnTheClassPath() throws Exception {
    assertAllFoundAndUsed(Fork.onClassPath(plainProbe, Jars.library()), "");
  }

  @Test
  void allAreFoundAndUsedOnTheModulePath() throws Exception {
    // Nothing else of the JDK than what these require.
    String modules =
        Stream.concat(Stream.of(probe), Jars.strategies().stream())
            .map(jar -> descriptor(jar).name())
            .collect(Collectors.joining(","));
    assertAllFoundAndUsed(
        Fork.onModulePath(probe, Jars.library()).with("--limit-modules", modules),
        "module io.vmalock.NAME in ");
  }

  private static void assertAllFoundAndUsed(Fork fork, String where) throws Exception {
    List<List<String>> lines = fork.run("list", "use-all", "choose");

    List<Path> jars = Jars.strategies();
    assertThat(lines).hasSize(2 * jars.size() + 1);
    for (int i = 0; i < jars.size(); i++) {
      List<String> found = lines.get(i);
      String name = found.get(1);
      assertThat(Jars.strategies())
          .as("the jar of %s", found)
          .anyMatch(jar -> found.get(3).equals(where.replace("NAME", name) + jar));
      assertThat(found).startsWith("found").endsWith("sound");
      assertUsed(lines.get(jars.size() + i), name, found.get(2));
    }
    assertUsed(lines.get(2 * jars.size()), "biased", "io.vmalock.biased.BiasedStrategy");
  }

  private static void assertUsed(List<String> line, String name, String className) {
    assertThat(line).containsExactly("used", name, className, "1 reader, then 0", "detached");
  }

  @Test
  void theEnvironmentBeatsTheDefaultAndCodeTheEnvironment() throws Exception {
    List<List<String>> lines =
        Fork.onClassPath(plainProbe, Jars.library())
            .withVariable("rwsem")
            .run("choose", "use stamped");

    assertThat(lines).extracting(line -> line.get(1)).containsExactly("rwsem", "stamped");
  }

  @Test
  void thePropertyBeatsTheEnvironment() throws Exception {
    List<List<String>> lines =
        Fork.onModulePath(probe, Jars.library())
            .withVariable("rwsem")
            .with("-Dvmalock.strategy=stamped")
            .run("choose", "use refcnt");

    assertThat(lines).extracting(line -> line.get(1)).containsExactly("stamped", "refcnt");
  }

  @Test
  void withoutAStrategysJarTheErrorNamesIt() throws Exception {
    assertThat(Fork.onClassPath(plainProbe, List.of(Jars.api())).run("choose").get(0).toString())
        .contains(
            "NONE_FOUND", "vmalock-refcnt.jar, is missing from the class path", SERVICES_FILE);
    assertThat(Fork.onModulePath(probe, List.of(Jars.api())).run("use rwsem").get(0).toString())
        .contains(
            "NONE_FOUND",
            "missing from the module path (vmalock-rwsem.jar with module io.vmalock.rwsem",
            "\"provides " + SERVICE + " with ...\"");
  }

  // ---- A third party's, in one source file ----

  @Test
  void aThirdPartysStrategyIsFoundAndUsedOnTheClassPath() throws Exception {
    List<List<String>> lines =
        Fork.onClassPath(plainProbe, and(Jars.library(), polling))
            .withVariable("polling")
            .run("choose", "use polling", "list");

    assertUsed(lines.get(0), "polling", POLLING);
    assertUsed(lines.get(1), "polling", POLLING);
    assertThat(lines.subList(2, lines.size()))
        .hasSize(Jars.strategies().size() + 1)
        .contains(List.of("found", "polling", POLLING, polling.toString(), "sound"));
  }

  @Test
  void aThirdPartysStrategyIsFoundAndUsedOnTheModulePath() throws Exception {
    List<List<String>> lines =
        Fork.onModulePath(probe, and(Jars.library(), pollingModule))
            .withVariable("polling")
            .run("choose", "use polling", "list");

    assertUsed(lines.get(0), "polling", POLLING);
    assertUsed(lines.get(1), "polling", POLLING);
    assertThat(lines.subList(2, lines.size()))
        .hasSize(Jars.strategies().size() + 1)
        .contains(
            List.of(
                "found",
                "polling",
                POLLING,
                "module org.example.polling in " + pollingModule,
                "sound"));
  }

  /** Its module has no name of its own then, and its services file counts. */
  @Test
  void aJarForTheClassPathWorksOnTheModulePathToo() throws Exception {
    List<List<String>> lines =
        Fork.onModulePath(probe, and(Jars.library(), polling)).run("use polling");

    assertUsed(lines.get(0), "polling", POLLING);
  }

  @Test
  void aModuleLayerThatWasMadeAtRunTimeIsLookedIn() throws Exception {
    List<List<String>> lines =
        Fork.onModulePath(probe, Jars.library())
            .run("use-layer org.example.polling " + pollingModule + " polling", "use polling");

    assertUsed(lines.get(0), "polling", POLLING);
    assertThat(lines.get(1)).startsWith("failed", "UNKNOWN_NAME");
  }

  /** The class that the module-info names is no strategy then, and not broken for that. */
  @Test
  void aModuleMayProvideItsStrategyByAMethod() throws Exception {
    Path byMethod =
        Jars.make(
            directory.resolve("polling-by-method.jar"),
            Map.of(
                "PollingStrategy.java",
                Jars.source("PollingStrategy.java"),
                "Factory.java",
                """
                package org.example.polling;

                public final class Factory {
                  private Factory() {}

                  public static PollingStrategy provider() {
                    return new PollingStrategy();
                  }
                }
                """,
                "module-info.java",
                "module org.example.polling { requires io.vmalock; provides "
                    + SERVICE
                    + " with org.example.polling.Factory; }"),
            Map.of());

    List<List<String>> lines =
        Fork.onModulePath(probe, List.of(Jars.api(), byMethod)).run("list", "choose");

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("found", "polling", POLLING).endsWith("sound");
    assertUsed(lines.get(1), "polling", POLLING);
  }

  /** Silently absent, as far as the JDK goes. */
  @Test
  void aModuleThatDoesNotProvideItsStrategyIsReported() throws Exception {
    List<Path> jars = and(Jars.library(), pollingUnprovided);

    assertThat(
            Fork.onModulePath(probe, jars)
                .with("--add-modules", "org.example.polling")
                .run("use polling", "use refcnt"))
        .satisfiesExactly(
            line ->
                assertThat(line.toString())
                    .contains(
                        "BROKEN",
                        "META-INF/services names it, which does not count in a module: add"
                            + " \"provides "
                            + SERVICE
                            + " with "
                            + POLLING
                            + "\" to the module-info of org.example.polling"),
            line -> assertThat(line).startsWith("used", "refcnt"));
    // Nobody requires that module, so the JVM does not even load it.
    assertThat(Fork.onModulePath(probe, jars).run("use polling").get(0).toString())
        .contains("UNKNOWN_NAME", "its module-info lacks \"provides " + SERVICE + " with ...\"");
  }
}
