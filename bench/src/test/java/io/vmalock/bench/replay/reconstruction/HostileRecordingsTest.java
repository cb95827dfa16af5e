package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.RecordingException;
import io.vmalock.bench.replay.recording.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files that are no recordings, or damaged ones: every one is read, or refused by the documented
 * error, in little time and memory.
 *
 * <p>How many are mutated: {@code -Dvmalock.fuzz.files=N}, from which on: {@code
 * -Dvmalock.fuzz.first=N}, of which sequence: {@code -Dvmalock.fuzz.seed=N}. Each depends on the
 * seed and its own number only, so that a run goes on where another was stopped.
 */
class HostileRecordingsTest {
  private static final long SEED = Long.getLong("vmalock.fuzz.seed", System.nanoTime());
  private static final int FILES = Integer.getInteger("vmalock.fuzz.files", 3_000);
  private static final int FIRST = Integer.getInteger("vmalock.fuzz.first", 0);
  private static final int TOLD_EVERY = 50_000;

  private static final String HEAD = "7 1.000001 execve(\"/bin/a\", [\"a\"], 0x7ff) = 0\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static LastMaps read(byte[] strace, byte[] faults, boolean lenient) {
    return LastMaps.of(
        Recording.of(
            "hostile",
            Source.of("calls", strace),
            faults.length == 0 ? null : Source.of("faults", faults),
            lenient),
        share -> {},
        last -> {});
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  // ---- Mutated ----

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(CasesTest.file("r01-mprotect-eacces.strace").getParent())) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(seeds).hasSizeGreaterThan(15);
    // And as journals and tools show them.
    for (String form : List.of("Nov 29 00:53:03 host strace[7]: ", "%6d\t", "logs/s:%d:")) {
      String[] lines = new String(seeds.get(0), StandardCharsets.ISO_8859_1).split("\n");
      for (int i = 0; i < lines.length; i++) {
        lines[i] = form.replace("%6d", "    " + (10 + i)).replace("%d", "" + i) + lines[i];
      }
      seeds.add(bytes(String.join("\n", lines) + "\n"));
    }
    return seeds;
  }

  private static final String[] PIECES = {
    "0x",
    "0xffffffffffffffff",
    "-1",
    "NULL",
    "<unfinished ...>",
    "<... mmap resumed>",
    " = ",
    "= ?",
    "/*",
    "*/",
    "3</",
    ">",
    "\"",
    "(",
    ")",
    "{",
    "[pid 7] ",
    "+++ exited with 0 +++",
    "\n",
    "\r\n",
    " ENOMEM (x)",
    "99999999999999999999",
    "CLONE_VM",
    "PROT_",
    "|",
    "4096",
    "100 ",
    "101 ",
    "\0",
    "strace: Process 9 attached",
    "--- SIGSEGV {si_code=SEGV_MAPERR, si_addr=",
    "mremap(",
    "fork() = ",
    "100/101 1700000000.000002: ",
    "MAP_FIXED",
    "munlockall() = 0",
    "&lt;... mmap resumed&gt;",
    "&#",
    "\u00a0",
    "```\n",
    "> ",
    "\u001b[",
    "Nov 29 00:53:03 host strace[7]: ",
    "2026-11-29T00:53:03.5Z ",
    "\n     2\t",
    "1,5 ",
    "\r",
    "\n$ ls\n"
  };

  private static byte[] mutate(List<byte[]> seeds, Random random) {
    byte[] text = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = random.nextInt(6); i >= 0 && text.length > 1; i--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(6)) {
        case 0 -> text[at] = (byte) random.nextInt(256);
        case 1 -> text = splice(text, at, at, bytes(PIECES[random.nextInt(PIECES.length)]));
        case 2 ->
            text = splice(text, at, Math.min(text.length, at + random.nextInt(40)), new byte[0]);
        case 3 -> {
          byte[] other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length);
          int to = Math.min(other.length, from + random.nextInt(400));
          text = splice(text, at, at, Arrays.copyOfRange(other, from, to));
        }
        case 4 -> {
          int to = Math.min(text.length, at + random.nextInt(200));
          text = splice(text, at, at, Arrays.copyOfRange(text, at, to));
        }
        default -> text[at] = (byte) (text[at] ^ 1 << random.nextInt(8));
      }
    }
    return random.nextInt(20) == 0 ? damaged(gzip(text), random) : text;
  }

  private static byte[] damaged(byte[] gzip, Random random) {
    if (random.nextBoolean()) {
      gzip[random.nextInt(gzip.length)] ^= 1;
    }
    return gzip;
  }

  private static byte[] splice(byte[] text, int from, int to, byte[] piece) {
    byte[] spliced = new byte[text.length - (to - from) + piece.length];
    System.arraycopy(text, 0, spliced, 0, from);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(text, to, spliced, from + piece.length, text.length - to);
    return spliced;
  }

  @Test
  void mutatedFilesAreReadOrRefused() {
    System.out.println(
        "mutated recordings: seed " + SEED + ", files " + FIRST + " to " + (FIRST + FILES));
    List<byte[]> seeds = seeds();
    for (byte[] seed : seeds) { // so that the first file is not charged with loading classes
      try {
        read(seed, new byte[0], true);
      } catch (RecordingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long slowest = 0;
    int slowestFile = -1;
    long read = 0;
    for (int file = FIRST; file < FIRST + FILES; file++) {
      Random random = new Random(SEED * 31 + file);
      byte[] strace = mutate(seeds, random);
      byte[] faults = random.nextInt(3) == 0 ? mutate(seeds, random) : new byte[0];
      long before = threads.getCurrentThreadCpuTime();
      try {
        read(strace, faults, random.nextBoolean());
        if (random.nextInt(4) == 0) {
          Reconstruction.of(Recording.of("hostile", Source.of("calls", strace), null, true));
        }
        read++;
      } catch (RecordingException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed "
                + SEED
                + ", file "
                + file
                + ":\n"
                + new String(strace, StandardCharsets.ISO_8859_1)
                + "\nfaults:\n"
                + new String(faults, StandardCharsets.ISO_8859_1),
            e);
      }
      long taken = threads.getCurrentThreadCpuTime() - before;
      if (taken > slowest) {
        slowest = taken;
        slowestFile = file;
      }
      if (file % TOLD_EVERY == TOLD_EVERY - 1) {
        System.out.println("seed " + SEED + ": next is -Dvmalock.fuzz.first=" + (file + 1));
      }
    }
    System.out.println(
        "slowest: file " + slowestFile + ", " + slowest / 1_000_000 + " ms of CPU time");
    // CPU time, because a busy machine adds to the elapsed time; none is larger than 1 MB.
    assertThat(slowest)
        .as("CPU time of file %s of seed %s", slowestFile, SEED)
        .isLessThan(1_000_000_000L);
    // A file that is refused at once would show nothing.
    assertThat(read).isGreaterThan(FILES / 10);
  }

  // ---- Large ----

  @Test
  void aLineOfManyMegabytesIsRefused() {
    assertThatThrownBy(() -> read(bytes(HEAD + "x".repeat(3 << 20)), new byte[0], true))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("calls:2: the line is longer than");
    assertThatThrownBy(
            () -> read(bytes(HEAD), bytes("a 7/7 1.5: ff\n" + " ".repeat(3 << 20)), true))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("faults:2: the line is longer than");
  }

  @Test
  void aFileThatUnpacksToFarMoreThanARecordingIsRefused() {
    byte[] lines = new byte[64 << 20];
    Arrays.fill(lines, (byte) '\n');
    assertThatThrownBy(() -> read(gzip(lines), new byte[0], true))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("calls: unpacks to more than 200 times its size");
  }

  @Test
  void aGzipThatIsCutOffIsRefusedWithItsName() {
    byte[] whole = gzip(bytes(HEAD + "7 1.000002 brk(NULL) = 0x1000\n".repeat(1000)));
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2), new byte[0], true))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("calls: ")
        .hasMessageContaining("cut off or damaged");
  }

  /** Each would take minutes and more if reading it were not linear. */
  @Test
  @Timeout(120)
  void linesThatAreSlowForAPatternAreNot() {
    String blanks = " ".repeat(100_000);
    List<String> lines =
        List.of(
            HEAD + "7 1.5 " + blanks + "brk(NULL) = 0x1000\n",
            HEAD + "7 1.5 execve(\"" + "\\".repeat(99_999) + "\n",
            HEAD + "7 1.5 mmap(" + "3<".repeat(50_000) + ">, 0) = 0x1000\n",
            HEAD + "7 1.5 mmap(" + "3</a>, ".repeat(10_000) + "0) = 0x1000\n",
            HEAD + "7 1.5 clone(" + "flags".repeat(20_000) + ") = 9\n",
            HEAD + "7 1.5 clone(" + "({[".repeat(30_000) + "\n",
            HEAD + "7 1.5 brk(NULL) " + "/* ".repeat(30_000) + " = 0x1000\n",
            HEAD + "7 1.5 brk(" + "&lt".repeat(30_000) + ";) = 0x1000\n",
            HEAD + "7 1.5 brk(" + "&#".repeat(30_000) + "1".repeat(30_000) + ") = 0x1000\n",
            HEAD + "7 1.5 brk(" + "\u001b]".repeat(30_000) + ") = 0x1000\n",
            HEAD + "7 1.5 brk(" + "\u001b[1;".repeat(30_000) + ") = 0x1000\n",
            HEAD + "> ".repeat(50_000) + "7 1.5 brk(NULL) = 0x1000\n",
            HEAD + "<a ".repeat(30_000) + ">\n" + "<a> ".repeat(200) + "\n",
            HEAD + ("7 1.5 mmap(NULL, 4096, 0, 0x22, -1, 0 <unfinished ...>" + blanks + "\n"));
    for (String text : lines) {
      assertThatCode(() -> read(bytes(text.repeat(5)), new byte[0], true))
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isNull(),
              thrown -> assertThat(thrown).isInstanceOf(RecordingException.class));
    }
    String fault = "a" + blanks + "7/7 1.5: ff\n" + blanks + "\n" + blanks + "x\n";
    assertThatCode(() -> read(bytes(HEAD), bytes(fault.repeat(5)), true))
        .doesNotThrowAnyException();
  }

  @Test
  @Timeout(120)
  void manyThreadsInCallsAtOnceAndManyFaultsMeanwhile() {
    StringBuilder strace = new StringBuilder(HEAD);
    StringBuilder faults = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      strace.append("7 1.0001 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = ").append(100 + i);
      strace.append('\n');
    }
    for (int i = 0; i < 4_000; i++) {
      strace
          .append(100 + i)
          .append(" 1.0002 mprotect(0x200000, 4096, PROT_READ <unfinished ...>\n");
      faults.append("a 7/7 1.0003: 400000\n");
    }
    for (int i = 0; i < 4_000; i++) {
      strace.append(100 + i).append(" 1.0004 <... mprotect resumed>) = 0\n");
    }
    LastMaps maps = read(bytes(strace.toString()), bytes(faults.toString()), false);
    assertThat(maps.faults()).isEqualTo(4_000);
  }
}
