package io.vmalock.modelcheck.program;

/** The code of one thread of a program. */
@FunctionalInterface
public interface Task {
  /**
   * Runs the code.
   *
   * @throws Throwable to report a fault
   */
  void run() throws Throwable;

  /** Returns the thread's name in the report, or an empty string. */
  default String name() {
    return "";
  }
}
