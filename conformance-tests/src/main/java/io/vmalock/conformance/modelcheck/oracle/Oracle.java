package io.vmalock.conformance.modelcheck.oracle;

import io.vmalock.VmaLockStrategy;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules as monitors over the begin and end of every operation of one execution.
 *
 * <p>A hold counts from the return of the call that began it to the call that ends it. An open
 * section, which excuses answers, counts from the call that opens it to the return of the call that
 * ends it. So a reported answer is wrong however the calls are ordered inside. Rules about earlier
 * or later in time, and not in happens-before, are checked only while all loads were of the newest
 * store: an answer from an older store is as if the call had been made earlier. One thread runs at
 * a time, hence nothing here is synchronized.
 */
public final class Oracle {
  private static final int NOBODY = -1;
  private static final int DETACHED = -1;
  private static final int WRITE_HELD = -1;

  /** One VMA. */
  private static final class Area {
    final List<Integer> holders = new ArrayList<>();

    /** The holds that their thread left for another one to end. */
    final Deque<Left> left = new ArrayDeque<>();

    final List<Moment> lastReads = new ArrayList<>();
    @Nullable Moment lastWrite;
    int writer = NOBODY;

    /** The thread inside a startWrite or detach that has not returned, and the call. */
    int awaiting = NOBODY;

    int calls;

    /** The call of which a reader came while it waited, and got in while it was awake, or none. */
    int passed = NOBODY;

    /** The number of holds that ended. */
    int ended;

    /** Whether a writer gave up waiting for this VMA. */
    boolean givenUp;

    /** The mm that it is part of, from the call of attach to the call of detach. */
    int mm = DETACHED;

    /** Whether it is attached, from the return of attach to the call of detach. */
    boolean attached;

    /** The number of times that it was attached or detached. */
    int moves;

    /** The number of times that it was write-held or detached. */
    int writes;

    /** The moment at which retire returned, or null. */
    @Nullable Moment retired;

    boolean drained;
    boolean noticed;
  }

  /**
   * A hold that its thread left for another one to end.
   *
   * @param stamp its stamp
   * @param holder the thread that began it
   */
  public record Left(long stamp, int holder) {}

  /** A call of startRead in progress. */
  public static final class Read {
    private final int area;
    private final int mm;
    private final int waits;
    private final boolean sectionOpen;
    private final int sections;
    private final int moves;
    private final boolean attached;
    private final int refusedBy;
    private final boolean full;
    private final int reads;
    private final boolean retired;
    private final boolean surelyRetired;

    private Read(Oracle oracle, int mm, int area) {
      Area state = oracle.areas.get(area);
      this.area = area;
      this.mm = mm;
      this.waits = CurrentExecution.waits();
      this.sectionOpen = oracle.openSections[mm] > 0 || oracle.isBusy(state);
      this.sections = oracle.sections;
      this.moves = state.moves;
      this.attached = state.attached && state.mm == mm;
      this.refusedBy = oracle.isAwaited(state) ? state.calls : NOBODY;
      this.full = state.holders.size() + oracle.readersInside + oracle.leaving >= oracle.limit;
      this.reads = ++oracle.reads;
      this.retired = state.retired != null;
      this.surelyRetired = state.retired != null && CurrentExecution.isBefore(state.retired);
    }
  }

  /** A call of tryStartWrite in progress. */
  public static final class Try {
    private final int area;
    private final int holders;
    private final int ended;
    private final int others;
    private final int reads;

    private Try(Oracle oracle, int area) {
      Area state = oracle.areas.get(area);
      this.area = area;
      this.holders = state.holders.size();
      this.ended = state.ended;
      this.others = oracle.readersInside + oracle.leaving;
      this.reads = oracle.reads;
    }
  }

  private final List<Area> areas = new ArrayList<>();
  private final int[] openSections;
  private final int[] mmapReaders;
  private final int limit;
  private int sections;
  private int readersInside;

  /** The number of threads inside endRead. */
  private int leaving;

  private int reads;

  /** Creates the oracle of {@code areas} detached VMAs, {@code mms} mms, and a limit of readers. */
  public Oracle(int areas, int mms, int limit) {
    for (int i = 0; i < areas; i++) {
      this.areas.add(new Area());
    }
    this.openSections = new int[mms];
    this.mmapReaders = new int[mms];
    this.limit = limit;
  }

  // ---- Readers ----

  /**
   * Whether a writer waits for holds of a VMA, and so has told readers. A writer that is parked in
   * a lock of the JDK need not have told them: it may wait for a call that only passes through that
   * lock (P1). If no other thread is inside a call, none passes, and so the writer waits for a
   * hold.
   */
  private boolean isAwaited(Area area) {
    return area.awaiting != NOBODY
        && CurrentExecution.isWaiting(area.awaiting)
        && !(isAnyCallOpen(area) && CurrentExecution.isInLock(area.awaiting));
  }

