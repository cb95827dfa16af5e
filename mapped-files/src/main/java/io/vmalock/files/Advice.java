package io.vmalock.files;

/** How memory will be used: a hint, which the platform may ignore. */
public enum Advice {
  /** Nothing is known. */
  NORMAL,
  /** In no order: do not read ahead. */
  RANDOM,
  /** From beginning to end: read far ahead. */
  SEQUENTIAL,
  /** Soon: read it in now. */
  WILL_NEED,
  /** Not for long: the system may take its pages. Written bytes are not lost. */
  DONT_NEED
}
