package io.vmalock.space;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of spaces. Its callers are in the middle of work that must not fail, so nothing is thrown
 * from it: no error of a logger, and no error of the code that makes a message.
 */
final class SpaceLog {
  private static final System.Logger LOGGER = System.getLogger("io.vmalock.space");

  private SpaceLog() {}

  static void warn(Supplier<String> message) {
    log(Level.WARNING, message, null);
  }

  static void warn(Supplier<String> message, Throwable thrown) {
    log(Level.WARNING, message, thrown);
  }

  /** Logs a constant message, for places where there may be no memory for a supplier. */
  static void warn(String message, Throwable thrown) {
    log(Level.WARNING, message, thrown);
  }

  /** Logs as {@link #warn(String, Throwable)} does, for an error that is made good. */
  static void debug(String message, Throwable thrown) {
    log(Level.DEBUG, message, thrown);
  }

  private static void log(Level level, String message, Throwable thrown) {
    try {
      LOGGER.log(level, message, thrown);
    } catch (Throwable e) {
      Thread.yield(); // it is not for the log to make anything fail
    }
  }

  private static void log(Level level, Supplier<String> message, @Nullable Throwable thrown) {
    try {
      if (LOGGER.isLoggable(level)) {
        LOGGER.log(level, message.get(), thrown);
      }
    } catch (Throwable e) {
      Thread.yield(); // it is not for the log to make anything fail
    }
  }
}
