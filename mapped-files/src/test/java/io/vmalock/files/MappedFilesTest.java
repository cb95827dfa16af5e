package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vmalock.space.Commit;
import io.vmalock.space.HoldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of mapped files, with each backing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MappedFilesTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int SIZE = 3 * 4096 + 17;

  @TempDir private Path folder = Path.of("");

  private static Stream<Backing> backings() {
    return Backings.available();
  }

  private static MappedFiles files(Backing backing, ByteOrder order) {
    return MappedFiles.builder().backing(backing).order(order).build();
  }

  private static MappedFiles files(Backing backing) {
    return files(backing, ByteOrder.BIG_ENDIAN);
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  /** Against a buffer with the same bytes, from three files that are next to each other. */
  @ParameterizedTest
  @MethodSource("backings")
  void allFormsReadAcrossFiles(Backing backing) throws Exception {
    byte[] all = random(1, 3 * SIZE);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      MappedFiles files = files(backing, order);
      for (int i = 0; i < 3; i++) {
        Path path = file(order + "-" + i, Arrays.copyOfRange(all, i * SIZE, (i + 1) * SIZE));
        try (MappedFile file = files.open(path)) {
          files.map((long) i * SIZE, file);
        }
      }
      ByteBuffer model = ByteBuffer.wrap(all).order(order);
      FileHold hold = files.hold();
      for (int at = 0; at <= all.length - Long.BYTES; at += at % 9 + 1) {
        assertThat(hold.getByte(at)).isEqualTo(model.get(at));
        assertThat(hold.getShort(at)).isEqualTo(model.getShort(at));
        assertThat(hold.getInt(at)).isEqualTo(model.getInt(at));
        assertThat(hold.getLong(at)).isEqualTo(model.getLong(at));
        assertThat(hold.isHeld()).isFalse();
      }
      byte[] copy = new byte[all.length + 2];
      assertThat(hold.get(0, copy, 1, all.length)).isEqualTo(all.length);
      assertThat(Arrays.copyOfRange(copy, 1, all.length + 1)).isEqualTo(all);
      ByteBuffer buffer = ByteBuffer.allocate(2 * SIZE);
      assertThat(hold.get(SIZE + 5, buffer)).isEqualTo(2 * SIZE - 5);
      assertThat(buffer.position()).isEqualTo(2 * SIZE - 5);
      assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(all, SIZE + 5, 2 * SIZE - 5));
      assertThat(hold.get(3L * SIZE, copy, 0, 1)).isZero();
      assertThatThrownBy(() -> hold.getLong(3L * SIZE - 7))
          .isInstanceOf(UnmappedException.class)
          .hasMessageContaining("no file is mapped at " + 3L * SIZE);

      assertThat(hold.startRead(SIZE)).isTrue();
      assertThat(hold.getLong(SIZE + 1)).isEqualTo(model.getLong(SIZE + 1));
      assertThat(hold.slice(SIZE + 2, 100)).isEqualTo(ByteBuffer.wrap(all, SIZE + 2, 100));
      assertThat(hold.slice(SIZE + 2, 100).order(order).getInt(3))
          .isEqualTo(model.getInt(SIZE + 5));
      assertThat(hold.slice(SIZE + 2, 100).order()).isEqualTo(order);
      assertThat(hold.slice(SIZE + 2, 100).isReadOnly()).isTrue();
      for (long wrong : new long[] {SIZE - 1, 2 * SIZE - 7, 2 * SIZE, -1, Long.MIN_VALUE}) {
        assertThatThrownBy(() -> hold.getLong(wrong))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("held area");
      }
      assertThatThrownBy(() -> hold.slice(2 * SIZE - 5, 6))
          .isInstanceOf(IndexOutOfBoundsException.class);
      hold.endRead();
      assertThatThrownBy(() -> hold.slice(0, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("startRead");
      files.close(LONG);
      assertThat(files.mappings()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("backings")
  void whatIsWrittenIsInTheFile(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path left = folder.resolve("left");
    Path right = folder.resolve("right");
    ByteBuffer model = ByteBuffer.allocate(2 * SIZE);
    try (MappedFile one = files.create(left, SIZE);
        MappedFile two = files.create(right, SIZE)) {
      one.putByte(1, (byte) 2);
      one.putShort(2, (short) -3);
      one.putInt(5, 0x01020304);
      one.putLong(9, 0x0102030405060708L);
      one.put(100, random(2, 50), 10, 40);
      two.put(SIZE - 30, ByteBuffer.wrap(random(3, 30)));
      one.slice(200, 8).putLong(0, -5);
      assertThat(one.getByte(1)).isEqualTo((byte) 2);
      assertThat(one.getShort(2)).isEqualTo((short) -3);
      assertThat(one.getInt(5)).isEqualTo(0x01020304);
      assertThat(one.getLong(9)).isEqualTo(0x0102030405060708L);
      files.map(1000, one);
      files.map(1000 + SIZE, two);
      one.force();
    }
    model.put(1, (byte) 2).putShort(2, (short) -3).putInt(5, 0x01020304);
    model.putLong(9, 0x0102030405060708L).put(100, random(2, 50), 10, 40);
    model.put(2 * SIZE - 30, random(3, 30)).putLong(200, -5);
    FileHold hold = files.hold();
    long edge = 1000 + SIZE;
    hold.putLong(edge - 5, 0x1112131415161718L);
    hold.putInt(edge - 50, 99);
    hold.putShort(edge - 60, (short) 77);
    hold.putByte(edge - 70, (byte) 66);
    assertThat(hold.put(edge - 700, random(4, 60), 0, 60)).isEqualTo(60);
    assertThat(hold.put(edge - 300, ByteBuffer.wrap(random(5, 40)))).isEqualTo(40);
    assertThat(hold.put(edge + SIZE - 1, new byte[] {9, 9, 9}, 0, 3)).isEqualTo(1);
    model.putLong(SIZE - 5, 0x1112131415161718L).putInt(SIZE - 50, 99);
    model.putShort(SIZE - 60, (short) 77).put(SIZE - 70, (byte) 66);
    model.put(SIZE - 700, random(4, 60)).put(SIZE - 300, random(5, 40));
    model.put(2 * SIZE - 1, (byte) 9);
    byte[] copy = new byte[2 * SIZE];
    hold.get(1000, copy, 0, copy.length);
    assertThat(copy).isEqualTo(model.array());
    files.force(1000, 1000 + 2 * SIZE);
    files.close(LONG);
    assertThat(Files.readAllBytes(left)).isEqualTo(Arrays.copyOf(model.array(), SIZE));
    assertThat(Files.readAllBytes(right))
        .isEqualTo(Arrays.copyOfRange(model.array(), SIZE, 2 * SIZE));
  }

  /** Also where it does not begin at a page. */
  @ParameterizedTest
  @MethodSource("backings")
  void aPartOfAFileIsMapped(Backing backing) throws Exception {
    byte[] all = random(6, SIZE);
    Path path = file("parts", all);
    MappedFiles files = files(backing);
    for (int offset : new int[] {0, 1, 4095, 4096, 5000, SIZE - 1}) {
      try (MappedFile part = files.open(path, Access.READ_WRITE, offset, SIZE - offset)) {
        assertThat(part.size()).isEqualTo(SIZE - offset);
        assertThat(part.offset()).isEqualTo(offset);
        assertThat(part.getByte(0)).isEqualTo(all[offset]);
        assertThat(part.getByte(SIZE - offset - 1)).isEqualTo(all[SIZE - 1]);
        part.force();
        assertThatThrownBy(() -> part.getByte(SIZE - offset))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
    files.close(LONG);
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aReaderInsideKeepsWhatIsReplacedAndTheLastOneDeletesIt(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path[] old = new Path[3];
    for (int i = 0; i < 3; i++) {
      old[i] = file("old-" + i, random(i, SIZE));
      try (MappedFile file = files.open(old[i])) {
        files.map((long) i * SIZE, file);
      }
    }
    FileHold inside = files.hold();
    assertThat(inside.startRead(SIZE + 1)).isTrue();
    ByteBuffer slice = inside.slice(SIZE, SIZE);
    Commit done;
    try (MappedFile merged = files.create(folder.resolve("merged"), 2 * SIZE)) {
      merged.putByte(SIZE, (byte) 5);
      done = files.compact(0, 2 * SIZE, merged);
    }
    FileHold late = files.hold();
    assertThat(late.getByte(SIZE)).isEqualTo((byte) 5);
    assertThat(slice).isEqualTo(ByteBuffer.wrap(random(1, SIZE)));
    assertThat(old[1]).exists();
    assertThat(done.isReleased()).isFalse();
    assertThat(files.mappedFiles()).isBetween(3, 4); // the other old one may still be going
    inside.endRead();
    assertThat(done.await(LONG)).isTrue();
    assertThat(old[0]).doesNotExist();
    assertThat(old[1]).doesNotExist();
    assertThat(files.mappedFiles()).isEqualTo(2);
    assertThat(files.drop(2 * SIZE, 3 * SIZE).await(LONG)).isTrue();
    assertThat(old[2]).doesNotExist();
    assertThat(late.startRead(2 * SIZE)).isFalse();
    files.close(LONG);
    assertThat(folder.resolve("merged")).exists();
    assertThat(files.mappedFiles()).isZero();
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aTailIsExtendedUnderItsReaders(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = folder.resolve("tail");
    try (MappedFile tail = files.create(path, 5000)) {
      tail.putLong(4000, 42);
      files.map(0, tail);
    }
    FileHold reader = files.hold();
    assertThat(reader.startRead(4000)).isTrue();
    try (MappedFile longer = files.extend(path, 20_000)) {
      longer.putLong(19_000, 43);
      Commit done = files.replace(0, 5000, longer);
      assertThat(reader.getLong(4000)).isEqualTo(42);
      longer.putLong(4000, 44);
      assertThat(reader.getLong(4000)).isEqualTo(44); // one file, mapped twice
      assertThat(done.isReleased()).isFalse();
      reader.endRead();
      assertThat(done.await(LONG)).isTrue();
    }
    assertThat(reader.getLong(19_000)).isEqualTo(43);
    assertThat(path).exists();
    assertThatThrownBy(() -> files.extend(path, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20000 bytes long, and extending never cuts");
    files.close(LONG);
    assertThat(Files.size(path)).isEqualTo(20_000);
  }

  /** A section that throws, or is refused, leaves the file with who opened it. */
  @ParameterizedTest
  @MethodSource("backings")
  void whatFailsLosesNothing(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = file("kept", random(7, SIZE));
    try (MappedFile file = files.open(path)) {
      files.map(0, file);
    }
    try (MappedFile other = files.create(folder.resolve("other"), 100)) {
      assertThatThrownBy(() -> files.map(SIZE - 1, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("overlaps");
      assertThat(other.getByte(0)).isZero();
      assertThatThrownBy(
              () ->
                  files
                      .space()
                      .write(
                          section -> {
                            section.map(SIZE, SIZE + 100, other);
                            throw new IllegalStateException("changed my mind");
                          }))
          .hasMessage("changed my mind");
      assertThat(other.getByte(0)).isZero();
    }
    try (MappedFile again = files.open(path)) {
      assertThatThrownBy(() -> files.compact(0, SIZE, again))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("use replace");
    }
    FileHold hold = files.hold();
    assertThat(hold.getByte(0)).isEqualTo(random(7, 1)[0]);
    files.close(LONG);
    assertThat(path).exists(); // the compaction that was refused has not had it deleted
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aFileThatIsOpenedStaysUntilItIsClosedAndTheSpaceHasLeftIt(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    MappedFile file = files.create(folder.resolve("claimed"), 100);
    files.map(0, file);
    assertThat(files.drop(0, 100).await(LONG)).isTrue();
    file.putByte(0, (byte) 1); // its opener is not done
    assertThat(file.path()).exists();
    assertThatThrownBy(() -> files.close(Duration.ofMillis(20)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("opened and not closed: [claimed of 100 bytes]");
    file.close();
    file.close();
    files.close(LONG);
    assertThat(file.path()).doesNotExist();
    assertThatThrownBy(() -> file.getByte(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("claimed of 100 bytes is closed");
  }

  /** One of a dropped file's two areas is left. */
  @ParameterizedTest
  @MethodSource("backings")
  void aDroppedFileIsDeletedWithItsLastArea(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = file("halves", random(8, 8192));
    try (MappedFile file = files.open(path)) {
      files.map(0, file);
    }
    files.drop(0, 4096);
    assertThat(files.hold().getByte(5000)).isEqualTo(random(8, 8192)[5000]);
    assertThat(path).exists();
    assertThat(files.drop(4096, 8192).await(LONG)).isTrue();
    assertThat(path).doesNotExist();
    files.close(LONG);
  }

  @ParameterizedTest
  @MethodSource("backings")
  void readOnlyIsReadOnly(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = file("fixed", new byte[100]);
    try (MappedFile file = files.open(path)) {
      files.map(0, file);
      assertThatThrownBy(() -> file.putInt(0, 1))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("fixed of 100 bytes is mapped read-only");
      assertThat(file.slice(0, 10).isReadOnly()).isTrue();
      file.force();
    }
    FileHold hold = files.hold();
    assertThatThrownBy(() -> hold.put(0, new byte[1], 0, 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(hold.isHeld()).isFalse();
    files.close(LONG);
    assertThat(Files.readAllBytes(path)).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("backings")
  void openingSaysWhatIsWrong(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> files.open(missing)).isInstanceOf(NoSuchFileException.class);
    Path empty = file("empty", new byte[0]);
    assertThatThrownBy(() -> files.open(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 byte");
    Path small = file("small", new byte[10]);
    assertThatThrownBy(() -> files.open(small, Access.READ_ONLY, 5, 6))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is 10 bytes long; extend it first");
    assertThatThrownBy(() -> files.open(small, Access.READ_ONLY, Long.MAX_VALUE, 6))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> files.create(small, 5)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.size(small)).isEqualTo(10);
    assertThatThrownBy(() -> files.open(folder, Access.READ_WRITE, 0, 1))
        .isInstanceOf(IOException.class);
    assertThat(files.mappedFiles()).isZero();
    files.close(LONG);
  }

  @ParameterizedTest
  @MethodSource("backings")
  void adviceIsTakenOrRefused(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    Path path = file("advised", random(9, SIZE));
    try (MappedFile file = files.open(path, Access.READ_WRITE)) {
      files.map(0, file);
      for (Advice advice : Advice.values()) {
        assertThat(file.advise(advice)).isEqualTo(backing == Backing.MUNMAP);
        assertThat(files.advise(0, SIZE, advice)).isEqualTo(backing == Backing.MUNMAP);
      }
    }
    assertThat(files.hold().getByte(1)).isEqualTo(random(9, SIZE)[1]);
    files.close(LONG);
  }

  /** Several areas of one state, by the space itself. */
  @ParameterizedTest
  @MethodSource("backings")
  void theSpaceDoesWhatSpacesDo(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    for (int i = 0; i < 2; i++) {
      try (MappedFile file = files.create(folder.resolve("set-" + i), 100)) {
        file.putInt(0, i);
        files.map(100L * i, file);
      }
    }
    try (HoldSet<MappedFile> set = files.space().holds(2)) {
      set.startRead(0, 100);
      assertThat(set.hold(1).attachment().path()).isEqualTo(folder.resolve("set-1"));
      set.endRead();
    }
    files.space().write(section -> section.move(0, 100, 1000));
    assertThat(files.hold().getInt(1000)).isZero();
    assertThat(files.toString()).startsWith("2 mapped files with the backing " + backing);
    files.close(LONG);
  }

  @Test
  void whatIsToComeBeforeUnmappingMayStillReadTheFile() throws Exception {
    StringBuffer seen = new StringBuffer();
    MappedFiles files =
        MappedFiles.builder()
            .beforeUnmap(
                file -> {
                  seen.append(file.path().getFileName());
                  throw new IllegalStateException("is logged");
                })
            .build();
    files.create(folder.resolve("a"), 10).close();
    files.close(LONG);
    assertThat(seen.toString()).isEqualTo("a");
    assertThat(files.mappedFiles()).isZero();
  }

  @Test
  void aFileCanBeUsedUntilItIsUnmapped() throws Exception {
    List<Long> seen = new ArrayList<>();
    MappedFiles files =
        MappedFiles.builder()
            .beforeUnmap(
                file -> {
                  file.putLong(0, file.getLong(0) + 1);
                  seen.add(file.slice(0, 8).getLong(0));
                })
            .build();
    MappedFile file = files.create(folder.resolve("a"), 10);
    file.putLong(0, 6);
    file.close();
    files.close(LONG);
    assertThat(seen).containsExactly(7L);
    assertThatThrownBy(() -> file.getLong(0)).isInstanceOf(IllegalStateException.class);
  }

  /** The thread that unmaps a file may use it once more: that thread, that file, and until then. */
  @Test
  void onlyWhoUnmapsAClosedFileUsesIt() throws Exception {
    MappedFile closedBefore;
    try (MappedFiles others = MappedFiles.create()) {
      closedBefore = others.create(folder.resolve("other"), 10);
      closedBefore.close();
    }
    List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
    MappedFiles files =
        MappedFiles.builder()
            .beforeUnmap(
                file -> {
                  file.putLong(0, 3);
                  refused.add(catchThrowable(() -> closedBefore.getLong(0)));
                  Thread other =
                      new Thread(() -> refused.add(catchThrowable(() -> file.getLong(0))));
                  other.start();
                  join(other);
                  file.putLong(0, file.getLong(0) + 1);
                })
            .build();
    Path path = folder.resolve("a");
    MappedFile file = files.create(path, 10);
    file.close();
    files.close(LONG);
    assertThat(refused)
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(one)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed by the code that opened it"));
    assertThat(ByteBuffer.wrap(Files.readAllBytes(path)).getLong(0)).isEqualTo(4);
    assertThatThrownBy(() -> file.getLong(0)).isInstanceOf(IllegalStateException.class);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One file by two names: what is deleted at the end of a compaction is never what came. */
  @Test
  void compactionKnowsItsNewFileByAnyName() throws Exception {
    Path path = file("a", random(1, SIZE));
    Path inner = Files.createDirectory(folder.resolve("inner"));
    List<Path> names =
        List.of(
            path,
            folder.resolve(".").resolve("a"),
            inner.resolve("..").resolve("a"),
            Path.of("").toAbsolutePath().relativize(path.toAbsolutePath()),
            Files.createSymbolicLink(inner.resolve("symbolic"), path),
            Files.createLink(inner.resolve("hard"), path));
    for (Path old : names) {
      for (Path name : names) {
        MappedFiles files = MappedFiles.create();
        try (MappedFile first = files.open(old)) {
          files.map(0, first);
        }
        try (MappedFile same = files.open(name)) {
          assertThatThrownBy(() -> files.compact(0, SIZE, same))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("which is the new file, too: use replace");
          files.replace(0, SIZE, same).await(LONG);
        }
        assertThat(files.hold().getByte(5)).isEqualTo(random(1, SIZE)[5]);
        files.close(LONG);
        assertThat(names).allMatch(Files::exists);
      }
    }
  }

  /** Where one of them is not there any more, the names are all that is left to compare. */
  @Test
  void compactionKnowsItsNewFileAlsoWhenOthersHaveDeletedIt() throws Exception {
    Path path = file("a", random(1, SIZE));
    MappedFiles files = MappedFiles.create();
    try (MappedFile first = files.open(path);
        MappedFile same = files.open(folder.resolve(".").resolve("a"))) {
      files.map(0, first);
      Files.delete(path);
      assertThatThrownBy(() -> files.compact(0, SIZE, same))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("which is the new file, too: use replace");
      try (MappedFile other = files.create(folder.resolve("b"), SIZE)) {
        files.compact(0, SIZE, other).await(LONG);
      }
    }
    files.close(LONG);
    assertThat(folder.resolve("b")).exists();
  }

  /** Each set of files counts its own users, so a file in two of them would lose its memory. */
  @ParameterizedTest
  @MethodSource("backings")
  void filesOfAnotherSetAreRefused(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    MappedFiles others = files(backing);
    MappedFile theirs = others.create(folder.resolve("theirs"), 4096);
    for (ThrowingCallable one :
        List.<ThrowingCallable>of(
            () -> files.map(0, theirs),
            () -> files.replace(0, 4096, theirs),
            () -> files.compact(0, 4096, theirs),
            () -> files.space().write(section -> section.map(0, 4096, theirs)))) {
      assertThatThrownBy(one)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("theirs of 4096 bytes was opened by other mapped files");
    }
    assertThat(files.hold().startRead(0)).isFalse();
    theirs.close();
    others.close(LONG);
    files.close(LONG);
    assertThat(others.mappings()).isZero();
    assertThat(theirs.path()).exists();
  }

  /** Addresses are unsigned: the highest areas are above {@link Long#MAX_VALUE}. */
  @ParameterizedTest
  @MethodSource("backings")
  void anyAddressIsOne(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    byte[] bytes = random(7, 8192);
    ByteBuffer model = ByteBuffer.wrap(bytes);
    long middle = Long.MAX_VALUE - 4095; // half of the file is below it
    long last = -8192 - 4096;
    try (MappedFile one = files.open(file("middle", bytes), Access.READ_WRITE);
        MappedFile other = files.open(file("last", bytes))) {
      files.map(middle, one);
      files.map(last, other);
      assertThatThrownBy(() -> files.map(-4096, other))
          .isInstanceOf(IllegalArgumentException.class);
    }
    FileHold hold = files.hold();
    for (int at = 4080; at < 4100; at++) {
      assertThat(hold.getLong(middle + at)).isEqualTo(model.getLong(at));
      assertThat(hold.getInt(last + at)).isEqualTo(model.getInt(at));
    }
    byte[] copy = new byte[8200];
    assertThat(hold.get(middle, copy, 0, 8200)).isEqualTo(8192);
    assertThat(Arrays.copyOf(copy, 8192)).isEqualTo(bytes);
    hold.putLong(middle + 4092, 77);
    assertThat(hold.getLong(middle + 4092)).isEqualTo(77);
    files.force(middle, last + 8192);
    assertThatThrownBy(() -> hold.getLong(last + 8190)).isInstanceOf(UnmappedException.class);
    assertThatThrownBy(() -> hold.getByte(-1)).isInstanceOf(UnmappedException.class);
    assertThat(files.drop(Long.MIN_VALUE, last + 8192).await(LONG)).isTrue();
    assertThat(hold.getLong(Long.MAX_VALUE - 15)).isEqualTo(model.getLong(4080));
    assertThat(folder.resolve("middle")).exists();
    assertThat(folder.resolve("last")).doesNotExist();
    assertThat(files.drop(middle, Long.MIN_VALUE).await(LONG)).isTrue();
    assertThat(folder.resolve("middle")).doesNotExist();
    files.close(LONG);
  }

  /** The last reader may be quicker than the commit's thread. */
  @ParameterizedTest
  @MethodSource("backings")
  void aFileIsDeletedInEitherOrder(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    MappedFile file = files.create(folder.resolve("gone"), 4096);
    files.map(0, file);
    file.close();
    files.space().write(section -> section.unmap(0, 4096)).await();
    assertThat(files.mappings()).isZero();
    assertThat(file.path()).exists();
    file.deleteWhenUnmapped();
    assertThat(file.path()).doesNotExist();
    Files.createFile(file.path()); // another one, which it leaves alone
    file.deleteWhenUnmapped();
    assertThat(file.path()).exists();
    files.close(LONG);
  }

  @ParameterizedTest
  @MethodSource("backings")
  void aDropInTheMiddleAndTwoClosesAreHarmless(Backing backing) throws Exception {
    MappedFiles files = files(backing);
    byte[] bytes = random(8, 3 * 4096);
    Path path = file("run", bytes);
    MappedFile run = files.open(path);
    files.map(0, run);
    assertThat(files.drop(4096, 8192).await(LONG)).isTrue();
    run.close();
    run.close();
    assertThat(files.mappings()).isEqualTo(1);
    FileHold hold = files.hold();
    assertThat(hold.getLong(4088)).isEqualTo(ByteBuffer.wrap(bytes).getLong(4088));
    assertThat(hold.getLong(8192)).isEqualTo(ByteBuffer.wrap(bytes).getLong(8192));
    assertThatThrownBy(() -> hold.getLong(4092)).isInstanceOf(UnmappedException.class);
    // What fails leaves no wish to delete.
    try (MappedFile next = files.create(folder.resolve("next"), 3 * 4096)) {
      assertThatThrownBy(() -> files.compact(0, 4096, next).await())
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(path).exists();
    assertThat(files.drop(0, 4096).await(LONG)).isTrue();
    assertThat(path).exists();
    assertThat(files.drop(0, 3 * 4096).await(LONG)).isTrue();
    assertThat(path).doesNotExist();
    files.close();
    files.close();
    files.close(LONG);
  }
}
