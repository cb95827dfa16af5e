package io.vmalock.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A temporary file in memory, which is unmapped and deleted for real. */
final class MappedFile {
  /** The length of each file. */
  static final int BYTES = 1 << 20;

  private static final MethodHandle UNMAP = unmapper();

  private final Path path;
  private final MappedByteBuffer buffer;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile long goneAt;

  private MappedFile(Path path, MappedByteBuffer buffer) {
    this.path = path;
    this.buffer = buffer;
  }

  /** A new file, mapped, with something in its first page. */
  static MappedFile create() {
    try {
      Path path = Files.createTempFile("vmalock-", ".bench");
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
        buffer.putLong(0, 1);
        return new MappedFile(path, buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads 64 bytes. */
  long read(long offset) {
    long sum = 0;
    for (int i = 0; i < 64; i += Long.BYTES) {
      sum += buffer.getLong((int) offset + i);
    }
    return sum;
  }

  /** Reads as from a slow disk; returns the time of the end. */
  long readSlowly(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    buffer.putLong(Long.BYTES, read(0)); // crashes if it was unmapped
    return System.nanoTime();
  }

  /** Unmaps and deletes the file: a later read crashes. */
  void release() {
    goneAt = System.nanoTime();
    try {
      UNMAP.invokeExact((ByteBuffer) buffer);
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot unmap " + path, e);
    } finally {
      gone.countDown();
    }
  }

  /** Waits for the release; returns the time at which it began. */
  long awaitRelease() throws InterruptedException {
    gone.await();
    return goneAt;
  }

  /** The JDK's own way to unmap a buffer at once, which is in a module without a public name. */
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
