package io.vmalock.selection;

import org.jspecify.annotations.Nullable;

/**
 * The strategy that was asked for cannot be had.
 *
 * <p>The message gives the request and its source, the providers found and their places, and the
 * remedy.
 */
public final class StrategySelectionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The kinds of failure. */
  public enum Reason {
    /** No provider was found, or none with a readable name. */
    NONE_FOUND,
    /** Providers were found, but none of that name. */
    UNKNOWN_NAME,
    /** Several classes have the name. */
    AMBIGUOUS_NAME,
    /** Several strategies have the highest priority. */
    AMBIGUOUS_DEFAULT,
    /** The provider cannot be loaded or created. */
    BROKEN,
    /** The strategy says that it cannot run here. */
    UNAVAILABLE
  }

  private final Reason reason;

  StrategySelectionException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The kind of failure. */
  public Reason reason() {
    return reason;
  }
}
