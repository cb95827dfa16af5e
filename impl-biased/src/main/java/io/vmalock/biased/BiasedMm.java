package io.vmalock.biased;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An mm with its bias, and what its writer knows of the readers in slots.
 *
 * <p>The bias is a number: the mm is biased while it equals the mm's sequence. So to open a
 * section, which advances the sequence, is to take the bias away, and a bias that is stored too
 * late is none. It only grows: each is stored by a compare-and-set from one that was read before
 * the sequence.
 */
final class BiasedMm extends Mm {
  private static final VarHandle BIAS;
  private static final VarHandle SAMPLED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BIAS = lookup.findVarHandle(BiasedMm.class, "bias", long.class);
      SAMPLED = lookup.findVarHandle(BiasedMm.class, "sampled", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final WaitSlot waitSlot = new WaitSlot();
  final int maxReaders;

  /** Of these bits of a count all are set when its entry is a sample. */
  final int sample;

  /** Whether a limit of readers is set, which slots would pass by. */
  private final boolean limited;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long bias;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long sampled;

  // ---- The writer's own, who holds the mmap lock ----

  /** The bias at the last scan: while it is the same, no slot was taken since. */
  private long scanned;

  /** The slots that scan saw taken and that have not been seen free since, and by which ids. */
  private final int[] slots = new int[Slots.COUNT];

  private final long[] ids = new long[Slots.COUNT];
  private int taken;

  /** Which VMA's readers in slots are waited for; kept here, so that a wait allocates nothing. */
  private long awaited;

  private final WaitSlot.Readers awaitedInSlots = () -> inSlots(awaited);

  BiasedMm(VmaLockStrategy strategy, Limits limits, int sample) {
    super(strategy, limits);
    this.maxReaders = Math.min(limits.readers(), BiasedStrategy.MAX_READERS);
    this.limited = limits.readers() <= BiasedStrategy.MAX_READERS;
    this.sample = sample;
    long none = limits.firstSequence() - 1; // the number of no section: they count upwards
    BIAS.set(this, none);
    SAMPLED.set(this, none);
    this.scanned = none;
  }

  // ---- Readers ----

  /**
   * Acquire: pairs with the release by which it was stored. Who stored it had read that sequence,
   * and so acquired the ends of all sections before; the reader that reads it has these too, and
   * with them whom they detached (L4). And it comes before that reader's claim and second look:
   * these two are volatile, so the writer that finds the slot behind its fence finds the bias, too.
   * The writer itself, behind that fence, would need no order.
   */
  long bias() {
    return (long) BIAS.getAcquire(this);
  }

  /**
   * One of many readers that were counted: biases the mm if it is the second one between two
   * sections.
   */
  void sample() {
    long before = bias(); // before the sequence
    long sequence = sequenceAcquire(); // with the ends of the sections before
    if (limited || before == sequence || (sequence & 1) != 0) {
      return;
    }
    if ((long) SAMPLED.getOpaque(this) == sequence) {
      // Release: passes those ends on. Where it fails for no reason, the next sample tries again.
      BIAS.weakCompareAndSetRelease(this, before, sequence);
    } else {
      SAMPLED.setOpaque(this, sequence);
    }
  }

  // ---- The writer, after it opened its section and had a full fence ----

  /** Finds out who may be inside through a slot; does nothing where nobody took one since. */
  void scan() {
    long now = bias();
    if (now != scanned) {
      taken = 0;
      for (int slot = Slots.FIRST; slot <= Slots.LAST; slot += Slots.APART) {
        long id = Slots.id(slot);
        if (id != Slots.FREE) {
          slots[taken] = slot;
          ids[taken] = id;
          taken++;
        }
      }
      scanned = now;
    }
  }

  boolean hasTakenSlots() {
    return taken != 0;
  }

  /** How many readers hold this VMA through slots; forgets those that have left. */
  int inSlots(BiasedVma vma) {
    return inSlots(vma.id);
  }

  /** The same, for a wait. */
  WaitSlot.Readers readersInSlots(BiasedVma vma) {
    awaited = vma.id;
    return awaitedInSlots;
  }

  private int inSlots(long id) {
    int inside = 0;
    for (int i = taken - 1; i >= 0; i--) {
      if (ids[i] == id) {
        if (Slots.id(slots[i]) == id) {
          inside++;
        } else {
          taken--;
          slots[i] = slots[taken];
          ids[i] = ids[taken];
        }
      }
    }
    return inside;
  }
}
