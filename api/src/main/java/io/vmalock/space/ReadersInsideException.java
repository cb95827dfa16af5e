package io.vmalock.space;

/** A change gave up waiting for readers, or was interrupted; the space is as it was. */
public final class ReadersInsideException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int readers;

  ReadersInsideException(String message, int readers) {
    super(message);
    this.readers = readers;
  }

  /** The number of readers inside the awaited area; 0 if the wait was interrupted. */
  public int readers() {
    return readers;
  }
}
