package io.vmalock.conformance.modelcheck.program;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Protected;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The data that a VMA's lock protects: two numbers that are equal whenever no writer holds it. */
final class Data {
  private static final VarHandle ONE;
  private static final VarHandle OTHER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ONE = lookup.findVarHandle(Data.class, "one", int.class);
      OTHER = lookup.findVarHandle(Data.class, "other", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Protected private int first;
  @Protected private int second;

  /** Data for optimistic readers, which race and validate. */
  private int one;

  private int other;

  /** By a writer. */
  void change() {
    first++;
    ONE.setOpaque(this, first);
    CurrentExecution.point("the data is half changed");
    OTHER.setOpaque(this, first);
    second = first;
  }

  /** By a reader that holds. */
  void look() {
    int seen = first;
    CurrentExecution.point("the reader is inside");
    if (seen != second) {
      CurrentExecution.fail("X1", "a reader saw a change half done: " + seen + " and " + second);
    }
  }

  /** Changes the data after a retire, whose optimistic readers must not validate. */
  void reuse() {
    ONE.setOpaque(this, first + 1);
    CurrentExecution.point("the data is half reused");
    OTHER.setOpaque(this, first + 1);
  }

  /** Reads the data before a validate; returns whether it was consistent. */
  boolean peek() {
    int seen = (int) ONE.getOpaque(this);
    return seen == (int) OTHER.getOpaque(this);
  }
}
