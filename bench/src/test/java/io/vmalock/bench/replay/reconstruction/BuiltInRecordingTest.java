package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.Recordings;
import org.junit.jupiter.api.Test;

/** The known facts about the recording of javac, counted by other means. */
class BuiltInRecordingTest {
  @Test
  void javac() {
    Recording recording = Recordings.named("javac");
    // Lines of strace: 963 mprotect, 353 mmap, 23 munmap, 19 clone3, 7 madvise, 4 brk, 5 exit, one
    // exit_group, one execve: 1,376 calls, of which 43 took two lines. 20 threads ended.
    Reconstruction reconstruction = Reconstruction.of(recording);
    assertThat(reconstruction.calls()).isEqualTo(1376);
    assertThat(reconstruction.remarks().counts()).isEmpty();
    assertThat(reconstruction.threads()).hasSize(20).contains("GC Thread#1 31884");
    assertThat(reconstruction.processes()).isEqualTo(1);
    assertThat(reconstruction.spaces()).hasSize(1);
    assertThat(reconstruction.faults()).isEqualTo(15443);
    // mprotect, mmap and munmap, and the two of four brk that moved the break.
    assertThat(reconstruction.sections()).isEqualTo(963 + 353 + 23 + 2);
    assertThat(
            reconstruction.turns().stream()
                .filter(turn -> turn instanceof Reconstruction.Find find && find.areas().isEmpty()))
        .as("null pointers that the JVM turned into exceptions")
        .hasSize(5);
  }
}
