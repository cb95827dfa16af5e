package io.vmalock.bench.replay.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records a program with {@code strace}, and with {@code perf} if it is there, and copies the maps
 * of each process just before its end.
 */
public final class Recorder {
  /** All calls that change areas, threads or the meaning of a descriptor; "?" for new ones. */
  private static final String CALLS =
      "trace=%memory,?process_madvise,?mseal,?map_shadow_stack,?set_mempolicy_home_node,shmget,io_setup,io_destroy,"
          + "prctl,close,?close_range,?dup,?dup2,dup3,fcntl,clone,?clone3,?fork,?vfork,execve,execveat,exit,exit_group";

  /** The time for which a process is held before its end, to look at it. */
  private static final int HELD_MICROS = 400_000;

  private static final long LOOK_MILLIS = 20;
  private static final String TRACER = "TracerPid:";

  /** The time that a stopped process gets to come to rest. */
  private static final long REST_MILLIS = 500;

  private final Path trace;
  private final Path faults;
  private final Path samples;

  /**
   * Prepares a recording.
   *
   * @param trace the file for strace's output
   * @param faults the file for the page faults
   */
  public Recorder(Path trace, Path faults) {
    this.trace = trace;
    this.faults = faults;
    this.samples = faults.resolveSibling(faults.getFileName() + ".perf");
  }

  /**
   * The result of a recording.
   *
   * @param status the exit status of the program, or of strace
   * @param withFaults whether page faults were recorded
   * @param maps by process, the lines of its /proc/PID/maps, if they were asked for
   */
  public record Recorded(int status, boolean withFaults, Map<Integer, List<String>> maps) {}

  /** Returns the path of a tool, or null if it is not on the PATH. */
  public static @Nullable Path tool(String name) {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(directory.isEmpty() ? "." : directory, name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }

  /** Returns whether strace is there and may trace. */
  public static boolean canTrace() {
    return tool("strace") != null && succeeds(List.of("strace", "-o", "/dev/null", "true"));
  }

  /** Returns the calls about memory that are too new for this strace. */
  public static List<String> unknownCalls() {
    List<String> unknown = new ArrayList<>();
    for (String call : List.of("mseal", "map_shadow_stack", "set_mempolicy_home_node", "clone3")) {
      if (!succeeds(List.of("strace", "-e", "trace=" + call, "-o", "/dev/null", "true"))) {
        unknown.add(call);
      }
    }
    return unknown;
  }

  /** Returns whether perf is there and may count page faults with their addresses. */
  public static boolean canCountFaults() {
    return tool("perf") != null
        && succeeds(
            List.of(
                "perf",
                "record",
                "-q",
                "-k",
                "CLOCK_REALTIME",
                "-e",
                "page-faults",
                "-c",
                "1",
                "-d",
                "-o",
                "/dev/null",
                "true"));
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs a program to its end. */
  public Recorded run(List<String> program, boolean withFaults, boolean withMaps)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (withFaults) {
      command.addAll(perf());
      command.add("--");
    }
    command.addAll(strace(withMaps));
    command.add("--");
    command.addAll(program);
    Process process = new ProcessBuilder(command).inheritIO().start();
    Map<Integer, List<String>> maps = new LinkedHashMap<>();
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (withMaps) {
        traced(process).forEach(pid -> look(pid, maps));
      }
    }
    if (withFaults) {
      script();
    }
    return new Recorded(process.exitValue(), withFaults, maps);
  }

  /** Records a running process for a while, and lets it run on. */
  public Recorded attach(int pid, long seconds, boolean withFaults, boolean withMaps)
      throws IOException, InterruptedException {
    // Else no line of the file tells whose threads these are.
    Files.writeString(
        trace, "strace: Process " + pid + " attached with " + threads(pid) + " threads\n");
    List<String> command = strace(false);
    command.add("-A"); // goes on with the file
    command.add("-p");
    command.add(String.valueOf(pid));
    Process perf = null;
    if (withFaults) {
      List<String> counting = perf();
      counting.add("-p");
      counting.add(String.valueOf(pid));
      perf = new ProcessBuilder(counting).inheritIO().start();
    }
    Process strace = new ProcessBuilder(command).inheritIO().start();
    Map<Integer, List<String>> maps = new LinkedHashMap<>();
    boolean ended = strace.waitFor(seconds, TimeUnit.SECONDS);
    try {
      if (!ended && withMaps) {
        signal("STOP", pid);
        Thread.sleep(REST_MILLIS);
        maps.put(pid, Files.readAllLines(Path.of("/proc/" + pid + "/maps")));
      }
      signal("INT", (int) strace.pid());
      strace.waitFor();
    } finally {
      if (!ended && withMaps) {
        signal("CONT", pid);
      }
    }
    if (perf != null) {
      signal("INT", (int) perf.pid());
      perf.waitFor();
      script();
    }
    return new Recorded(ended ? strace.exitValue() : 0, withFaults, maps);
  }

  private static long threads(int pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.count();
    }
  }

  private static void signal(String name, int pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private List<String> perf() {
    return new ArrayList<>(
        List.of(
            "perf",
            "record",
            "-q",
            "-k",
            "CLOCK_REALTIME",
            "-e",
            "page-faults",
            "-c",
            "1",
            "-d",
            "-o",
            samples.toString()));
  }

  private List<String> strace(boolean held) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-ttt", "-o", trace.toString(), "-e", CALLS));
    if (succeeds(List.of("strace", "--decode-pids=pidns", "-o", "/dev/null", "true"))) {
      command.add("--decode-pids=pidns");
    }
    if (held) {
      command.addAll(List.of("-e", "inject=exit_group:delay_enter=" + HELD_MICROS));
    }
    return command;
  }

  /** Returns the processes that strace traces, including daemons, which have left their parents. */
  private static List<Integer> traced(Process recorder) {
    Set<Integer> tracers = new HashSet<>();
    tracers.add((int) recorder.pid());
    recorder.children().forEach(child -> tracers.add((int) child.pid()));
    return ProcessHandle.allProcesses()
        .map(process -> (int) process.pid())
        .filter(pid -> tracers.contains(tracer(pid)))
        .toList();
  }

  /** Returns the process that traces another one; 0 if none does. */
  private static int tracer(int pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(TRACER)) {
          return Integer.parseInt(line.substring(TRACER.length()).strip());
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // It has ended meanwhile.
    }
    return 0;
  }

  /** Copies the maps of the process, if it is held in exit_group. */
  private static void look(int pid, Map<Integer, List<String>> maps) {
    try {
      if (isInExit(pid)) {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/maps"));
        if (!lines.isEmpty()) {
          maps.putIfAbsent(pid, lines);
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // It has ended meanwhile.
    }
  }

  private static boolean isInExit(int pid) throws IOException {
    String exit = System.getProperty("os.arch").equals("amd64") ? "231 " : "94 ";
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("syscall")).startsWith(exit)) {
          return true;
        }
      }
    }
    return false;
  }

  private void script() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "perf", "script", "-i", samples.toString(), "--ns", "-F", "comm,pid,tid,time,addr")
            .redirectOutput(faults.toFile())
            .start();
    String errors =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (process.waitFor() != 0) {
      throw new IOException("perf script failed: " + errors.strip());
    }
    Files.deleteIfExists(samples);
  }
}
