package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * Stands for both kinds of {@code Unsafe}, the JDK-internal one and that of {@code sun.misc}. This
 * class has the methods for classes, fences and threads; its superclasses have the accesses, one
 * class for each kind of location.
 */
public final class ModelUnsafe extends UnsafeOtherKinds {
  /** The field by which code finds it reflectively. */
  public static final ModelUnsafe theUnsafe = new ModelUnsafe();

  private ModelUnsafe() {}

  /** Returns the only instance. */
  public static ModelUnsafe getUnsafe() {
    return theUnsafe;
  }

  /** The value of a constant, or null if there is none of that name. */
  public static @Nullable Number constant(String name) {
    if (name.startsWith("ARRAY_") && name.endsWith("_BASE_OFFSET")) {
      return BASE;
    }
    if (name.startsWith("ARRAY_") && name.endsWith("_INDEX_SCALE")) {
      return switch (name.substring(6, name.length() - 12)) {
        case "BOOLEAN", "BYTE" -> 1;
        case "SHORT", "CHAR" -> 2;
        case "LONG", "DOUBLE" -> 8;
        default -> 4;
      };
    }
    return switch (name) {
      case "INVALID_FIELD_OFFSET" -> -1;
      case "ADDRESS_SIZE" -> 8;
      default -> null;
    };
  }

  /** The number of a field. */
  public long objectFieldOffset(Class<?> owner, String name) {
    boolean isProbe = owner == Thread.class && name.equals("threadLocalRandomProbe");
    return isProbe ? PROBE : Variables.number(owner, name);
  }

  /** The number of a field. */
  public long objectFieldOffset(java.lang.reflect.Field field) {
    return objectFieldOffset(field.getDeclaringClass(), field.getName());
  }

  /** The number of a field. */
  public long staticFieldOffset(java.lang.reflect.Field field) {
    return objectFieldOffset(field);
  }

  /** Returns the base for the number of a static field: any object will do. */
  public Object staticFieldBase(java.lang.reflect.Field field) {
    return this;
  }

  /** The offset of element 0, as on common JVMs. */
  public int arrayBaseOffset(Class<?> arrayClass) {
    return BASE;
  }

  /** The form of newer JDKs, which differs from the older one in its result. */
  public static long arrayBaseOffset(ModelUnsafe unsafe, Class<?> arrayClass) {
    return unsafe.arrayBaseOffset(arrayClass);
  }

  /** The distance between elements, as on common JVMs. */
  public int arrayIndexScale(Class<?> arrayClass) {
    return scale(arrayClass.getComponentType());
  }

  /** The size of a machine's word. */
  public int addressSize() {
    return 8;
  }

  /** The size of a page of memory. */
  public int pageSize() {
    return 4096;
  }

  /** An acquire fence. */
  public void loadFence() {
    fence(Fence.ACQUIRE);
  }

  /** A release fence. */
  public void storeFence() {
    fence(Fence.RELEASE);
  }

  /** A full fence. */
  public void fullFence() {
    fence(Fence.FULL);
  }

  /** A load-load fence. */
  public void loadLoadFence() {
    fence(Fence.LOAD_LOAD);
  }

  /** A store-store fence. */
  public void storeStoreFence() {
    fence(Fence.STORE_STORE);
  }

  /** Parks, as the JDK's own does without a blocker. */
  public void park(boolean absolute, long time) {
    if (absolute) {
      ModelLockSupport.parkUntil(time);
    } else if (time == 0) {
      ModelLockSupport.park();
    } else {
      ModelLockSupport.parkNanos(time);
    }
  }

  /** Lets a thread go on. */
  public void unpark(@Nullable Object thread) {
    ModelLockSupport.unpark((Thread) thread);
  }

  private static void fence(Fence fence) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.execution().fence(me, fence);
      return;
    }
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    if (machine != null) {
      machine.fence(fence);
    }
  }
}
