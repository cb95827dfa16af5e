package io.vmalock.conformance.explore.weaken;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Makes every access that has an order, alone, and says what came of each. */
public final class AllAccesses {
  private static final VarHandle INT;
  private static final VarHandle LONG;
  private static final VarHandle REFERENCE;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      INT = lookup.findVarHandle(AllAccesses.class, "number", int.class);
      LONG = lookup.findVarHandle(AllAccesses.class, "large", long.class);
      REFERENCE = lookup.findVarHandle(AllAccesses.class, "word", String.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int number = 1;
  private long large = 1L << 40;
  private @Nullable String word = "a";
  private final long[] elements = {1, 2, 3};
  private final StringBuilder seen = new StringBuilder();

  private AllAccesses() {}

  /** What all of them answered, and left. */
  public static String run() {
    AllAccesses all = new AllAccesses();
    all.loads();
    all.stores();
    all.updates();
    all.comparisons();
    all.weakComparisons();
    VarHandle.fullFence();
    VarHandle.acquireFence();
    VarHandle.releaseFence();
    return all.seen + " " + all.number + " " + all.large + " " + all.word + " " + all.elements[2];
  }

  private void loads() {
    seen.append((int) INT.getVolatile(this)).append((long) LONG.getAcquire(this));
    seen.append((String) REFERENCE.getAcquire(this))
        .append((long) ELEMENT.getVolatile(elements, 1));
  }

  private void stores() {
    INT.setVolatile(this, 2);
    LONG.setRelease(this, 3L);
    REFERENCE.setVolatile(this, "b");
    ELEMENT.setRelease(elements, 2, 4L);
  }

  private void updates() {
    seen.append((int) INT.getAndAdd(this, 5)).append((int) INT.getAndAddAcquire(this, 5));
    INT.getAndAddRelease(this, 7);
    seen.append((long) LONG.getAndSetRelease(this, 9L)).append((long) LONG.getAndAdd(this, -1L));
    seen.append((String) REFERENCE.getAndSet(this, "c"));
    seen.append((String) REFERENCE.getAndSetAcquire(this, null));
    seen.append((int) INT.getAndBitwiseOr(this, 64));
    seen.append((int) INT.getAndBitwiseAndAcquire(this, 127));
    seen.append((long) ELEMENT.getAndBitwiseXorRelease(elements, 2, 1L));
    seen.append((long) ELEMENT.getAndAdd(elements, 2, 10L));
  }

  private void comparisons() {
    seen.append(INT.compareAndSet(this, -1, 0)).append(LONG.compareAndSet(this, 8L, 80L));
    seen.append(REFERENCE.compareAndSet(this, null, "d"));
    seen.append(REFERENCE.compareAndSet(this, null, "e"));
    seen.append(ELEMENT.compareAndSet(elements, 2, 15L, 16L));
    seen.append((long) LONG.compareAndExchange(this, 80L, 81L));
    seen.append((long) LONG.compareAndExchangeAcquire(this, 80L, 82L));
    seen.append((String) REFERENCE.compareAndExchangeRelease(this, "d", "f"));
    seen.append((String) REFERENCE.compareAndExchangeAcquire(this, (String) null, "g"));
    seen.append((long) ELEMENT.compareAndExchangeAcquire(elements, 2, 16L, 17L));
  }

  private void weakComparisons() {
    while (!LONG.weakCompareAndSet(this, 81L, 90L)) {
      Thread.onSpinWait();
    }
    while (!LONG.weakCompareAndSetAcquire(this, 90L, 91L)) {
      Thread.onSpinWait();
    }
    while (!ELEMENT.weakCompareAndSetRelease(elements, 2, 17L, 18L)) {
      Thread.onSpinWait();
    }
  }
}
