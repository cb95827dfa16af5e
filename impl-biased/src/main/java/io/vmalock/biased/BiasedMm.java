package io.vmalock.biased;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An mm with its bias, and its writer's knowledge of the readers in slots.
 *
 * <p>The bias is a number: the mm is biased while it equals the mm's sequence. So opening a
 * section, which advances the sequence, takes the bias away, and a bias that is stored too late has
 * no effect. A compare-and-set from an older bias stores each.
 *
 * <p>An odd number is no bias but a mark: the mm is <em>quiet</em>. No VMA that was write-held in
 * the section that set the mark, or later, has had a reader counted in since. It is that section's
 * number made ages older, so that it equals no sequence. A reader takes the mark away before it is
 * counted in.
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

  /** Subtracting this yields a number that no section has had or will have. */
  static final long AGES = 1L << 62;

  final WaitSlot waitSlot = new WaitSlot();
  final int maxReaders;

  /** The bits of a count that are all set when its entry is a sample. */
  final int sample;

  /** The number of VMAs from which on a section that found no reader in them marks the mm quiet. */
  final int quietFrom;

  /** Whether a limit of readers is set, which slots would pass by. */
  private final boolean limited;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long bias;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long sampled;

  // ---- For the writer, which holds the mmap lock ----

  /**
   * The bias at the last scan or mark, without the mark: while the bias is unchanged, no slot was
   * taken.
   */
  private long scanned;

  /** The slots that scan saw taken and that have not been seen free since, with their ids. */
  private final int[] slots = new int[Slots.COUNT];

  private final long[] ids = new long[Slots.COUNT];
  private int taken;

  /** The VMA whose readers in slots are waited for; kept here, so that a wait allocates nothing. */
  private long awaited;

  private final WaitSlot.Readers awaitedInSlots = () -> inSlots(awaited);

  /** Whether none of the VMAs that were closed last has a counted holder. */
  boolean closedQuiet;

  /**
   * The last section in which an error cut a call short, and perhaps a second one its giving back.
   * A VMA whose sequence is this section's looks write-held, but may have readers inside.
   */
  long doubted;

  /** A new one is quiet since its first section. */
  BiasedMm(VmaLockStrategy strategy, Limits limits, int sample, int quietFrom) {
    super(strategy, limits);
    this.maxReaders = Math.min(limits.readers(), BiasedStrategy.MAX_READERS);
    this.limited = limits.readers() <= BiasedStrategy.MAX_READERS;
    this.sample = sample;
    this.quietFrom = quietFrom;
    long firstSection = limits.firstSequence() + 1;
    BIAS.set(this, mark(firstSection));
    SAMPLED.set(this, firstSection); // an odd one: no sample was taken yet
    this.scanned = withoutMark(mark(firstSection));
    this.doubted = limits.firstSequence(); // before any section
  }

  // ---- Readers ----

  /**
   * Opaque. startRead reads it after it acquired the sequence, and before a volatile
   * read-modify-write (its claim, or its entry in a count) and a volatile look. A writer whose
   * fence that look precedes finds this value behind it, or a later one.
   */
  long bias() {
    return (long) BIAS.getOpaque(this);
  }

  /**
   * Takes the mark away, if the reader found one, before the reader is counted in.
   *
   * <p>Without order: the read-modify-write that counts the reader comes after this, and before the
   * reader's last look at the VMA. If that look comes before the fence of a writer, the writer
   * finds the mark gone behind its fence. The same holds for a reader that finds the mark gone.
   */
  void endQuiet(long found) {
    long mark = found;
    while (isMark(mark) && !BIAS.weakCompareAndSetPlain(this, mark, withoutMark(mark))) {
      mark = bias();
    }
  }

  static boolean isMark(long bias) {
    return (bias & 1) != 0;
  }

  private static long mark(long section) {
    return section - AGES;
  }

  /** The section that set this mark, or the first one if it was the constructor. */
  static long quietSince(long mark) {
    return mark + AGES;
  }

  /** The remainder of a mark that is taken away: an even number by which no slot is claimed. */
  private static long withoutMark(long bias) {
    return bias & ~1L;
  }

  /**
   * Called by one of many counted readers: biases the mm if it is the second sample between two
   * sections.
   *
   * <p>Without order: between two marks a bias only grows, so none is stored a second time. A late
   * bias equals no sequence to come; if it replaces a mark, it costs a scan. A reader that claims a
   * slot under a bias has acquired the sequence that it equals.
   */
  void sample() {
    long before = bias(); // [b1]
    long sequence = sequence(); // [b2]
    if (limited || before - sequence >= 0 || (sequence & 1) != 0) {
      return;
    }
    if ((long) SAMPLED.getOpaque(this) == sequence) {
      // If it fails spuriously, the next sample tries again.
      BIAS.weakCompareAndSetPlain(this, before, sequence); // [b3]
    } else {
      SAMPLED.setOpaque(this, sequence);
    }
  }

  // ---- The writer, with its section open ----

  /**
   * Marks the mm quiet since this section, which found no holder in the VMAs that it closed; an
   * older mark, which covers more, stays.
   *
   * <p>Opaque: readers see it with the section's end, or find it earlier and take it away. A bias
   * that it overwrites was late.
   */
  void markQuiet() {
    if (!isMark(bias())) {
      long mark = mark(sequence());
      BIAS.setOpaque(this, mark); // [q3]
      scanned = withoutMark(mark); // no reader took a slot since the scan
    }
  }

  // ---- The writer, after a full fence ----

  /**
   * Finds the readers that may be inside through a slot; does nothing if no reader took one since.
   *
   * @return the bias, or mark
   */
  long scan() {
    long bias = bias(); // [w3]
    long now = withoutMark(bias);
    if (now != scanned) {
      taken = 0;
      for (int slot = Slots.FIRST; slot <= Slots.LAST; slot += Slots.APART) {
        long id = Slots.id(slot); // [w4]
        if (id
            > Slots.FREE) { // no writer waits for the readers of a retired VMA, whose id is below
          slots[taken] = slot;
          ids[taken] = id;
          taken++;
        }
      }
      scanned = now;
    }
    return bias;
  }

  boolean hasTakenSlots() {
    return taken != 0;
  }

  /** The number of readers that hold this VMA through slots; forgets those that have left. */
  int inSlots(BiasedVma vma) {
    return inSlots(vma.id);
  }

  /** The number of readers that hold the awaited VMA through slots, for a wait. */
  WaitSlot.Readers readersInSlots(BiasedVma vma) {
    awaited = vma.id;
    return awaitedInSlots;
  }

  /**
   * Tells the readers in slots that their VMA is retired, and returns their number. Forgets them,
   * because no writer will ask for this VMA again.
   */
  int negateSlots(BiasedVma vma) {
    int inside = 0;
    for (int i = taken - 1; i >= 0; i--) {
      if (ids[i] == vma.id) {
        if (Slots.negate(slots[i], vma.id)) {
          inside++;
        }
        forget(i);
      }
    }
    return inside;
  }

  private void forget(int i) {
    taken--;
    slots[i] = slots[taken];
    ids[i] = ids[taken];
  }

  private int inSlots(long id) {
    int inside = 0;
    for (int i = taken - 1; i >= 0; i--) {
      if (ids[i] == id) {
        if (Slots.id(slots[i]) == id) {
          inside++;
        } else {
          forget(i);
        }
      }
    }
    return inside;
  }
}
