package io.vmalock.files;

/** Says that no file is mapped at an address: not yet, or not any more. */
public final class UnmappedException extends IndexOutOfBoundsException {
  private static final long serialVersionUID = 1;

  private final long address;

  UnmappedException(long address) {
    super(
        "no file is mapped at "
            + address
            + ": not yet, or it was dropped; where that is expected, ask startRead first");
    this.address = address;
  }

  /** The address. */
  public long address() {
    return address;
  }
}
