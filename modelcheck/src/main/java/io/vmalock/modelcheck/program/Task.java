package io.vmalock.modelcheck.program;

/** What one thread of a program does. */
@FunctionalInterface
public interface Task {
  /**
   * Does it.
   *
   * @throws Throwable to report a fault
   */
  void run() throws Throwable;

  /** What the report calls the thread, or an empty string. */
  default String name() {
    return "";
  }
}
