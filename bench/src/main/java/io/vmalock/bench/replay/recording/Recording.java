package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.util.List;

/**
 * What was recorded of a program: immutable, and as far from any meaning as parsing allows.
 *
 * @param name for messages and tables
 * @param traced what strace told, in its order
 * @param refusals the SIGSEGVs among it
 * @param faults what perf told, by time
 */
public record Recording(
    String name, List<Traced> traced, List<Refusal> refusals, List<Fault> faults, Remarks remarks) {
  /**
   * Reads a recording.
   *
   * @param lenient whether lines that cannot be understood or replayed are counted and left out,
   *     instead of being an error
   * @throws RecordingException that names the line that is wrong
   */
  public static Recording read(String name, Source strace, Source faults, boolean lenient)
      throws IOException {
    Remarks remarks = new Remarks();
    StraceReader reader = new StraceReader(strace.name(), lenient, remarks);
    reader.read(strace);
    List<Fault> read = new FaultReader(faults.name(), lenient, remarks).read(faults);
    if (reader.traced().isEmpty()) {
      throw new RecordingException(strace.name() + ": no calls in it");
    }
    return new Recording(name, reader.traced(), reader.refusals(), read, remarks);
  }

  /** How many calls about memory or threads are in it. */
  public int calls() {
    return (int) traced.stream().filter(Call.class::isInstance).count();
  }
}
