package io.vmalock.files;

/** How memory will be used: a hint, of which the platform makes what it likes. */
public enum Advice {
  /** Nothing is known. */
  NORMAL,
  /** In no order: do not read ahead. */
  RANDOM,
  /** From beginning to end: read far ahead. */
  SEQUENTIAL,
  /** Soon: read it in now. */
  WILL_NEED,
  /** Not for long: its pages may be taken. What was written is not lost. */
  DONT_NEED
}
