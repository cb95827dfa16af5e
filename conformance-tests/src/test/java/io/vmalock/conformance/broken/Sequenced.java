package io.vmalock.conformance.broken;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;

/** {@link Counted} with optimistic reads by the VMA's sequence, which each write hold changes. */
class Sequenced extends Counted {
  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE = MethodHandles.lookup().findVarHandle(Area.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long DETACHED_SEQUENCE = 0;

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.copyOf(super.capabilities());
    capabilities.add(Capability.OPTIMISTIC_READ);
    return capabilities;
  }

  @Override
  void hold(Mm mm, Area area) {
    setSequenceOpaque(area, mm.sequence()); // lower publishes it to readers who count themselves
    lower(area);
    show();
  }

  static void setSequenceOpaque(Area area, long sequence) {
    SEQUENCE.setOpaque(area, sequence);
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    super.attach(mm, vma);
    show();
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    super.detach(mm, vma);
    show();
  }

  @Override
  long sequenceOfDetached(Mm mm) {
    return DETACHED_SEQUENCE;
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    super.retire(mm, retirement);
    show();
  }

  /** Before the writer changes what the VMA stands for. */
  void show() {
    VarHandle.releaseFence();
  }

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    Area area = own(vma);
    long sequence = area.sequence;
    if (!belongs(mm, area)) {
      return DETACHED;
    }
    return mm.isPast(sequence) ? stamp(sequence) : CONTENDED;
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    Area area = own(vma);
    beforeLook();
    long rejoined;
    do {
      rejoined = mm.rejoined();
      if (stamp((long) SEQUENCE.getOpaque(area)) != stamp || !isStillOf(mm, area)) {
        return false;
      }
    } while (mm.rejoined() != rejoined);
    return stamp > 0;
  }

  /** After the reader's reads. */
  void beforeLook() {
    VarHandle.acquireFence();
  }

  boolean isStillOf(Mm mm, Area area) {
    return belongs(mm, area);
  }

  private static long stamp(long sequence) {
    return sequence & Long.MAX_VALUE;
  }
}
