package io.vmalock.bench.scenario;

import io.vmalock.Vma;
import java.util.Objects;

/** The attachment of an area in the benchmarks: an object to touch, on the heap. */
final class Page {
  /** The value that is read. */
  long value;

  Page(long value) {
    this.value = value;
  }

  static Page of(Vma vma) {
    return (Page) Objects.requireNonNull(vma.attachment());
  }
}
