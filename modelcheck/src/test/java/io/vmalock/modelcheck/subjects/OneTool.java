package io.vmalock.modelcheck.subjects;

import io.vmalock.modelcheck.check.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives one subject to one tool, in a JVM of its own: {@code ours NAME} or {@code lincheck NAME}
 * prints the finding; Fray calls {@link #main} with {@code run NAME} for each of its executions.
 */
public final class OneTool {
  /** The begin of the line with the result. */
  static final String RESULT = "result: ";

  private static final int INVOCATIONS = 10_000;

  private OneTool() {}

  /** Makes one run. */
  public static void main(String[] arguments) {
    String name = arguments[1];
    if (arguments[0].equals("run")) {
      execute(Subjects.make(name));
      return;
    }
    long begin = System.nanoTime();
    String result = arguments[0].equals("ours") ? ours(name) : lincheck(name);
    System.out.printf(Locale.ROOT, "%s%s | %.1f%n", RESULT, result, seconds(begin));
    System.exit(0);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static String ours(String name) {
    Verdict verdict = Subjects.explore(name);
    if (verdict.kind() == Verdict.Kind.NOT_JUDGED) {
      return "not judged: " + verdict.reason() + " | ";
    }
    String found =
        verdict.kind() == Verdict.Kind.BROKEN
            ? verdict.finding().kind().words()
            : verdict.isExhausted() ? "nothing, exhausted" : "nothing";
    return found + " | " + verdict.exploration().executions();
  }

  private static String lincheck(String name) {
    Subjects.make(name); // classes are initialised outside
    try {
      Class.forName("org.jetbrains.lincheck.Lincheck")
          .getMethod("runConcurrentTest", int.class, Runnable.class)
          .invoke(null, INVOCATIONS, (Runnable) () -> execute(Subjects.make(name)));
      return "nothing | " + INVOCATIONS;
    } catch (InvocationTargetException e) {
      return kind(String.valueOf(e.getCause())) + " | ";
    } catch (ReflectiveOperationException e) {
      return "not run: " + e + " | ";
    }
  }

  /** The kind of a fault, in the words of another tool's report. */
  static String kind(String report) {
    String lower = report.toLowerCase(Locale.ROOT);
    if (lower.contains("deadlock") || lower.contains("hung")) {
      return "deadlock";
    }
    if (lower.contains("illegalstateexception")) {
      return "exception";
    }
    if (lower.contains("java.lang.assertionerror") || lower.contains("concurrent test failed")) {
      return "assertion";
    }
    if (lower.contains("exception")) {
      return "exception";
    }
    return "not run: " + report.lines().findFirst().orElse("");
  }

  private static void execute(Subject subject) {
    AtomicReference<@Nullable Exception> thrown = new AtomicReference<>();
    Thread one = new Thread(() -> step(subject, 1, thrown));
    Thread two = new Thread(() -> step(subject, 2, thrown));
    Thread three = new Thread(() -> step(subject, 3, thrown));
    one.start();
    two.start();
    if (subject.hasThree()) {
      three.start();
    }
    try {
      one.join();
      two.join();
      if (subject.hasThree()) {
        three.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Exception seen = thrown.get();
    if (seen != null) {
      throw new IllegalStateException(seen);
    }
    subject.after();
  }

  /**
   * Rethrows a thread's exception in the thread that joins it, so that no tool has to look for it.
   */
  private static void step(
      Subject subject, int thread, AtomicReference<@Nullable Exception> thrown) {
    try {
      switch (thread) {
        case 1 -> subject.one();
        case 2 -> subject.two();
        default -> subject.three();
      }
    } catch (Exception e) {
      thrown.set(e);
    }
  }
}
