package io.vmalock.bench.compare;

import io.vmalock.bench.machine.JavaHome;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.selection.Strategies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Weighs a strategy's areas in the measured JVM, with its options. */
final class FootprintFork {
  private FootprintFork() {}

  /** Prints the figures of the strategy named by the first argument. */
  public static void main(String[] args) {
    Footprint footprint = Footprints.of(Strategies.named(args[0]));
    System.out.println(footprint.one() + " " + footprint.many() + " " + footprint.space());
  }

  static Footprint weigh(String strategy, JavaHome java, List<String> jvmArgs) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.java()));
    command.addAll(java.options());
    // JOL attaches to its own JVM to learn the sizes of objects.
    command.addAll(List.of("-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(jvmArgs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FootprintFork.class.getName(), strategy));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    // JOL may have said something first.
    String[] figures = output.substring(output.lastIndexOf('\n') + 1).split(" ");
    try {
      return new Footprint(
          Double.parseDouble(figures[0]),
          Double.parseDouble(figures[1]),
          Double.parseDouble(figures[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException(
          "no figures from " + java.java() + ", but: " + ForeignText.line(output), e);
    }
  }
}
