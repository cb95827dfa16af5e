package io.vmalock.files;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * Unmaps a buffer at once, by {@code sun.misc.Unsafe.invokeCleaner}: JDK 17 has no other way. This
 * is the only class that uses {@code Unsafe}; by reflection, because the compiler's warning cannot
 * be turned off.
 */
final class BufferCleaner {
  private static final MethodHandle UNMAP = find();

  private BufferCleaner() {}

  /** Gives the memory back: any later use of the buffer crashes the JVM. */
  static void unmap(MappedByteBuffer buffer) {
    try {
      UNMAP.invokeExact((ByteBuffer) buffer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("invokeCleaner throws no checked exceptions", e);
    }
  }

  private static MethodHandle find() {
    try {
      // By the platform's loader, because an OSGi bundle's loader would need an import.
      Class<?> unsafe =
          Class.forName("sun.misc.Unsafe", true, ClassLoader.getPlatformClassLoader());
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