  /** Whether another thread may be inside a call; one that queues for the same mmap lock is not. */
  private boolean isAnyCallOpen(Area area) {
    boolean open = readersInside + leaving > 0;
    for (int mm = 0; mm < openSections.length; mm++) {
      open |= mm != area.mm && openSections[mm] > 0;
    }
    return open;
  }

  /** Before startRead. */
  public Read beforeRead(int mm, int area) {
    CurrentExecution.sharesUnmodelled();
    Read read = new Read(this, mm, area);
    readersInside++;
    return read;
  }

  /**
   * After startRead.
   *
   * @param answer above 0 for a hold, 0 for contended, -1 for detached
   */
  public void afterRead(Read read, long answer) {
    CurrentExecution.sharesUnmodelled();
    readersInside--;
    Area area = areas.get(read.area);
    if (CurrentExecution.waits() != read.waits) {
      CurrentExecution.fail("P1", "startRead waited");
    }
    isKnown("startRead", answer);
    afterRetired(read, answer);
    if (answer > 0) {
      if (read.refusedBy != NOBODY
          && area.awaiting != NOBODY
          && area.calls == read.refusedBy
          && CurrentExecution.isStraight()) {
        if (isAwaited(area)) {
          passed(area);
        }
        area.passed = area.calls; // the writer is awake: it may be about to return, given up
      }
      begin(read.mm, read.area);
    } else if (answer == 0) {
      if (CurrentExecution.isStraight() && !mayBeContended(read)) {
        CurrentExecution.fail(
            "X4", "contended, though no section was open and the readers not at their limit");
      }
    } else if (CurrentExecution.isStraight()
        && read.attached
        && area.mm == read.mm
        && area.moves == read.moves) {
      CurrentExecution.fail("L5", "detached, though the VMA was attached throughout the call");
    }
  }

  /** Requires one of the three answers that a call that starts a read has. */
  public static void isKnown(String call, long answer) {
    if (answer < VmaLockStrategy.DETACHED) {
      CurrentExecution.fail(
          "L5", call + " answered " + answer + ", which is no stamp, CONTENDED or DETACHED");
    }
  }

  private static void passed(Area area) {
    CurrentExecution.fail(
        "X3", "a reader got in that came after T" + area.awaiting + " began to wait");
  }

  /** Before a call ends that has waited for all readers, and so has not given up since. */
  private static void waited(Area area) {
    if (area.passed == area.calls && area.awaiting != NOBODY) {
      passed(area);
    }
    area.awaiting = NOBODY;
  }

  /** After startReadLocked, which {@link #beforeRead} came before. */
  public void afterReadLocked(Read read, long answer) {
    CurrentExecution.sharesUnmodelled();
    readersInside--;
    isKnown("startReadLocked", answer);
    afterRetired(read, answer);
    if (answer > 0) {
      begin(read.mm, read.area);
    } else if (areas.get(read.area).mm == read.mm
        && (answer < 0 || !mayBeFull(read) && !mayLookFull())) {
      CurrentExecution.fail("P4", "startReadLocked answered " + answer + " of an attached VMA");
    }
  }

  /** A reader that comes after a retire, in time or in happens-before, gets DETACHED. */
  private static void afterRetired(Read read, long answer) {
    if (answer >= 0 && (read.surelyRetired || read.retired && CurrentExecution.isStraight())) {
      CurrentExecution.fail(
          "R1", "a reader that came after retire had returned was answered " + answer);
    }
  }

  /** A count that was at the limit may be seen so later: no reader need see another one leave. */
  private boolean mayLookFull() {
    return limit != Integer.MAX_VALUE && !CurrentExecution.isStraight();
  }

  private boolean mayBeContended(Read read) {
    return read.sectionOpen
        || sections != read.sections
        || isBusy(areas.get(read.area))
        || mayBeFull(read);
  }

  /** Whether the mm of a VMA has an open section, so that the VMA is not free. */
  private boolean isBusy(Area area) {
    return area.mm != DETACHED && openSections[area.mm] > 0;
  }

  /** Whether the readers may have been at their limit at some instant of the call. */
  private boolean mayBeFull(Read read) {
    return read.full || limit < Integer.MAX_VALUE && reads != read.reads;
  }

  private void begin(int mm, int index) {
    Area area = areas.get(index);
    if (area.writer != NOBODY) {
      CurrentExecution.fail("X1", "a reader got in while T" + area.writer + " write-holds the VMA");
    }
    if (area.drained) {
      CurrentExecution.fail("R2", "a reader got in after the retirement had ended");
    }
    if (area.mm != mm && area.retired == null) {
      CurrentExecution.fail(
          area.mm == DETACHED ? "L4" : "L6", "a reader got into a VMA not of its mm");
    }
    if (area.lastWrite != null && !CurrentExecution.isBefore(area.lastWrite)) {
      CurrentExecution.fail("V1", "the last write hold does not happen before this hold");
    }
    if (area.holders.size() >= limit) {
      CurrentExecution.fail("P6", "a reader got in beyond the limit of " + limit);
    }
    area.holders.add(CurrentExecution.thread());
  }

