package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped as a buffer, and unmapped by {@code sun.misc.Unsafe.invokeCleaner}, which asks no
 * thread: as RocketMQ, Kafka, Pinot and Druid do.
 */
final class BufferFile {
  private static final MethodHandle UNMAP = unmapper();

  private final MappedByteBuffer buffer;

  private BufferFile(MappedByteBuffer buffer) {
    this.buffer = buffer;
  }

  static BufferFile map(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new BufferFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
    }
  }

  void read(long at, byte[] to, int length) {
    buffer.get((int) at, to, 0, length);
  }

  /** A later read crashes. */
  void unmap(boolean poison) {
    if (poison) {
      Stamps.poison(buffer);
    }
    try {
      UNMAP.invokeExact((ByteBuffer) buffer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("invokeCleaner throws no checked exceptions", e);
    }
  }

  private static MethodHandle unmapper() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
