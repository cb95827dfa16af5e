package io.vmalock.conformance.check;

import java.util.Collection;

/** What threads are doing, for a test that waits in vain. */
public final class ThreadDump {
  private static final int FRAMES = 12;

  private ThreadDump() {}

  /** The state and the innermost frames of each. */
  public static String of(Collection<Thread> threads) {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      text.append('\n').append(thread.getName()).append(": ").append(thread.getState());
      StackTraceElement[] frames = thread.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        text.append("\n    at ").append(frames[i]);
      }
      if (frames.length > FRAMES) {
        text.append("\n    … ").append(frames.length - FRAMES).append(" more");
      }
    }
    return text.toString();
  }
}