  /** Before endRead of a hold that the thread of index {@code holder} began. */
  public void beforeEndRead(int index, int holder) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    area.holders.remove(Integer.valueOf(holder));
    area.ended++;
    area.lastReads.add(CurrentExecution.now());
    leaving++;
  }

  /** After this thread began a hold that it leaves for another to end. */
  public void left(int index, long stamp) {
    areas.get(index).left.add(new Left(stamp, CurrentExecution.thread()));
  }

  /** The oldest of those holds that no thread has taken; null if there is none. */
  public @Nullable Left takeLeft(int index) {
    return areas.get(index).left.poll();
  }

  /** After endRead: until then the hold may be counted. */
  public void afterEndRead() {
    CurrentExecution.sharesUnmodelled();
    leaving--;
  }

  // ---- Sections ----

  /** Before writeLock. */
  public void beforeSection(int mm) {
    CurrentExecution.sharesUnmodelled();
    openSections[mm]++;
    sections++;
  }

  /** After writeLock. */
  public void inSection(int mm) {
    CurrentExecution.sharesUnmodelled();
    if (mmapReaders[mm] > 0) {
      CurrentExecution.fail("W4", "a section opened while the mmap lock is held for reading");
    }
  }

  /** Before writeUnlock or downgrade: this thread's write holds end. */
  public void beforeEndSection(int mm) {
    CurrentExecution.sharesUnmodelled();
    for (Area area : areas) {
      if (area.writer == CurrentExecution.thread() && area.mm == mm) {
        endWrite(area);
      }
    }
  }

  /** After writeUnlock. */
  public void afterSection(int mm) {
    CurrentExecution.sharesUnmodelled();
    openSections[mm]--;
    sections++;
  }

  /** After downgrade. */
  public void afterDowngrade(int mm) {
    afterSection(mm);
    mmapReaders[mm]++;
  }

  /** After readLock. */
  public void inMmapRead(int mm) {
    CurrentExecution.sharesUnmodelled();
    mmapReaders[mm]++;
  }

  /** Before readUnlock. */
  public void beforeMmapReadEnd(int mm) {
    CurrentExecution.sharesUnmodelled();
    mmapReaders[mm]--;
  }

  // ---- Writers ----

  /** Before startWrite of a VMA, or detach. */
  public void beforeWrite(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    area.awaiting = CurrentExecution.thread();
    area.calls++;
  }

  /**
   * Before a call for several VMAs, after {@link #beforeWrite} or {@link #beforeDetach} of each: it
   * may wait for one after the other, so nobody knows for which one it waits (X3).
   */
  public void inAnyOrder(int index) {
    CurrentExecution.sharesUnmodelled();
    areas.get(index).awaiting = NOBODY;
  }

  /** After a startWrite that write-holds. */
  public void afterWrite(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    waited(area);
    alone(area, "startWrite");
    area.writer = CurrentExecution.thread();
    area.writes++;
  }

  /** Before tryStartWrite of a VMA. */
  public Try beforeTry(int index) {
    beforeWrite(index);
    return new Try(this, index);
  }

  /**
   * After a tryStartWrite that ran out of time, and before {@link #gaveUp}.
   *
   * @param readers the number of readers that it reports, at some instant of the call
   */
  public void outOfTime(Try attempt, int readers) {
    CurrentExecution.sharesUnmodelled();
    int least = attempt.holders - (areas.get(attempt.area).ended - attempt.ended);
    int most = attempt.holders + attempt.others + reads - attempt.reads;
    if (CurrentExecution.isStraight() && (readers < least || readers > most)) {
      CurrentExecution.fail(
          "W5",
          "tryStartWrite says that "
              + readers
              + " readers kept it waiting; there were "
              + (least == most ? String.valueOf(least) : least + " to " + most));
    }
  }

  /** After a startWrite that gave up. */
  public void gaveUp(int index) {
    CurrentExecution.sharesUnmodelled();
    areas.get(index).awaiting = NOBODY;
    areas.get(index).givenUp = true;
  }

  /** Whether a writer gave up waiting for a VMA. */
  public boolean wasGivenUp(int index) {
    CurrentExecution.sharesUnmodelled();
    return areas.get(index).givenUp;
  }

  /** Before endWrite. */
  public void beforeEndWrite(int index) {
    CurrentExecution.sharesUnmodelled();
    endWrite(areas.get(index));
  }

  private static void endWrite(Area area) {
    area.writer = NOBODY;
    area.lastWrite = CurrentExecution.now();
  }

  private static void alone(Area area, String call) {
    if (!area.holders.isEmpty()) {
      CurrentExecution.fail(
          "X2", call + " returned while T" + area.holders.get(0) + " holds the VMA");
    }
    for (Moment read : area.lastReads) {
      if (!CurrentExecution.isBefore(read)) {
        CurrentExecution.fail(
            "V2", "a hold of T" + read.thread() + " does not happen before " + call + " returned");
      }
    }
  }

  // ---- Life cycle ----

  /** Before attach. */
  public void beforeAttach(int mm, int index) {
    CurrentExecution.sharesUnmodelled();
    attaching(mm, areas.get(index));
  }

  private static void attaching(int mm, Area area) {
    area.mm = mm;
    area.moves++;
    area.writes++;
    area.writer = CurrentExecution.thread();
  }

  /** After attach. */
  public void afterAttach(int index) {
    CurrentExecution.sharesUnmodelled();
    areas.get(index).attached = true;
  }

  /** After an attach that might have been refused: the VMA must have been detached. */
  public void adopted(int mm, int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    if (area.attached) {
      CurrentExecution.fail("L2", "attach of a VMA that is attached was not refused");
    }
    area.awaiting = NOBODY;
    alone(area, "attach");
    attaching(mm, area);
    area.attached = true;
  }

  /** Before detach. */
  public void beforeDetach(int index) {
    beforeWrite(index);
    Area area = areas.get(index);
    area.attached = false;
    area.moves++;
  }

  /**
   * After detach, which only now counts as coming between: while it waits, optimistic reads are
   * still valid.
   */
  public void afterDetach(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    if (!area.holders.isEmpty()) {
      CurrentExecution.fail(
          "L4", "detach returned while T" + area.holders.get(0) + " holds the VMA");
    }
    if (area.attached) {
      return; // attached by another thread, before this call returned
    }
    waited(area);
    area.writer = NOBODY;
    alone(area, "detach");
    area.mm = DETACHED;
    area.writes++;
    area.lastWrite = CurrentExecution.now();
  }

  /** After a detach that ran out of stack in its wait: the VMA is attached, as it was before. */
  public void detachFailed(int index) {
    gaveUp(index);
    Area area = areas.get(index);
    area.attached = true;
    area.moves++;
  }

  /** Before retire. */
  public void beforeRetire(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    area.attached = false;
    area.moves++;
    if (area.writer != NOBODY) {
      endWrite(area);
    }
  }

  /** After retire, which need not have ended the retirement. */
  public void afterRetire(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    area.mm = DETACHED;
    area.writes++;
    area.retired = CurrentExecution.now();
  }

  /** Whether retire has returned. */
  public boolean isRetired(int index) {
    CurrentExecution.sharesUnmodelled();
    return areas.get(index).retired != null;
  }

  /** A thread finds the retirement ended. */
  public void drained(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    if (!area.holders.isEmpty()) {
      CurrentExecution.fail(
          "R2", "a retirement has ended while T" + area.holders.get(0) + " holds the VMA");
    }
    for (Moment read : area.lastReads) {
      if (!CurrentExecution.isBefore(read)) {
        CurrentExecution.fail(
            "V2", "a hold of T" + read.thread() + " does not happen before the retirement's end");
      }
    }
    area.drained = true;
  }

  /** A thread takes the notice of the retirement. */
  public void noticed(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    if (area.noticed) {
      CurrentExecution.fail("R2", "a retirement gave two notices");
    }
    area.noticed = true;
  }

  /** Whether its notice has been taken. */
  public boolean isNoticed(int index) {
    CurrentExecution.sharesUnmodelled();
    return areas.get(index).noticed;
  }

  // ---- Optimistic reads ----

  /** After startOptimistic answered a stamp above 0, and again before validate. */
  public int writes(int index) {
    CurrentExecution.sharesUnmodelled();
    Area area = areas.get(index);
    // A current hold counts as begun in between: it is not over when the reads are made.
    return area.writer == NOBODY ? area.writes : WRITE_HELD;
  }

  /** After validate answered true for reads made between the two moments. */
  public void validated(int before, int after) {
    CurrentExecution.sharesUnmodelled();
    if (CurrentExecution.isStraight() && (before != after || before == WRITE_HELD)) {
      CurrentExecution.fail("O1", "validated, though a write hold came between");
    }
  }

  /** Whether a VMA is part of an mm now, while nothing else is in progress. */
  public boolean isAttached(int index) {
    CurrentExecution.sharesUnmodelled();
    return areas.get(index).mm != DETACHED;
  }

  /** The mm that a VMA is part of. */
  public int mm(int index) {
    CurrentExecution.sharesUnmodelled();
    return areas.get(index).mm;
  }
}
