package io.vmalock.conformance.check;

import java.util.Collection;
import java.util.List;

/** The stacks of threads, for a test that waits in vain. */
public final class ThreadDump {
  private ThreadDump() {}

  /** The state and the innermost frames of each. */
  public static String of(Collection<Thread> threads) {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      text.append('\n').append(thread.getName()).append(": ").append(thread.getState());
      Frames.lines(List.of(thread.getStackTrace())).forEach(line -> text.append('\n').append(line));
    }
    return text.toString();
  }
}
