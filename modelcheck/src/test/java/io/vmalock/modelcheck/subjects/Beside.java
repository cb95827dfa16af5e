package io.vmalock.modelcheck.subjects;

import io.vmalock.modelcheck.subjects.Subjects.Canary;
import io.vmalock.modelcheck.subjects.Subjects.Known;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Gives each subject to each tool, each run in a JVM of its own for a minute at most, and prints a
 * table in Markdown: ours on two JDKs, Lincheck on the first, and Fray on a JDK that it has
 * instrumented. First come the canaries; a tool that misses one is not asked about its kind.
 */
public final class Beside {
  private static final String USAGE =
      """
      usage: Beside [--right] [--jdk17 HOME] [--jdk25 HOME] [--lincheck] [--fray HOME] [NAME...]
        --right            the subjects that are right, of which none may be found wrong
        --jdk17, --jdk25   where to run the model checker
        --lincheck         run Lincheck too, on the JDK of --jdk17
        --fray             run Fray too, on the JDK there that it has instrumented
        NAME               subjects, as Deque; all by default, the canaries always""";

  /** The longest time that Fray takes for a canary, which is a small program. */
  private static final int CANARY_SECONDS = 20;

  /** More than the minute of a tool, with the start of its JVM. */
  private static final int LIMIT = Subjects.SECONDS + 20;

  private static final Pattern FRAY_FOUND =
      Pattern.compile("Error found at iter: (\\d+).*Elapsed time: (\\d+)ms");
  private static final Pattern FRAY_DONE =
      Pattern.compile("Total iter: (\\d+), Elapsed time: (\\d+)ms");

  /** A tool on a JDK. */
  private record Tool(String name, Path home, List<String> command) {}

  private final List<Tool> tools = new ArrayList<>();
  private final Map<Canary, Set<Tool>> blind = new EnumMap<>(Canary.class);
  private final Path scratch;
  private boolean right;

