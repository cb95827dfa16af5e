package io.vmalock.bench.demo;

import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.bench.terminal.TextTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how readers of mapped files fare when the files are replaced. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Show in a minute what happens when mapped files are replaced under their readers.",
    description = {
      "",
      "Two threads read 64 bytes at a time, in place, from 16 mapped files of 1 MB, while one of"
          + " these is replaced about 100 times a second and the old one unmapped, beside 1,000"
          + " threads that wait."
          + " Each way runs in a JVM of its own: by hand, where the old file is unmapped without a"
          + " thought of its readers; with a shared arena for each file, on JDK 22 and newer; and"
          + " with vmalock. What is shown happened on this machine, just now.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 all well, also where a way crashed that is known to; 1 vmalock read a wrong"
          + " byte or crashed, 2 wrong options, 70 a bug in vmalock."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int FIELDS = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "How long each way is run (default: ${DEFAULT-VALUE}).")
  private int seconds = 15;

  /** A way to replace files. */
  private record Way(String name, String title) {}

  /** The last output of a run, and its end; no fields if it printed nothing. */
  private record Seen(String @Nullable [] fields, int status, boolean crashed, long nanos) {
    long field(int i) {
      return fields == null ? -1 : Long.parseLong(fields[i]);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Check.range(spec, "--seconds", seconds, 1, 3600);
    PrintWriter out = spec.commandLine().getOut();
    List<Way> ways = new ArrayList<>();
    ways.add(new Way("by-hand", "unmapped by hand"));
    boolean arenas = Runtime.version().feature() >= 22;
    if (arenas) {
      ways.add(new Way("arena", "shared arena"));
    }
    ways.add(new Way("vmalock", "vmalock"));
    TextTable table =
        new TextTable(
                "way",
                "what happened",
                "M reads/s",
                "writer busy: median",
                "p99",
                "gone after:" + " median",
                "p99")
            .left(1);
    boolean well = true;
    String how = "";
    try (Progress progress = Progress.onStandardError()) {
      for (int i = 0; i < ways.size(); i++) {
        Way way = ways.get(i);
        Seen seen = run(way, progress, i, ways.size());
        table.row(row(way, seen));
        if (way.name().equals("vmalock")) {
          well = seen.status == 0 && seen.field(3) == 0;
          how = seen.fields == null ? "" : seen.fields[0];
        }
      }
    }
    int width = Terminal.width();
    table.lines(width).forEach(out::println);
    out.println();
    Paragraph.lines(
            "reads: of 64 bytes in place, somewhere in 16 MB. With vmalock each starts a hold, takes"
                + " a slice and ends the hold; by the other ways it does nothing beside. writer busy:"
                + " from the replacement's beginning until its thread may go on, by code that so"
                + " short a run hardly compiles. gone after: until the old file is unmapped."
                + " Last way: "
                + how
                + ".",
            width)
        .forEach(out::println);
    if (!arenas) {
      Paragraph.lines(
              "A shared arena needs JDK 22 or newer; this is "
                  + Runtime.version().feature()
                  + ". Set JAVA_HOME to see it too.",
              width)
          .forEach(out::println);
    }
    out.flush();
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<String> row(Way way, Seen seen) {
    List<String> cells = new ArrayList<>(List.of(way.title(), happened(seen)));
    if (seen.fields == null) {
      cells.addAll(List.of("-", "-", "-", "-", "-"));
      return cells;
    }
    double perSecond = seen.field(2) * 1e9 / seen.field(1);
    cells.add(String.format(Locale.ROOT, "%.2f", perSecond / 1e6));
    cells.add(micros(seen.field(6)));
    cells.add(micros(seen.field(7)));
    // If the writer itself unmaps, the file is gone when it goes on.
    cells.add(micros(seen.field(8) < 0 ? seen.field(6) : seen.field(8)));
    cells.add(micros(seen.field(9) < 0 ? seen.field(7) : seen.field(9)));
    return cells;
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.0f us", nanos / 1e3);
  }

  private static String happened(Seen seen) {
    StringBuilder text = new StringBuilder();
    if (seen.crashed) {
      text.append(String.format(Locale.ROOT, "the JVM crashed after %.1f s", seen.nanos / 1e9));
    } else if (seen.status != 0) {
      text.append("it ended with status ").append(seen.status);
    } else {
      text.append(String.format(Locale.ROOT, "%,d replacements", seen.field(5)));
    }
    if (seen.field(3) > 0) {
      text.append(", ").append(reads(seen.field(3))).append(" of wrong bytes");
    } else if (!seen.crashed) {
      text.append(", no wrong byte");
    }
    if (seen.field(4) > 0) {
      text.append(", ").append(reads(seen.field(4))).append(" had to be tried again");
    }
    return text.toString();
  }

  private static String reads(long count) {
    return String.format(Locale.ROOT, count == 1 ? "%,d read" : "%,d reads", count);
  }

  private Seen run(Way way, Progress progress, int number, int of)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("vmalock-demo-");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:-CreateCoredumpOnCrash");
      command.add("-XX:ErrorFile=" + folder.resolve("crash"));
      if (Runtime.version().feature() >= 22) {
        command.add("--enable-native-access=ALL-UNNAMED");
      }
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              DemoRun.class.getName(),
              way.name(),
              folder.toString(),
              String.valueOf(seconds)));
      long began = System.nanoTime();
      Process process =
          new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
      String @Nullable [] last = null;
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.split(";", -1);
          if (fields.length == FIELDS) { // a crash prints, too
            last = fields;
          }
          double share = Math.min(0.99, (System.nanoTime() - began) / 1e9 / (seconds + 1));
          progress.show("demo", way.title(), (number + share) / of);
        }
        int status = process.waitFor();
        boolean crashed = Files.exists(folder.resolve("crash"));
        return new Seen(last, status, crashed, System.nanoTime() - began);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      }
    }
  }
}
