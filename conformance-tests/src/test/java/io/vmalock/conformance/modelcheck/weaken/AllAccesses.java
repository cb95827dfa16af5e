package io.vmalock.conformance.modelcheck.weaken;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
  private volatile int loud = 1;
  private volatile long louder = 2;
  private volatile @Nullable String loudest = "x";
  private static volatile boolean everywhere;
  private final AtomicInteger counter = new AtomicInteger(3);
  private final AtomicLong counters = new AtomicLong(4);
  private final AtomicBoolean flag = new AtomicBoolean();
  private final AtomicReference<@Nullable String> reference = new AtomicReference<>("r");
  private final AtomicLongArray several = new AtomicLongArray(new long[] {5, 6});
  private final AtomicReferenceArray<@Nullable String> references = new AtomicReferenceArray<>(2);
  private final StringBuilder seen = new StringBuilder();

  private AllAccesses() {}

  /** The answers of all of them, and the final state. */
  public static String run() {
    AllAccesses all = new AllAccesses();
    all.loads();
    all.stores();
    all.updates();
    all.comparisons();
    all.weakComparisons();
    all.fields();
    all.atomics();
    all.atomicUpdates();
    all.atomicElements();
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

  private void fields() {
    loud = loud + 1;
    louder += loud;
    loudest = loudest + "y";
    everywhere = !everywhere;
    everywhere = !everywhere;
    seen.append(loud).append(louder).append(loudest).append(everywhere);
  }

  private void atomics() {
    counter.set(counter.get() + 1);
    counter.lazySet(counter.getAcquire() + 1);
    counters.setRelease(counters.get() + 1);
    seen.append(counter.compareAndSet(5, 6)).append(counter.compareAndSet(5, 7));
    seen.append(counters.compareAndExchange(5, 9)).append(counters.compareAndExchangeAcquire(9, 8));
    seen.append(flag.getAndSet(true)).append(flag.compareAndSet(true, false)).append(flag.get());
    seen.append(reference.compareAndSet("r", "s")).append(reference.getAndSet("t"));
    seen.append(reference.compareAndExchangeRelease("t", "u")).append(reference.get());
    while (!counter.weakCompareAndSetVolatile(6, 7)) {
      Thread.onSpinWait();
    }
  }

  private void atomicUpdates() {
    seen.append(counter.getAndIncrement()).append(counter.incrementAndGet());
    seen.append(counters.getAndDecrement()).append(counters.decrementAndGet());
    seen.append(counter.getAndAdd(5)).append(counters.addAndGet(-6));
    seen.append(counter.updateAndGet(old -> old * 2)).append(counters.getAndUpdate(old -> -old));
    seen.append(counters.accumulateAndGet(7, (old, more) -> old - more));
    seen.append(reference.getAndAccumulate("v", (old, more) -> old + more));
    seen.append(reference.updateAndGet(old -> old + "w")).append(counter).append(counters);
  }

  private void atomicElements() {
    several.set(0, several.get(1));
    seen.append(several.getAndAdd(1, 3)).append(several.incrementAndGet(0));
    seen.append(several.compareAndSet(0, 7, 8)).append(several.compareAndExchange(1, 9, 10));
    seen.append(several.accumulateAndGet(1, 2, Math::multiplyExact)).append(several);
    seen.append(references.compareAndSet(0, null, "n")).append(references.getAndSet(0, "o"));
    seen.append(references.updateAndGet(1, old -> old + "p")).append(references);
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
