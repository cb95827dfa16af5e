package io.vmalock.conformance.mutate;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges mutants one after the other in a separate JVM, which its parent ends when a mutant does
 * not end. A line of standard input is a mutant; lines of standard output name each check that
 * begins and give the verdict.
 */
public final class JudgeProgram {
  private static final String FIELDS = "\t";
  private static final String BEGINS = "@begins";
  private static final String ENDED = "@ended";

  /** The time that a thread left behind by a mutant has to end. */
  private static final long GRACE_MILLIS = 100;

  private JudgeProgram() {}

  /** Reports that a check has begun, and its time on a right strategy. */
  public record Begins(String layer, String check, Duration expected) {}

  /**
   * Reports the verdict on a mutant.
   *
   * @param spent whether this JVM must judge no more, because the mutant left busy threads
   */
  public record Ended(Judgement judgement, boolean spent) {}

  /** The arguments of {@link #main}. */
  public static List<String> arguments(Class<?> strategy, Options options) {
    return List.of(
        strategy.getName(),
        options.level().name(),
        String.valueOf(options.seed()),
        String.valueOf(options.waitBudget().scale()),
        String.valueOf(options.explore().toMillis()),
        String.valueOf(options.stress().toMillis()),
        String.join(",", options.layers().stream().map(Layer::name).toList()));
  }

  /** The line that asks for a judgement of a mutant. */
  public static String question(Mutant mutant, String hint) {
    return String.join(
        FIELDS,
        mutant.className(),
        mutant.operator().name(),
        hint,
        Base64.getEncoder().encodeToString(mutant.code()));
  }

  /** Parses a line of output: {@link Begins} or {@link Ended}; null if it is neither. */
  public static @Nullable Record answer(String line) {
    String[] fields = line.split(FIELDS, -1);
    if (fields[0].equals(BEGINS)) {
      return new Begins(fields[1], fields[2], Duration.ofMillis(Long.parseLong(fields[3])));
    }
    if (fields[0].equals(ENDED)) {
      return new Ended(
          new Judgement(
              Outcome.valueOf(fields[1]),
              fields[2],
              fields[3],
              fields[4],
              Long.parseLong(fields[5])),
          Boolean.parseBoolean(fields[6]));
    }
    return null;
  }

  /** Judges the mutants of the input, to its end or until this JVM is spent. */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Class<?> strategy = Class.forName(args[0]);
    EnumSet<Layer> layers = EnumSet.noneOf(Layer.class);
    for (Layer layer : Layer.values()) {
      if (List.of(args[6].split(",")).contains(layer.name())) {
        layers.add(layer);
      }
    }
    Options options =
        Options.standard()
            .at(Options.Level.valueOf(args[1]))
            .withSeed(Long.parseLong(args[2]))
            .withWaitBudget(new WaitBudget(Double.parseDouble(args[3])))
            .withExplore(Duration.ofMillis(Long.parseLong(args[4])))
            .withStress(Duration.ofMillis(Long.parseLong(args[5])))
            .withLayers(layers);
    Mutants mutants = new Mutants(strategy);
    Judge judge = new Judge(options);
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
      Judgement judgement = judge(mutants, judge, line.split(FIELDS, -1), out);
      boolean spent = isSpent(before);
      out.println(
          String.join(
              FIELDS,
              ENDED,
              judgement.outcome().name(),
              judgement.layer(),
              judgement.check(),
              judgement.rule(),
              String.valueOf(judgement.millis()),
              String.valueOf(spent)));
      out.flush();
      if (spent) {
        break;
      }
    }
    // Threads that a mutant left may never end.
    Runtime.getRuntime().halt(0);
  }

  private static Judgement judge(Mutants mutants, Judge judge, String[] question, PrintStream out) {
    VmaLockStrategy mutant;
    try {
      ClassLoader loader = mutants.load(question[0], Base64.getDecoder().decode(question[3]));
      mutant = (VmaLockStrategy) mutants.strategy(loader).getConstructor().newInstance();
    } catch (Throwable e) { // a mutant may throw anything where its classes begin
      return new Judgement(
          Outcome.KILLED,
          Layer.values()[0].label(),
          "it-can-be-made",
          e.getClass().getSimpleName(),
          0);
    }
    return judge.judge(
        mutant,
        Operator.valueOf(question[1]),
        question[2],
        (layer, check, expected) -> {
          out.println(
              String.join(FIELDS, BEGINS, layer, check, String.valueOf(expected.toMillis())));
          out.flush();
        });
  }

  private static boolean isSpent(Set<Thread> before) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && isBusy(thread)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a thread neither ends nor waits in a while. */
  private static boolean isBusy(Thread thread) {
    for (int i = 0; i < 2; i++) {
      try {
        thread.join(GRACE_MILLIS);
      } catch (InterruptedException e) {
        return true;
      }
      if (thread.getState() != Thread.State.RUNNABLE) {
        return false;
      }
    }
    return true;
  }
}
