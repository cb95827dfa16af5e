package io.vmalock.space;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What spaces log. It is said where something else is being kept from harm, so nothing comes out of
 * it: no error of a logger, and none of what the message asks.
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

  /** For where there may be no memory for a supplier. */
  static void warn(String message, Throwable thrown) {
    log(Level.WARNING, message, thrown);
  }

  /** As {@link #warn(String, Throwable)}, of what is made good. */
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
