package io.vmalock.space;

/** What a look-up can come upon; counted where counters are on. */
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
