package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.reconstruction.Reconstruction;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small recordings, written out in the tests. */
public final class Traces {
  private Traces() {}

  public static Recording read(String strace, String faults) {
    return read(strace, faults, false);
  }

  public static Recording read(String strace, String faults, boolean lenient) {
    try {
      return Recording.read(
          "test", Source.of("calls", strace), Source.of("faults", faults), lenient);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Reconstruction reconstruct(String strace, String faults) {
    return Reconstruction.of(read(strace, faults));
  }
}
