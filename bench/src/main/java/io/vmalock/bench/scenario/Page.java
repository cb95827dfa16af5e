package io.vmalock.bench.scenario;

import io.vmalock.Vma;
import java.util.Objects;

/** What an area stands for in the benchmarks: something to touch, on the heap. */
final class Page {
  /** What is read. */
  long value;

  Page(long value) {
    this.value = value;
  }

  static Page of(Vma vma) {
    return (Page) Objects.requireNonNull(vma.attachment());
  }
}
