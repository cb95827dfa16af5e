package io.vmalock.space;

/** An event of a look-up; counted where counters are on. */
enum Event {
  HIT,
  MISS,
  CONTENDED,
  DETACHED,
  RETRY,
  FALLBACK,
  COMMIT,
  ROLLBACK
}
