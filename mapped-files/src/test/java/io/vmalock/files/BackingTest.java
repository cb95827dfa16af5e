package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which backing a JVM gets, and what it is told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackingTest {
  private static final boolean SEGMENTS = Runtime.version().feature() >= 22;

  /** Asks twice for the best, then for one by its name. */
  static final class Ask {
    private Ask() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("best " + Backing.best());
      System.out.println("best " + Backing.best());
      if (arguments.length > 0) {
        MappedFiles files = MappedFiles.builder().backing(Backing.valueOf(arguments[0])).build();
        Path path = Files.createTempFile("vmalock-", ".test");
        Files.write(path, new byte[10]);
        try (MappedFile file = files.open(path)) {
          System.out.println("read " + file.getByte(9));
        } finally {
          Files.delete(path);
        }
      }
    }
  }

  private static String output(List<String> options, String... arguments) throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(Ask.class, options, List.of(arguments));
    return ended.output();
  }

  @Test
  void on17ItIsBuffersAndNothingIsSaid() throws Exception {
    assumeTrue(!SEGMENTS, "this JDK has memory segments");
    assertThat(output(List.of())).isEqualToNormalizingNewlines("best BUFFERS\nbest BUFFERS\n");
    assertThatThrownBy(() -> MappedFiles.builder().backing(Backing.ARENA).build())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("backing ARENA needs JDK 22 or newer, and this is 17");
  }

  @Test
  void withNativeAccessItIsMunmapAndNothingIsSaid() throws Exception {
    assumeTrue(Backing.MUNMAP.isAvailable(), "this JVM has no MUNMAP");
    assertThat(output(ChildJvm.nativeAccess()))
        .isEqualToNormalizingNewlines("best MUNMAP\nbest MUNMAP\n");
  }

  @Test
  void withoutNativeAccessItIsAnArenaAndThatIsSaidOnce() throws Exception {
    assumeTrue(Backing.MUNMAP.isAvailable(), "this JVM has no MUNMAP");
    assertThat(output(List.of()))
        .contains("best ARENA")
        .containsOnlyOnce("MUNMAP needs native access")
        .contains("start java with --enable-native-access=ALL-UNNAMED")
        .doesNotContain("WARNING");
  }

  /** A request for it by name gets the JVM's own warning, unless the command line forbids it. */
  @Test
  void whatIsForbiddenIsSaid() throws Exception {
    assumeTrue(Backing.MUNMAP.isAvailable(), "this JVM has no MUNMAP");
    assertThat(output(List.of(), "MUNMAP")).contains("read 0");
    assumeTrue(Runtime.version().feature() >= 24, "this JVM cannot forbid it");
    assertThat(output(List.of("--illegal-native-access=deny"), "MUNMAP"))
        .contains("backing MUNMAP cannot be had")
        .contains("--enable-native-access, or take ARENA");
    assertThat(output(List.of("--illegal-native-access=deny"), "ARENA")).contains("read 0");
  }

  @Test
  void aPropertyThatIsNeitherTrueNorFalseIsRefused() {
    assertThatThrownBy(
            () -> {
              System.setProperty("vmalock.files.checked", "yes");
              try {
                MappedFiles.builder();
              } finally {
                System.clearProperty("vmalock.files.checked");
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vmalock.files.checked is true or false, got \"yes\"");
  }
}
