package io.vmalock.bench.demo;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A shared arena for each file, and readers that try again when it was closed under them.
 * Reflection makes the calls that are new in JDK 22, but not the reads.
 */
final class SharedArenas implements DemoStore {
  private final AtomicReferenceArray<Mapped> files = new AtomicReferenceArray<>(FILES);
  private final LongAdder refused = new LongAdder();
  private final Method ofShared;
  private final Method map;
  private final Method asByteBuffer;

  /** The memory, and the arena that owns it. */
  private record Mapped(ByteBuffer bytes, AutoCloseable arena) {}

  SharedArenas() throws ReflectiveOperationException {
    Class<?> arena = Class.forName("java.lang.foreign.Arena");
    ofShared = arena.getMethod("ofShared");
    map =
        FileChannel.class.getMethod(
            "map", FileChannel.MapMode.class, long.class, long.class, arena);
    asByteBuffer = Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
  }

  @Override
  public Reader reader() {
    return (file, offset) -> {
      while (true) {
        ByteBuffer bytes = files.get(file).bytes;
        try {
          long number = bytes.getLong(offset);
          for (int i = Long.BYTES; i < RECORD; i += Long.BYTES) {
            DemoStore.same(number, bytes.getLong(offset + i));
          }
          return number;
        } catch (IllegalStateException e) { // the arena was closed
          refused.increment();
        }
      }
    };
  }

  @Override
  public long replace(int file, Path path, long number) throws IOException {
    Mapped next;
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      AutoCloseable arena = (AutoCloseable) ofShared.invoke(null);
      Object segment = map.invoke(channel, FileChannel.MapMode.READ_WRITE, 0L, (long) BYTES, arena);
      ByteBuffer bytes = (ByteBuffer) asByteBuffer.invoke(segment);
      next = new Mapped(bytes.order(ByteOrder.BIG_ENDIAN), arena);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < BYTES; i += Long.BYTES) {
      next.bytes.putLong(i, number);
    }
    long began = System.nanoTime();
    Mapped old = files.getAndSet(file, next);
    if (old != null) {
      try {
        old.arena.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return System.nanoTime() - began;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public String way() {
    return "Arena.close";
  }
}
