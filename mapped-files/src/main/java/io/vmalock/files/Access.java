package io.vmalock.files;

/** The accesses that a mapped file allows. */
public enum Access {
  /** It is only read. */
  READ_ONLY,
  /** It is read, and writes reach the file. */
  READ_WRITE
}
