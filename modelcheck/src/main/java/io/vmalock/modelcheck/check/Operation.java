package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.program.Moment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of a history: what was called, and what it answered. */
final class Operation {
  /** What an operation answers: a value, or the exception that it throws. */
  record Answer(@Nullable Object value, @Nullable Throwable thrown) {
    /** Whether two answers are the same: equal values, or exceptions of one class. */
    boolean isSame(Answer other) {
      if (thrown != null || other.thrown != null) {
        return thrown != null
            && other.thrown != null
            && thrown.getClass() == other.thrown.getClass();
      }
      return Objects.deepEquals(value, other.value);
    }

    @Override
    public String toString() {
      return thrown != null ? thrown.getClass().getSimpleName() : print(value);
    }
  }

  final int thread;
  final String name;
  final Function<Object, Answer> sequential;

  /** When it was called and when it returned, counted over the whole execution. */
  final int called;

  int returned = Integer.MAX_VALUE;

  /** How many operations of the history had returned when it was called, in their order. */
  final boolean[] happenedBefore;

  @Nullable Moment end;
  @Nullable Answer answer;

  Operation(
      int thread,
      String name,
      Function<Object, Answer> sequential,
      int called,
      boolean[] happenedBefore) {
    this.thread = thread;
    this.name = name;
    this.sequential = sequential;
    this.called = called;
    this.happenedBefore = happenedBefore;
  }

  /** Whether its answer can be compared by its text: then a history can be, too. */
  boolean isTold() {
    return answer == null || isPlain(answer.value);
  }

  static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum<?>;
  }

  static String print(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value != null && value.getClass().isArray()) {
      return value instanceof Object[] array
          ? Arrays.deepToString(array)
          : Arrays.deepToString(new Object[] {value});
    }
    return String.valueOf(value);
  }

  @Override
  public String toString() {
    String who = thread == 0 ? "before or after the threads" : "T" + thread;
    return who + ": " + name + " -> " + answer;
  }
}
