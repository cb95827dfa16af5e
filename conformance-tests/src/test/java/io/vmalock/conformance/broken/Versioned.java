package io.vmalock.conformance.broken;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** {@link Counted} with optimistic reads: a version in each VMA, advanced by every write hold. */
class Versioned extends Counted {
  /** A VMA that counts its write holds. */
  static class VersionedArea extends Area {
    final AtomicLong version = new AtomicLong(1);

    VersionedArea(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.copyOf(super.capabilities());
    capabilities.add(Capability.OPTIMISTIC_READ);
    return capabilities;
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new VersionedArea(start, end, attachment);
  }

  @Override
  void hold(Mm mm, Area area) {
    // The sequence first: who begins from here on is told CONTENDED, who began before is too old.
    area.sequence = mm.sequence();
    version(area).incrementAndGet();
    lower(area);
    show();
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    super.detach(mm, vma);
    version(vma).incrementAndGet();
    show();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    super.retire(mm, retirement);
    show();
  }

  /** Before the writer changes the content: a store may be seen before a volatile one before it. */
  private static void show() {
    VarHandle.releaseFence();
  }

  @Override
  int shut(Area area) {
    version(area).incrementAndGet();
    return super.shut(area);
  }

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    Area area = own(vma);
    long version = version(area).get();
    if (!belongs(mm, area)) {
      return DETACHED;
    }
    return isHeld(mm, area) ? CONTENDED : version;
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    Area area = own(vma);
    VarHandle.acquireFence(); // the reads come before the look, which a volatile load does not say
    return version(area).get() == stamp;
  }

  static AtomicLong version(Vma vma) {
    return ((VersionedArea) vma).version;
  }
}
