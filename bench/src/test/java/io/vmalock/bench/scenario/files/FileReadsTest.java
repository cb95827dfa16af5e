package io.vmalock.bench.scenario.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.scenario.files.Stamps.WrongBytesException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileReadsTest {
  private static final Shape SHAPE = new Shape(4, 1 << 14, 1 << 12, true);
  private static final int REPLACEMENTS = 300;

  static Stream<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    ways.add(Arguments.of("module", (Function<Shape, StoredFiles>) Peer::files));
    for (Peer peer : Peer.values()) {
      if (peer.protects() && hasClasses(peer)) {
        ways.add(Arguments.of(peer.label(), (Function<Shape, StoredFiles>) peer::make));
      }
    }
    return ways.stream();
  }

  private static boolean hasClasses(Peer peer) {
    try {
      peer.make(SHAPE);
      return true;
    } catch (UnsupportedOperationException e) {
      return false; // on 17
    }
  }

  private static FileReads.Mapped mapped(StoredFiles files) {
    FileReads.Mapped mapped = new FileReads.Mapped();
    mapped.read = SHAPE.files();
    mapped.start(SHAPE, files);
    return mapped;
  }

  private static FileReads.Reader reader(FileReads.Mapped mapped, int seed) {
    FileReads.Reader reader = new FileReads.Reader();
    reader.draw(mapped, seed);
    return reader;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void readsWhatIsThereWhileItIsReplaced(String name, Function<Shape, StoredFiles> way)
      throws Exception {
    FileReads.Mapped mapped = mapped(way.apply(SHAPE));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FileReads.Reader reader = reader(mapped, i);
      readers.add(
          threads.submit(
              () -> {
                long reads = 0;
                for (; !over.get() || reads == 0; reads++) {
                  new FileReads().read(reader);
                }
                return reads;
              }));
    }
    for (int i = 0; i < REPLACEMENTS; i++) {
      mapped.inUse().replace(i % SHAPE.files());
    }
    over.set(true);
    for (Future<Long> reader : readers) {
      assertThat(reader.get()).isPositive();
    }
    threads.shutdown();
    mapped.stop();
    assertThat(mapped.inUse().folder()).doesNotExist();
  }

  /** A way that forgets its readers: it gives a file's memory back when it is replaced. */
  private static final class Hasty implements StoredFiles {
    private final ByteBuffer[] files = new ByteBuffer[SHAPE.files()];
    private Runnable inside = () -> {};

    @Override
    public Reader reader() {
      return (position, to, length) -> {
        ByteBuffer file = files[(int) (position / SHAPE.bytes())];
        inside.run();
        file.get((int) (position % SHAPE.bytes()), to, 0, length);
      };
    }

    @Override
    public void map(int number, Path path) throws IOException {
      ByteBuffer old = files[number];
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        files[number] = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      }
      if (old != null) {
        Stamps.poison(old); // and would unmap it, which crashes less surely
      }
    }

    @Override
    public long remove(int number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void aWayThatForgetsItsReadersIsCaught() {
    Hasty hasty = new Hasty();
    FileReads.Mapped mapped = mapped(hasty);
    FileReads.Reader reader = reader(mapped, 1);
    new FileReads().read(reader);
    hasty.inside =
        () -> {
          for (int number = 0; number < SHAPE.files(); number++) {
            mapped.inUse().replace(number);
          }
        };
    assertThatThrownBy(() -> new FileReads().read(reader))
        .isInstanceOf(WrongBytesException.class)
        .hasMessageContaining("wrong bytes");
    mapped.stop();
  }

  @Test
  void bytesOfAnotherPlaceAreWrong(@TempDir Path folder) throws IOException {
    VarHandle longs = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    Stamps stamps = new Stamps(SHAPE);
    byte[][] files = new byte[2][];
    for (int generation = 0; generation < 2; generation++) {
      Path path = folder.resolve("file-" + generation);
      stamps.write(path, 1, generation);
      files[generation] = Files.readAllBytes(path);
    }
    long start = SHAPE.start(1);
    byte[] read = Arrays.copyOf(files[0], 64);
    stamps.check(start, read, 64);
    stamps.check(start, Arrays.copyOf(files[1], 64), 64);
    assertThatThrownBy(() -> stamps.check(start + SHAPE.bytes(), read, 64))
        .isInstanceOf(WrongBytesException.class); // of another file
    assertThatThrownBy(() -> stamps.check(start + SHAPE.block(), read, 64))
        .isInstanceOf(WrongBytesException.class); // of another block
    for (long wrong : new long[] {0, -1, (long) longs.get(files[1], 0)}) {
      for (int at = 0; at < 64; at += Long.BYTES) {
        byte[] spoilt = read.clone();
        longs.set(spoilt, at, wrong);
        assertThatThrownBy(() -> stamps.check(start, spoilt, 64))
            .isInstanceOf(WrongBytesException.class);
      }
    }
  }
}
