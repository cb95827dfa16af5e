package io.vmalock.space;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The messages that the space logs while this is open. */
final class Logged extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("io.vmalock.space");

  private final StringBuffer text = new StringBuffer();

  Logged() {
    LOGGER.addHandler(this);
    LOGGER.setUseParentHandlers(false);
  }

  String text() {
    return text.toString();
  }

  @Override
  public void publish(LogRecord record) {
    text.append(record.getMessage()).append('\n');
    if (record.getThrown() != null) {
      for (StackTraceElement frame : record.getThrown().getStackTrace()) {
        text.append(frame).append('\n');
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
