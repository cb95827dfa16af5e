package io.vmalock.bench.mutate;

import io.vmalock.bench.machine.ForkedJvm;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.mutate.JudgeProgram;
import io.vmalock.conformance.mutate.JudgeProgram.Begins;
import io.vmalock.conformance.mutate.JudgeProgram.Ended;
import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import io.vmalock.conformance.mutate.Mutant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that judges mutants, one after the other. A mutant can spin for ever in the kit's own
 * thread, or leave threads that do: nothing inside a JVM ends those. So a check that takes many
 * times its time ends with its JVM, and one that was left with busy threads is not used again.
 */
final class JudgeProcess implements AutoCloseable {
  /**
   * The time that a check may take beyond its usual time, for waits of the kit and a busy machine.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TIMES = 3;

  /** Enough memory for the kit; a mutant that takes more takes all there is. */
  private static final String HEAP = "-Xmx512m";

  /** The number of times that a JVM may end without an answer before its mutant counts as hung. */
  private static final int MOST_ENDS = 2;

  private final Class<?> strategy;
  private final Options options;
  private final List<String> jvm;
  private final Thread killer = new Thread(this::close, "ends a judge");
  private @Nullable Process process;
  private @Nullable Writer questions;
  private @Nullable BufferedReader answers;

  /** A JVM as users run it. */
  JudgeProcess(Class<?> strategy, Options options) {
    this(strategy, options, List.of());
  }

  private JudgeProcess(Class<?> strategy, Options options, List<String> flags) {
    this.strategy = strategy;
    this.options = options;
    this.jvm = Stream.concat(Stream.of(HEAP, "-XX:+UseSerialGC"), flags.stream()).toList();
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * An interpreted JVM, for the calls that run out of stack alone. Its frames differ, so errors
   * come at steps to which they do not come in compiled code, such as the middle of an exit.
   */
  static JudgeProcess interpreted(Class<?> strategy, Options options) {
    return new JudgeProcess(
        strategy, options.withLayers(EnumSet.noneOf(Layer.class)), List.of("-Xint"));
  }

  /** Judges one. */
  Judgement judge(Mutant mutant, String hint) throws IOException {
    long start = System.nanoTime();
    for (int end = 1; ; end++) {
      Begins now = new Begins("", "", Duration.ZERO);
      try (Deadline deadline = new Deadline(begun())) {
        ask(JudgeProgram.question(mutant, hint));
        for (String line = read(); line != null; line = read()) {
          Record answer = JudgeProgram.answer(line);
          if (answer instanceof Begins begins) {
            now = begins;
            deadline.in(begins.expected().multipliedBy(TIMES).plus(PATIENCE));
          } else if (answer instanceof Ended ended) {
            if (ended.spent()) {
              end();
            }
            return ended.judgement();
          }
        }
        end();
        if (deadline.isOver() || end == MOST_ENDS) {
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          String rule = deadline.isOver() ? "no end" : "its JVM ended";
          return new Judgement(Outcome.HUNG, now.layer(), now.check(), rule, millis);
        }
      }
    }
  }

  private synchronized Process begun() throws IOException {
    Process running = process;
    if (running == null || !running.isAlive()) {
      running =
          new ProcessBuilder(
                  ForkedJvm.command(
                      jvm, JudgeProgram.class, JudgeProgram.arguments(strategy, options)))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process = running;
      questions = new OutputStreamWriter(running.getOutputStream(), StandardCharsets.UTF_8);
      answers =
          new BufferedReader(
              new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
    }
    return running;
  }

  private void ask(String question) throws IOException {
    Writer writer = questions;
    if (writer != null) {
      writer.write(question + "\n");
      writer.flush();
    }
  }

  /** The next line; null if the JVM has ended. */
  private @Nullable String read() {
    BufferedReader reader = answers;
    try {
      return reader == null ? null : reader.readLine();
    } catch (IOException e) {
      return null; // the stream is closed when the JVM is ended
    }
  }

  private synchronized void end() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
    process = null;
  }

  @Override
  public void close() {
    end();
    if (Thread.currentThread() != killer) {
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }

  /** Ends a JVM when it is over; each new JVM replaces the last. */
  private static final class Deadline implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    private final Process process;
    private final Thread thread = new Thread(this::watch, "watches a judge");
    private volatile long at = System.nanoTime() + PATIENCE.toNanos();
    private volatile boolean over;

    Deadline(Process process) {
      this.process = process;
      thread.setDaemon(true);
      thread.start();
    }

    void in(Duration time) {
      at = System.nanoTime() + time.toNanos();
    }

    boolean isOver() {
      return over;
    }

    private void watch() {
      try {
        while (System.nanoTime() - at < 0) {
          Thread.sleep(LOOK_MILLIS);
        }
        over = true;
        process.destroyForcibly();
      } catch (InterruptedException e) {
        // No thread waits any more.
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
