package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults outside the program: each has a clear message, and nothing is lost. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadCasesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private static Stream<Backing> backings() {
    return Backings.available();
  }

  private static MappedFiles files(Backing backing) {
    return MappedFiles.builder().backing(backing).build();
  }

  // ---- More than 2 GiB ----

  /** A file with holes: it is as long, and takes no room. */
  @ParameterizedTest
  @MethodSource("backings")
  void moreThanTwoGibibytesAreReadAndWritten(Backing backing) throws Exception {
    long gib = 1L << 30;
    long length = 4 * gib + 5000;
    Path path = folder.resolve("long");
    long[] places = {
      0, gib - 4, gib, 2 * gib - 8, 2 * gib - 4, 2 * gib - 1, 3 * gib - 3, length - 8
    };
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long place : places) {
        channel.write(ByteBuffer.allocate(8).putLong(0, place ^ -1), place);
      }
    }
    MappedFiles files = files(backing);
    try (MappedFile file = files.open(path, Access.READ_WRITE)) {
      assertThat(file.size()).isEqualTo(length);
      files.map(0, file);
    }
    assertThat(files.mappings()).isEqualTo(backing == Backing.BUFFERS ? 4 : 1);
    FileHold hold = files.hold();
    assertThat(hold.getLong(length - 8)).isEqualTo((length - 8) ^ -1);
    assertThat(hold.getLong(gib)).isEqualTo(gib ^ -1);
    hold.putLong(2 * gib - 4, 77);
    assertThat(hold.getInt(2 * gib)).isEqualTo(77);
    byte[] across = new byte[1 << 16];
    assertThat(hold.get(2 * gib - 100, across, 0, across.length)).isEqualTo(across.length);
    assertThat(ByteBuffer.wrap(across).getLong(96)).isEqualTo(77);
    assertThat(hold.put(3 * gib - 100, across, 0, across.length)).isEqualTo(across.length);
    ByteBuffer copy = ByteBuffer.allocate(across.length);
    assertThat(hold.get(3 * gib - 100, copy)).isEqualTo(across.length);
    assertThat(copy.array()).isEqualTo(across);
    hold.startRead(gib);
    assertThat(hold.slice(2 * gib - 4, 8).getLong(0)).isEqualTo(77);
    hold.endRead();
    assertThatThrownBy(() -> hold.getLong(length - 7)).isInstanceOf(UnmappedException.class);
    files.close(LONG);
    assertThat(files.mappings()).isZero();
  }

  /**
   * At the edges of the buffers of 17; at each a long is read, and the first and last of a slice.
   */
  @ParameterizedTest
  @MethodSource("backings")
  void lengthsAroundTwoGibibytesAreRead(Backing backing) throws Exception {
    Path path = folder.resolve("edges");
    long gib = 1L << 30;
    MappedFiles files = MappedFiles.builder().backing(backing).checked(false).build();
    for (long length : new long[] {2 * gib - 1, 2 * gib, 3 * gib - 1, 3 * gib}) {
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(8).putLong(0, length), length - 8);
      }
      try (MappedFile file = files.open(path)) {
        assertThat(file.getLong(length - 8)).isEqualTo(length);
        assertThat(file.slice(length - gib, (int) gib).getLong((int) gib - 8)).isEqualTo(length);
        if (backing == Backing.BUFFERS && length == 3 * gib) {
          assertThatThrownBy(() -> file.slice(gib / 2, Integer.MAX_VALUE))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("a slice of up to 1073741824 bytes always does");
        }
      }
    }
    files.close(LONG);
  }

  // ---- A file that is cut short by others ----

  /** Reads, and forces, what is not there any more. */
  static final class CutShort {
    private CutShort() {}

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[1]);
      MappedFiles files = files(Backing.valueOf(arguments[0]));
      try (MappedFile file = files.create(path, 1 << 20)) {
        files.map(0, file);
      }
      FileHold hold = files.hold();
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(4096);
      }
      // Until the JVM's compilers have had their way with it, too.
      int said = 0;
      int late = 0;
      for (int i = 0; i < 20_000; i++) {
        try {
          long sum = hold.getLong(8192 + i) + hold.get(1 << 19, new byte[100], 0, 100);
          if (sum == 100) { // the error is on its way, as the JVM may report it late
            Thread.onSpinWait();
          }
        } catch (UncheckedIOException e) {
          if (said++ == 0) {
            System.out.println(e.getCause().getMessage());
          }
        } catch (InternalError e) {
          late++;
        }
        if (hold.isHeld()) { // an error that came late came between two steps
          try {
            hold.endRead();
          } catch (IllegalMonitorStateException e) { // it came when the read had just ended
            hold = files.hold();
          }
        }
      }
      if (said + late == 0) {
        System.out.println("nothing was said");
      }
      System.out.println("the rest is " + hold.getLong(8));
      files.close(LONG);
      System.out.println("closed with " + files.mappings());
    }
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aFileThatIsCutShortIsAnErrorAndNoCrash(Backing backing) throws Exception {
    ChildJvm.Ended ended =
        ChildJvm.run(
            CutShort.class,
            ChildJvm.nativeAccess(),
            List.of(backing.name(), folder.resolve("cut").toString()));
    assertThat(ended.output())
        .contains("the system could not bring a page of " + folder.resolve("cut") + " in")
        .contains("1048576 bytes of it were there when it was mapped, and now it is 4096 bytes")
        .doesNotContain("nothing was said")
        .contains("the rest is 0")
        .contains("closed with 0");
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  // ---- The system's limit of mappings ----

  /** Maps until it is refused, drops, and maps again. */
  static final class ManyMappings {
    private ManyMappings() {}

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[1]);
      Files.write(path, new byte[8192]);
      MappedFiles files = files(Backing.valueOf(arguments[0]));
      List<MappedFile> opened = new ArrayList<>();
      String said = "";
      while (said.isEmpty()) {
        try {
          opened.add(files.open(path));
        } catch (IOException e) {
          int counted = files.mappings();
          opened.subList(opened.size() / 2, opened.size()).forEach(MappedFile::close);
          said = e.getMessage();
          System.out.println("counted " + (counted == opened.size()));
        }
      }
      System.out.println(said);
      while (files.mappings() > opened.size() / 2 + 1) {
        Thread.sleep(1);
      }
      try (MappedFile again = files.open(path)) {
        System.out.println("again " + again.getByte(1));
      }
      opened.subList(0, opened.size() / 2).forEach(MappedFile::close);
      files.close(LONG);
      System.out.println("closed with " + files.mappings());
    }
  }

  /** At the system's own limit the JVM would die: it is not reached. */
  @ParameterizedTest
  @MethodSource("backings")
  void theLimitOfMappingsIsNamed(Backing backing) throws Exception {
    boolean soak = Integer.getInteger("vmalock.files.replacements", 0) >= 10_000;
    List<String> options = new ArrayList<>(ChildJvm.nativeAccess());
    if (!soak) { // the system's own takes long to reach
      options.add("-D" + ProcessMappings.PROPERTY + "=1000");
    }
    ChildJvm.Ended ended =
        ChildJvm.run(
            ManyMappings.class,
            options,
            List.of(backing.name(), folder.resolve("many").toString()));
    assertThat(ended.output())
        .contains("cannot map 8192 bytes at offset 0 of " + folder.resolve("many"))
        .contains("as the JVM needs some itself: map fewer and longer files")
        .contains("counted true")
        .contains("again 0")
        .contains("closed with 0");
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  // ---- A full disk ----

  @ParameterizedTest
  @MethodSource("backings")
  void aFullDiskIsSaidBeforeAnythingIsWritten(Backing backing) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "vmalock-test", disk.toString()) == 0,
        "this user may not mount a small disk");
    try {
      MappedFiles files = files(backing);
      Path path = disk.resolve("log");
      try (MappedFile log = files.create(path, 600_000)) {
        log.putLong(599_992, 5);
        files.map(0, log);
        assertThatThrownBy(() -> files.extend(path, 2_000_000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the disk has no 1400000 more bytes for " + path)
            .hasMessageContaining("No space left on device")
            .hasMessageEndingWith("it is 600000 bytes long, as before");
        assertThat(Files.size(path)).isEqualTo(600_000);
        assertThatThrownBy(() -> files.create(disk.resolve("next"), 600_000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device")
            .hasMessageEndingWith("there is no file now");
        assertThat(disk.resolve("next")).doesNotExist();
        // So long that a backing may reserve the room in another way.
        assertThatThrownBy(() -> files.extend(path, 40_000_000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device");
        assertThat(Files.size(path)).isEqualTo(600_000);
        assertThatThrownBy(() -> files.create(disk.resolve("next"), 40_000_000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device");
        assertThat(disk.resolve("next")).doesNotExist();
        assertThat(log.getLong(599_992)).isEqualTo(5);
        // Every reserved byte can be written: no store meets a full disk.
        for (int at = 0; at < 600_000; at += 8) {
          log.putLong(at, at);
        }
      }
      try (MappedFile longer = files.extend(path, 700_000)) {
        files.replace(0, 600_000, longer).await(); // the shorter mapping keeps the room, too
      }
      assertThat(files.hold().getLong(599_992)).isEqualTo(599_992);
      files.drop(0, 700_000).await();
      files.create(disk.resolve("next"), 600_000).close(); // the room is there again
      files.close(LONG);
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // no such command
    }
  }

  // ---- A file that is deleted by others ----

  @ParameterizedTest
  @MethodSource("backings")
  void aFileThatOthersDeleteIsReadAndDroppedAsBefore(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = folder.resolve("taken");
    try (MappedFile file = files.create(path, 10_000)) {
      file.putLong(8, 3);
      files.map(0, file);
    }
    Files.delete(path);
    assertThat(files.hold().getLong(8)).isEqualTo(3);
    files.force(0, 10_000);
    assertThatThrownBy(() -> files.extend(path, 20_000))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
    assertThat(path).doesNotExist();
    // Another file of that name, which came in between, is not the one that is dropped: but a name
    // is all that a deletion has, so a store gives each file a name of its own.
    assertThat(files.drop(0, 10_000).await(LONG)).isTrue();
    files.close(LONG);
    assertThat(files.mappings()).isZero();
  }

  // ---- Several processes ----

  /** Maps the file, tells what is in it when asked, and deletes it at the end. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
      MappedFiles files = files(Backing.valueOf(arguments[0]));
      try (MappedFile file = files.open(Path.of(arguments[1]), Access.READ_WRITE)) {
        files.map(0, file);
      }
      FileHold hold = files.hold();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("drop")) {
          files.drop(0, 8192).await();
          System.out.println("dropped");
        } else {
          long at = Long.parseLong(line);
          System.out.println(hold.getLong(at));
          hold.putLong(at + 8, 1000 + at);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backings")
  void processesShareTheBytesAndDropForThemselves(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = folder.resolve("shared");
    try (MappedFile file = files.create(path, 8192)) {
      files.map(0, file);
    }
    Process[] others = new Process[3];
    BufferedReader[] outs = new BufferedReader[others.length];
    try {
      for (int i = 0; i < others.length; i++) {
        others[i] =
            ChildJvm.start(
                OtherProcess.class,
                ChildJvm.nativeAccess(),
                List.of(backing.name(), path.toString()));
        outs[i] = others[i].inputReader();
      }
      FileHold hold = files.hold();
      for (int i = 0; i < others.length; i++) {
        await(outs[i], "ready");
        hold.putLong(16L * i, 50 + i);
        ask(others[i], String.valueOf(16 * i));
        await(outs[i], String.valueOf(50 + i));
      }
      for (int i = 0; i < others.length; i++) {
        ask(others[i], "drop");
        await(outs[i], "dropped");
        assertThat(path).doesNotExist();
        assertThat(hold.getLong(16L * i + 8)).isEqualTo(1000 + 16 * i);
      }
      assertThat(files.drop(0, 8192).await(LONG)).isTrue();
    } finally {
      for (Process other : others) {
        if (other != null) {
          other.destroyForcibly();
        }
      }
    }
    files.close(LONG);
  }

  private static void ask(Process process, String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  private static void await(BufferedReader out, String line) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String one = out.readLine(); !line.equals(one); one = out.readLine()) {
      if (one == null) {
        throw new IllegalStateException("it ended, and said:\n" + all);
      }
      all.append(one).append('\n');
    }
  }
}
