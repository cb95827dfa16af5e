package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slices that outlive their hold: an exception, or at worst old bytes, and never a crash. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckedSlicesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");

  private static Stream<Backing> backings() {
    return Backings.available();
  }

  @Test
  void theyAreCheckedInTests() {
    assertThat(MappedFiles.create().isChecked()).isTrue();
    assertThat(MappedFiles.builder().checked(false).build().isChecked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aSliceFailsWhenItsHoldHasEnded(Backing backing) throws Exception {
    MappedFiles files = MappedFiles.builder().backing(backing).build();
    try (MappedFile file = files.create(folder.resolve("sliced"), 4096)) {
      file.putInt(8, 7);
      files.map(0, file);
    }
    FileHold hold = files.hold();
    for (int round = 0; round < 3; round++) {
      hold.startRead(0);
      ByteBuffer one = hold.slice(0, 100);
      ByteBuffer other = hold.slice(4, 100);
      ByteBuffer duplicate = one.duplicate().order(one.order());
      assertThat(one.getInt(8)).isEqualTo(7);
      assertThat(other.getInt(4)).isEqualTo(7);
      if (round == 1) {
        hold.close();
      } else {
        hold.endRead();
      }
      assertThatThrownBy(() -> one.getInt(8)).isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> other.get()).isInstanceOf(RuntimeException.class);
      if (backing == Backing.MUNMAP) {
        assertThatThrownBy(() -> duplicate.getInt(8)).isInstanceOf(IllegalStateException.class);
      } else {
        assertThat(duplicate.getInt(8)).isEqualTo(7);
      }
      if (round == 2) {
        files.close(LONG);
        if (backing == Backing.BUFFERS) {
          assertThat(duplicate.getInt(8)).isEqualTo(7); // a copy
        } else {
          assertThatThrownBy(() -> duplicate.getInt(8)).isInstanceOf(IllegalStateException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backings")
  void anotherThreadThatEndsTheHoldIsToldOrMay(Backing backing) throws Exception {
    MappedFiles files = MappedFiles.builder().backing(backing).build();
    try (MappedFile file = files.create(folder.resolve("handed"), 4096)) {
      files.map(0, file);
    }
    FileHold hold = files.hold();
    hold.startRead(0);
    ByteBuffer slice = hold.slice(0, 100);
    FutureTask<Object> end = new FutureTask<>(hold::endRead, null);
    Thread thread = new Thread(end);
    thread.start();
    if (backing == Backing.MUNMAP) {
      assertThatThrownBy(end::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(RuntimeException.class)
          .hasMessageContaining("end on the thread that took them");
      assertThat(hold.isHeld()).isTrue();
      hold.endRead();
    } else {
      end.get();
    }
    thread.join();
    assertThatThrownBy(() -> slice.getInt(8)).isInstanceOf(RuntimeException.class);
    files.close(LONG);
  }
}
