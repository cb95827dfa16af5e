package io.vmalock.bench.demo;

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
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The way of code that forgets the reader inside: it publishes the new buffer, then unmaps the old
 * one.
 */
final class BuffersByHand implements DemoStore {
  private final AtomicReferenceArray<MappedByteBuffer> buffers = new AtomicReferenceArray<>(FILES);
  private final MethodHandle unmap;

  BuffersByHand() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    unmap =
        MethodHandles.lookup()
            .findVirtual(
                unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
            .bindTo(instance.get(null));
  }

  @Override
  public Reader reader() {
    return (file, offset) -> {
      MappedByteBuffer buffer = buffers.get(file);
      long number = buffer.getLong(offset);
      for (int i = Long.BYTES; i < RECORD; i += Long.BYTES) {
        DemoStore.same(number, buffer.getLong(offset + i));
      }
      return number;
    };
  }

  @Override
  public long replace(int file, Path path, long number) throws IOException {
    MappedByteBuffer next;
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      next = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
    for (int i = 0; i < BYTES; i += Long.BYTES) {
      next.putLong(i, number);
    }
    long began = System.nanoTime();
    MappedByteBuffer old = buffers.getAndSet(file, next);
    if (old != null) {
      try {
        unmap.invokeExact((ByteBuffer) old);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
    return System.nanoTime() - began;
  }

  @Override
  public String way() {
    return "invokeCleaner";
  }
}
