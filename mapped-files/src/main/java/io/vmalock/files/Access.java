package io.vmalock.files;

/** What may be done with a mapped file. */
public enum Access {
  /** It is only read. */
  READ_ONLY,
  /** It is read, and what is written reaches the file. */
  READ_WRITE
}
