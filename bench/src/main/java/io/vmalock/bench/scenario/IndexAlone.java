package io.vmalock.bench.scenario;

import io.vmalock.Vma;
import io.vmalock.space.AddressSpace;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The search of a space's index, without the checks and objects of the public ways to it.
 *
 * <p>The index is private to its package, so method handles reach it. They are constants, which the
 * compiler inlines as it does direct calls. This asks for a class path, which the measured JVMs
 * have: between named modules the package would have to be open.
 */
final class IndexAlone {
  /** From a space to its index as it is now, and from there to the area at an address. */
  private static final MethodHandle FIND;

  static {
    try {
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(AddressSpace.class, MethodHandles.lookup());
      Class<?> index = inside.findClass(AddressSpace.class.getPackageName() + ".index.AreaIndex");
      MethodHandle search =
          inside.findVirtual(index, "find", MethodType.methodType(Vma.class, long.class));
      MethodHandle current =
          inside.findVirtual(AddressSpace.class, "index", MethodType.methodType(index));
      FIND = MethodHandles.filterArguments(search, 0, current);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private IndexAlone() {}

  static @Nullable Vma find(AddressSpace<Page> space, long address) throws Throwable {
    return (Vma) FIND.invokeExact(space, address);
  }
}
