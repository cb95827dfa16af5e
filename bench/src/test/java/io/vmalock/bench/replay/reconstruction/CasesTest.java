package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.replay.recording.Recordings;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of one kind each, with the kernel's areas after these calls. */
class CasesTest {
  static Path file(String name) {
    try {
      URL url = Objects.requireNonNull(CasesTest.class.getResource("cases/" + name), name);
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String shortened(LastMaps.Last space) {
    return space.areas().stream()
        .map(
            area ->
                Long.toHexString(area.start() & 0x1fffffff)
                    + "-"
                    + Long.toHexString(area.end() & 0x1fffffff)
                    + " "
                    + area.mapping().access()
                    + (area.mapping().toString().contains("locked") ? " locked" : "")
                    + (area.mapping().toString().contains("sealed") ? " sealed" : "")
                    + (area.mapping().toString().contains("shared") ? " shared" : ""))
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          r01-mprotect-eacces        | 0 | 0-4000 rwx, 4000-8000 r-- shared
          r02-mprotect-eperm-mseal   | 0 | 0-4000 r--, 4000-5000 rw- sealed, 5000-8000 rw-
          r03-mlock-enomem-gap       | 0 | 0-2000 rw-, 2000-4000 rw- locked, 5000-8000 rw-
          r05-mlock-enomem-none      | 0 | 0-2000 rw-, 2000-4000 rw- locked, 4000-8000 rw-
          r07-growsdown              | 0 | 0-2000 r--, 2000-4000 rw-
          r08-moved-back | 0 | 0-4000 rw-, 4000-5000 rw-, 5000-8000 rw-, 10001000-10004000 rw-
          r09-fork-unlocks           | 1 | 0-2000 rw-, 2000-4000 rw-, 4000-8000 rw-
          r10-dontunmap-number       | 0 | 0-8000 rw-, 0-8000 rw-
          r11-raw-flags              | 0 | 2000-4000 rw- shared
          r12-pidns                  | 2 | 1000-2000 rw-
          r13-old-mmap               | 0 | 17000-18000 rw-, 18000-19000 ---
          r15-vma-names              | 0 | 15184000-15185000 rw-, 15185000-15186000 rw-
          r16-y-path                 | 0 | 1b2b9000-1b2bb000 r-- shared
          r17-same-file-twice        | 0 | 0-6000 r--
          r18-attached               | 0 | nothing
          r20-relative-times         | 0 | 17000-18000 rw-, 18000-19000 ---
          r21-mremap-several-dontunmap | 0 \
          | 0-4000 rw-, 4000-8000 r--, 10000000-10004000 rw-, 10004000-10008000 r--
          """)
  void theKernelHadThisMapped(String name, int space, String areas) {
    Path faults = null;
    if (CasesTest.class.getResource("cases/" + name + ".faults") != null) {
      faults = file(name + ".faults");
    }
    List<LastMaps.Last> spaces = new ArrayList<>();
    LastMaps maps =
        LastMaps.of(
            Recordings.files(file(name + ".strace"), faults, false), share -> {}, spaces::add);
    assertThat(maps.spaces()).isEqualTo(space + 1);
    LastMaps.Last last =
        spaces.stream().filter(one -> one.index() == space).findFirst().orElseThrow();
    assertThat(shortened(last)).as(name).isEqualTo(areas);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          r18-attached | 2 | threads whose process is a guess
          r11-raw-flags | 2 |
          r12-pidns | 3 |
          """)
  void threadsAndGuesses(String name, int threads, String remark) {
    Path faults = name.equals("r18-attached") ? file(name + ".faults") : null;
    LastMaps maps =
        LastMaps.of(
            Recordings.files(file(name + ".strace"), faults, false), share -> {}, last -> {});
    assertThat(maps.threads()).isEqualTo(threads);
    if (remark == null) {
      assertThat(maps.remarks().counts()).isEmpty();
    } else {
      assertThat(maps.remarks().counts().keySet()).singleElement().asString().startsWith(remark);
    }
  }

  @org.junit.jupiter.api.Test
  void aThreadsNameWithALineFeed() throws java.io.IOException {
    assertThat(Files.exists(file("r19-newline-name.faults"))).isTrue();
    Reconstruction reconstruction =
        Reconstruction.of(
            Recordings.files(
                file("r19-newline-name.strace"), file("r19-newline-name.faults"), false));
    assertThat(reconstruction.threads()).containsExactly("a\nb 100");
    assertThat(reconstruction.faults()).isEqualTo(1);
  }
}