  private Beside(Path scratch) {
    this.scratch = scratch;
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    Beside beside = new Beside(Files.createTempDirectory("subjects"));
    Set<String> names = new HashSet<>();
    Path first = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--jdk17" -> {
          first = Path.of(arguments[++i]);
          beside.tools.add(new Tool("ours, 17", first, List.of("ours")));
        }
        case "--jdk25" ->
            beside.tools.add(new Tool("ours, 25", Path.of(arguments[++i]), List.of("ours")));
        case "--right" -> beside.right = true;
        case "--lincheck" -> {
          if (first == null) {
            throw new IllegalArgumentException("--lincheck comes after --jdk17 HOME\n" + USAGE);
          }
          beside.tools.add(new Tool("Lincheck, 17", first, List.of("lincheck")));
        }
        case "--fray" ->
            beside.tools.add(new Tool("Fray, 25", Path.of(arguments[++i]), beside.fray()));
        default -> names.add((beside.right ? "Right$" : "Wrong$") + arguments[i]);
      }
    }
    if (beside.tools.isEmpty()) {
      throw new IllegalArgumentException(USAGE);
    }
    Set<String> unknown = new HashSet<>(names);
    unknown.removeAll(Subjects.all().keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such subjects: " + unknown + "; there are " + Subjects.all().keySet());
    }
    beside.print(names);
  }

  private void print(Set<String> names) {
    StringBuilder head = new StringBuilder("| subject | canary |");
    StringBuilder line = new StringBuilder("|---|---|");
    for (Tool tool : tools) {
      head.append(' ').append(tool.name).append(" | runs | seconds |");
      line.append("---|---|---|");
    }
    System.out.println(head);
    System.out.println(line);
    for (Canary canary : Canary.values()) {
      blind.put(canary, new HashSet<>());
      print(canary.subject, canary);
    }
    for (Map.Entry<String, Known> entry : Subjects.all().entrySet()) {
      String name = entry.getKey();
      Canary canary = entry.getValue().canary();
      if (right == (canary == null)
          && !isCanary(name)
          && (names.isEmpty() || names.contains(name))) {
        print(name, canary);
      }
    }
  }

  private void print(String name, @Nullable Canary canary) {
    boolean isCanary = isCanary(name);
    System.out.printf(
        "| %s: %s | %s |",
        name.substring(6),
        Subjects.all().get(name).what(),
        canary == null ? "" : canary.subject.substring(6));
    for (Tool tool : tools) {
      System.err.printf("%s, %s%n", name, tool.name);
      String result =
          canary != null && blind.get(canary).contains(tool)
              ? "misses the canary | | "
              : run(tool, name);
      boolean found = result.matches("(assertion|deadlock|exception|livelock).*");
      if (canary != null && isCanary && !found) {
        blind.get(canary).add(tool);
        result = "**missed**: " + result;
      }
      System.out.printf(" %s |", result);
      System.out.flush();
    }
    System.out.println();
  }

  private static boolean isCanary(String name) {
    Canary canary = Subjects.all().get(name).canary();
    return canary != null && name.equals(canary.subject);
  }

  private String run(Tool tool, String name) {
    Path out = scratch.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(tool.home.resolve("bin").resolve("java").toString());
    boolean fray = tool.command.size() > 1;
    if (fray) {
      command.addAll(tool.command);
      command.set(command.indexOf("-cp") + 1, Subjects.classPath(name));
      int seconds = isCanary(name) ? CANARY_SECONDS : Subjects.SECONDS;
      command.addAll(List.of("--timeout", String.valueOf(seconds)));
      command.addAll(List.of("-o", scratch.resolve("report").toString(), "-a", "run:" + name));
    } else {
      command.addAll(List.of("-cp", Subjects.classPath(name)));
      command.addAll(List.of(OneTool.class.getName(), tool.command.get(0), name));
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(out);
      String result = fray ? ofFray(text) : ofOneTool(text);
      if (!result.isEmpty()) {
        return result;
      }
      return ended
          ? "not run: " + text.lines().limit(1).findFirst().orElse("no output") + " | | "
          : "no end | | " + LIMIT;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ofOneTool(String text) {
    return text.lines()
        .filter(line -> line.startsWith(OneTool.RESULT))
        .map(line -> line.substring(OneTool.RESULT.length()))
        .findFirst()
        .orElse("");
  }

  private static String ofFray(String text) {
    Matcher found = FRAY_FOUND.matcher(text);
    if (found.find()) {
      return OneTool.kind(text.substring(found.end())) + figures(found);
    }
    Matcher done = FRAY_DONE.matcher(text);
    return done.find() ? "nothing" + figures(done) : "";
  }

  private static String figures(Matcher log) {
    return " | " + log.group(1) + " | " + Math.round(Long.parseLong(log.group(2)) / 100.0) / 10.0;
  }

  /** The arguments of {@code java} that run Fray, without the subject. */
  private List<String> fray() throws IOException {
    return List.of(
        "-ea",
        "-agentpath:" + library(onClassPath("fray-jvmti")),
        "-javaagent:" + onClassPath("fray-instrumentation-agent"),
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "org.pastalab.fray.core.MainKt",
        "--run-config",
        "cli",
        "--clazz",
        OneTool.class.getName(),
        "--method",
        "main",
        "--memory",
        "--scheduler",
        "random",
        "--iter",
        "1000000");
  }

  private static Path onClassPath(String begin) {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (String.valueOf(path.getFileName()).startsWith(begin)) {
        return path;
      }
    }
    throw new IllegalArgumentException(
        begin + " is not on the class path; make the class path with the profile subjects");
  }

  private Path library(Path jar) throws IOException {
    Path library = scratch.resolve("libjvmti.so");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry("libjvmti.so");
      if (entry == null) {
        throw new IllegalArgumentException(jar + " has no libjvmti.so");
      }
      try (InputStream from = zip.getInputStream(entry)) {
        Files.copy(from, library);
      }
    }
    return library;
  }
}
