package io.vmalock.bench.replay;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Small recordings, written out in the tests. */
final class Traces {
  private Traces() {}

  static Recording read(String strace, String faults) {
    return read(strace, faults, false);
  }

  static Recording read(String strace, String faults, boolean lenient) {
    try {
      return Recording.read(
          "test", Source.of("calls", strace), Source.of("faults", faults), lenient);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Reconstruction reconstruct(String strace, String faults) {
    return Reconstruction.of(read(strace, faults));
  }
}
