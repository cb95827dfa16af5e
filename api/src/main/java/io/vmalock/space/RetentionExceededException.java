package io.vmalock.space;

/**
 * A section was rolled back because the space keeps too much that is retired ({@link
 * AtLimit#THROW}). It may be tried again when readers have left or releases have run.
 */
public final class RetentionExceededException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  RetentionExceededException(String message) {
    super(message);
  }
}
