package io.vmalock.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the consumer's build, in src/it/consumer, has made of the installed artifacts. */
class ConsumerIT {
  private static final Path CONSUMER = Path.of(System.getProperty("vmalock.consumer"));
  private static final Path HOME = Path.of(System.getProperty("java.home"));
  private static final String MAIN = "org.example.app.Main";
  private static final String MODULE = "org.example.app";

  @TempDir Path directory;

  private record Outcome(int status, List<String> lines, String errors) {
    void assertRead(String... found) {
      List<String> expected =
          new ArrayList<>(Stream.of(found).map(name -> "found " + name).toList());
      expected.add("read under " + found[0]);
      assertThat(lines).as(errors).isEqualTo(expected);
      assertThat(status).isZero();
    }
  }

  private static Path built(String module) {
    return CONSUMER.resolve(module).resolve("target").resolve(module + "-1.jar");
  }

  private static String path(Path... jars) {
    return Stream.of(jars).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String appWithTwoStrategies() {
    return path(
        built("app"),
        Installed.jar("vmalock-api"),
        Installed.jar("vmalock-biased"),
        Installed.jar("vmalock-refcnt"));
  }

  private Outcome run(Path home, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(Arrays.asList(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("VMALOCK_STRATEGY");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended).as("ended in time: %s", command).isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }

  @Test
  void onTheClassPath() throws Exception {
    run(HOME, "-cp", appWithTwoStrategies(), MAIN).assertRead("biased", "refcnt");
  }

  @Test
  void onTheModulePath() throws Exception {
    run(HOME, "-p", appWithTwoStrategies(), "-m", MODULE + "/" + MAIN)
        .assertRead("biased", "refcnt");
  }

  @Test
  void inAnImageWithBoundServices() throws Exception {
    run(image("--bind-services"), "-m", MODULE + "/" + MAIN).assertRead("biased", "refcnt");
  }

  @Test
  void inAnImageWithOneStrategyAdded() throws Exception {
    run(image("--add-modules", "io.vmalock.refcnt"), "-m", MODULE + "/" + MAIN)
        .assertRead("refcnt");
  }

  /** Nobody requires a strategy's module, so an image has none that is not asked for. */
  @Test
  void inAnImageWithoutAStrategyTheErrorSaysSo() throws Exception {
    Outcome outcome = run(image(), "-m", MODULE + "/" + MAIN);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.errors()).contains("no strategy found", "--bind-services");
  }

  private Path image(String... options) throws IOException, InterruptedException {
    Path image = directory.resolve("image");
    // Without a limit --bind-services binds all services of the JDK, too, which takes long. With
    // one
    // jlink does not look for the JDK's own modules by itself, where a JDK has them as files.
    Path jmods = HOME.resolve("jmods");
    String modules =
        appWithTwoStrategies() + (Files.exists(jmods) ? File.pathSeparator + jmods : "");
    List<String> command =
        new ArrayList<>(
            List.of(
                HOME.resolve("bin").resolve("jlink").toString(),
                "--limit-modules",
                MODULE + ",io.vmalock.biased,io.vmalock.refcnt",
                "--module-path",
                modules,
                "--add-modules",
                MODULE,
                "--output",
                image.toString()));
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
    return image;
  }

  @Test
  void shadedWithMergedServices() throws Exception {
    run(HOME, "-cp", built("merged").toString(), MAIN).assertRead("biased", "refcnt");
  }

  /** The case that docs/embedding.md warns about: one services file of two is left. */
  @Test
  void shadedWithoutMergedServicesOneStrategyIsLost() throws Exception {
    Outcome outcome = run(HOME, "-cp", built("unmerged").toString(), MAIN);

    assertThat(outcome.lines()).as(outcome.errors()).hasSize(2);
    assertThat(outcome.lines().get(0)).isIn("found biased", "found refcnt");
  }

  /** Of the checkout's command, whose jars are in the bench's build folder. */
  @Test
  void theCommandSaysTheVersionOfItsJar() throws Exception {
    String libraries = Installed.ROOT.resolve("bench/target/lib") + File.separator + "*";
    Outcome outcome =
        run(
            HOME,
            "-cp",
            Installed.jar("vmalock-bench") + File.pathSeparator + libraries,
            "io.vmalock.bench.Vmalock",
            "--version");

    assertThat(outcome.lines())
        .as(outcome.errors())
        .containsExactly("vmalock " + Installed.VERSION);
  }

  @Test
  void surefireNamesTheChecksOfTheKitByTheirRules() throws Exception {
    Path report =
        CONSUMER.resolve(
            "strategy/target/surefire-reports/TEST-org.example.polling.PollingStrategyTest.xml");

    List<String> names = Installed.texts(Installed.xml(report), "/testsuite/testcase/@name");

    assertThat(names).hasSizeGreaterThan(50);
    assertThat(names).allMatch(name -> name.matches("[A-Z]\\d+ .*\\bpolling\\b.*"));
  }
}
