package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.program.Moment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of a history: the call and its answer. */
final class Operation {
  /** The answer of an operation: a value, or the exception that it throws. */
  record Answer(@Nullable Object value, @Nullable Throwable thrown) {
    /** Returns whether two answers are the same: equal values, or exceptions of one class. */
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

  /** The times of its call and of its return, counted over the whole execution. */
  final int called;

  int returned = Integer.MAX_VALUE;

  /**
   * The number of operations of the history, in their order, that had returned when it was called.
   */
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

  /** Returns whether its answer can be compared as text. If all answers can, so can a history. */
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
