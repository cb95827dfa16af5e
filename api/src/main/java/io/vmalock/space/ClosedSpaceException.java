package io.vmalock.space;

/** A section or a fork was asked of a space that is closed; it stays closed. */
public final class ClosedSpaceException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ClosedSpaceException() {
    super("the space is closed: nothing can be mapped any more");
  }
}
