package io.vmalock.biased;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.conformance.modelcheck.program.ContractRules;
import io.vmalock.modelcheck.finding.Rules;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.program.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A {@link Story} on {@link EagerStrategy}, watched by the rules. */
public final class BiasStories implements Program {
  private static final int AREAS = 4;
  private static final int A = 0;
  private static final int B = 1;

  /** What a VMA's lock protects. */
  private final class Data {
    private static final VarHandle ONE;
    private static final VarHandle OTHER;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        ONE = lookup.findVarHandle(Data.class, "one", int.class);
        OTHER = lookup.findVarHandle(Data.class, "other", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    @Protected private int value;

    /** These two are equal but inside a write hold; for optimistic readers, who race. */
    private int one;

    private int other;

    void change() {
      value++;
      CurrentExecution.point("the writer is inside");
      changeUnderHolds();
    }

    /** As who uses in another place what a retired VMA stood for. */
    void changeUnderHolds() {
      if (story.isOptimistic()) {
        ONE.setOpaque(this, (int) ONE.getOpaque(this) + 1);
        CurrentExecution.point("half is changed");
        OTHER.setOpaque(this, (int) ONE.getOpaque(this));
      }
    }

    boolean peek() {
      int seen = (int) ONE.getOpaque(this);
      CurrentExecution.point("half is read");
      return seen == (int) OTHER.getOpaque(this);
    }

    void look() {
      int seen = value;
      CurrentExecution.point("the reader is inside");
      if (seen != value) {
        CurrentExecution.fail("X1", "the data changed while a reader was inside");
      }
    }
  }

  private final EagerStrategy strategy = new EagerStrategy();
  private final Story story;
  private final Mm[] mms = new Mm[2];
  private final Vma[] vmas = new Vma[AREAS];
  private final Retirement[] retirements = new Retirement[AREAS];
  private final Data[] data = new Data[AREAS];
  private Oracle oracle = new Oracle(0, 0, 0);

  /** The story of a name. */
  public BiasStories(String name) {
    story = Story.valueOf(name);
  }

  /** A writer looks again and again whether slots are free. */
  @Override
  public long longestPoll() {
    return WaitSlot.LONGEST_POLL.toNanos();
  }

  @Override
  public Rules rules() {
    return new ContractRules();
  }

  @Override
  public List<Task> begin() {
    oracle = new Oracle(AREAS, mms.length, Integer.MAX_VALUE);
    for (int mm = 0; mm < mms.length; mm++) {
      // Not far from a wrap; and mostly not the same numbers in both.
      long first = mm == A || story.alike ? Long.MAX_VALUE - 3 : 0;
      mms[mm] = strategy.newMm(new Limits(first, Integer.MAX_VALUE));
    }
    for (int i = 0; i < AREAS; i++) {
      data[i] = new Data();
      vmas[i] = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, null);
      retirements[i] = new Retirement(vmas[i]);
    }
    attach(A, 0, 1);
    attach(B, 2);
    for (int i = 0; i < story.reads; i++) {
      warm(A, 0, i);
      warm(B, 2, i);
    }
    int before = story.text.indexOf(';');
    if (before >= 0) {
      try {
        perform(story.text.substring(0, before));
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
    List<Task> tasks = new ArrayList<>();
    for (String thread : story.text.substring(before + 1).split("\\|", -1)) {
      tasks.add(() -> perform(thread));
    }
    return tasks;
  }

  private void perform(String steps) throws InterruptedException {
    new Actor().perform(steps.strip().split(" +", -1));
  }

  private void attach(int mm, int... which) {
    mms[mm].writeLock();
    for (int i : which) {
      oracle.beforeAttach(mm, i);
      strategy.attach(mms[mm], vmas[i]);
      oracle.afterAttach(i);
    }
    oracle.beforeEndSection(mm);
    mms[mm].writeUnlock();
  }

  private void warm(int mm, int i, int before) {
    long stamp = strategy.startRead(mms[mm], vmas[i]);
    if (stamp <= 0 || stamp >= Slots.FIRST != before >= 2) {
      CurrentExecution.fail("X4", "read " + before + " of a new mm was answered " + stamp);
    }
    strategy.endRead(vmas[i], stamp);
  }

  /** Quiescent and attached implies readable and writable, and nothing is left in the words. */
  @Override
  public void end() {
    for (int i = 0; i < AREAS; i++) {
      Vma vma = vmas[i];
      if (oracle.isRetired(i)) {
        endRetired(i);
      }
      if (strategy.isAttached(vma) != oracle.isAttached(i)) {
        CurrentExecution.fail(
            "L1", "in the end VMA " + i + " is not attached or detached as it should be");
      }
      if (strategy.readers(vma) != 0) {
        CurrentExecution.fail("P6", "in the end VMA " + i + " counts " + strategy.readers(vma));
      }
      if (strategy.isWriteHeld(vma)) {
        CurrentExecution.fail("W2", "in the end VMA " + i + " is write-held");
      }
      if (oracle.isAttached(i)) {
        Mm mm = mms[oracle.mm(i)];
        long stamp = strategy.startRead(mm, vma);
        if (stamp <= 0) {
          CurrentExecution.fail("W2", "in the end startRead of VMA " + i + " answers " + stamp);
        }
        strategy.endRead(vma, stamp);
        if (story.isOptimistic()) {
          long optimistic = strategy.startOptimistic(mm, vma);
          if (optimistic <= 0 || !strategy.validate(mm, vma, optimistic)) {
            CurrentExecution.fail("O1", "in the end an undisturbed read is not valid");
          }
        }
        mm.writeLock();
        strategy.startWrite(mm, vma);
        mm.writeUnlock();
      }
    }
  }

  /**
   * It is drained, and there was one notice unless it was so at once. Who is counted sees to that
   * itself; after who was in a slot somebody may have to look again.
   */
  private void endRetired(int i) {
    Retirement retirement = retirements[i];
    if (story.reads > 0 && !strategy.lookAgain(retirement)) {
      CurrentExecution.fail("R3", "in the end lookAgain does not find VMA " + i + " drained");
    }
    if (!retirement.isDrained()) {
      CurrentExecution.fail("R2", "in the end the retirement of VMA " + i + " has not ended");
    }
    takeNotices();
    if (oracle.isNoticed(i) == retirement.isDrainedAtOnce()) {
      CurrentExecution.fail("R2", "in the end VMA " + i + " has a notice too many, or none");
    }
    if (strategy.startRead(mms[A], vmas[i]) != VmaLockStrategy.DETACHED) {
      CurrentExecution.fail("R1", "in the end startRead of a retired VMA does not say DETACHED");
    }
  }

  private void takeNotices() {
    for (Mm mm : mms) {
      for (Retirement each = mm.takeNotices(); each != null; each = each.next()) {
        for (int i = 0; i < AREAS; i++) {
          if (each == retirements[i]) {
            oracle.noticed(i);
            oracle.drained(i);
            data[i].change(); // as one who frees the memory
          }
        }
      }
    }
  }

  /** One thread of the story. */
  private final class Actor {
    private final Deque<Long> stamps = new ArrayDeque<>();
    private int section;

    void perform(String[] steps) throws InterruptedException {
      for (String step : steps) {
        char what = step.charAt(0);
        switch (step.charAt(step.length() - 1)) {
          case '[' -> begin(mm(what));
          case 'A', 'B' -> end(mm(step.charAt(1)));
          case '\'' -> perform(B, what, step.substring(1, step.length() - 1));
          default -> perform("+ro".indexOf(what) < 0 ? section : A, what, step.substring(1));
        }
      }
    }

    private static int mm(char name) {
      return name == 'A' ? A : B;
    }

    private void perform(int mm, char what, String which) throws InterruptedException {
      int[] some = which.chars().map(digit -> digit - '0').toArray();
      switch (what) {
        case '+' -> startRead(mm, some[0]);
        case 'r' -> startReadLocked(mm, some[0]);
        case '-' -> endRead(some[0]);
        case 'o' -> readOptimistically(mm, some[0]);
        case 'w' -> write(mm, some);
        case 'y' -> tryWrite(mm, 0, some);
        case 'z' -> tryWrite(mm, Long.MAX_VALUE, some);
        case 'd' -> detach(mm, some);
        case 'a' -> attach(mm, some[0]);
        case 'e' -> endWrite(mm, some[0]);
        case 't' -> retire(mm, some);
        case 'l' -> lookAgain(some[0]);
        case 'n' -> takeNotices();
        default -> throw new IllegalArgumentException("no step is called " + what);
      }
    }

    // ---- Readers ----

    private void startRead(int mm, int i) {
      Oracle.Read read = oracle.beforeRead(mm, i);
      long stamp = strategy.startRead(mms[mm], vmas[i]);
      oracle.afterRead(read, stamp);
      stamps.push(stamp);
      if (stamp > 0) {
        data[i].look();
      }
    }

    private void startReadLocked(int mm, int i) {
      mms[mm].readLock();
      oracle.inMmapRead(mm);
      Oracle.Read read = oracle.beforeRead(mm, i);
      long stamp = strategy.startReadLocked(mms[mm], vmas[i]);
      oracle.afterReadLocked(read, stamp);
      oracle.beforeMmapReadEnd(mm);
      mms[mm].readUnlock();
      stamps.push(stamp);
      if (stamp > 0) {
        data[i].look();
      }
    }

    private void endRead(int i) {
      long stamp = stamps.pop();
      if (stamp > 0) {
        oracle.beforeEndRead(i, CurrentExecution.thread());
        strategy.endRead(vmas[i], stamp);
        oracle.afterEndRead();
      }
    }

    private void readOptimistically(int mm, int i) {
      int waits = CurrentExecution.waits();
      long stamp = strategy.startOptimistic(mms[mm], vmas[i]);
      if (stamp > 0) {
        int before = oracle.writes(i);
        boolean right = data[i].peek();
        int after = oracle.writes(i);
        if (strategy.validate(mms[mm], vmas[i], stamp)) {
          oracle.validated(before, after);
          if (!right) {
            CurrentExecution.fail("O1", "validated, though the reads saw a change half done");
          }
        }
      }
      if (CurrentExecution.waits() != waits) {
        CurrentExecution.fail("O1", "an optimistic read waited");
      }
    }

    // ---- Sections ----

    private void begin(int mm) {
      section = mm;
      oracle.beforeSection(mm);
      mms[mm].writeLock();
      oracle.inSection(mm);
    }

    private void end(int mm) {
      oracle.beforeEndSection(mm);
      mms[mm].writeUnlock();
      oracle.afterSection(mm);
    }

    private List<Vma> expect(int[] some) {
      List<Vma> list = new ArrayList<>();
      for (int i : some) {
        if (!strategy.isWriteHeld(vmas[i])) {
          oracle.beforeWrite(i);
        }
        if (some.length > 1) {
          oracle.inAnyOrder(i);
        }
        list.add(vmas[i]);
      }
      return list;
    }

    private void write(int mm, int[] some) {
      List<Vma> list = expect(some);
      if (some.length == 1) {
        strategy.startWrite(mms[mm], list.get(0));
      } else {
        strategy.startWrite(mms[mm], list);
      }
      for (int i : some) {
        oracle.afterWrite(i);
        data[i].change();
      }
    }

    private void tryWrite(int mm, long nanos, int[] some) throws InterruptedException {
      List<Vma> held = new ArrayList<>();
      for (int i : some) {
        if (strategy.isWriteHeld(vmas[i])) {
          held.add(vmas[i]);
        }
      }
      List<Vma> list = expect(some);
      int readers = strategy.tryStartWrite(mms[mm], list, nanos);
      for (int i : some) {
        boolean before = held.contains(vmas[i]);
        if (strategy.isWriteHeld(vmas[i]) != (before || readers == 0)) {
          CurrentExecution.fail(
              "W5", "tryStartWrite answered " + readers + " and left VMA " + i + " so");
        }
        if (!before && readers == 0) {
          oracle.afterWrite(i);
        } else if (!before) {
          oracle.gaveUp(i);
        }
        if (before || readers == 0) {
          data[i].change();
        }
      }
    }

    private void endWrite(int mm, int i) {
      oracle.beforeEndWrite(i);
      strategy.endWrite(mms[mm], vmas[i]);
      CurrentExecution.point("released, the section goes on");
    }

    // ---- Life cycle ----

    private void detach(int mm, int[] some) {
      List<Vma> list = new ArrayList<>();
      for (int i : some) {
        oracle.beforeDetach(i);
        if (some.length > 1) {
          oracle.inAnyOrder(i);
        }
        list.add(vmas[i]);
      }
      if (some.length == 1) {
        strategy.detach(mms[mm], list.get(0));
      } else {
        strategy.detach(mms[mm], list);
      }
      for (int i : some) {
        oracle.afterDetach(i);
        data[i].change(); // nobody is inside: as one who frees the memory
      }
    }

    private void retire(int mm, int[] some) {
      List<Retirement> list = new ArrayList<>();
      for (int i : some) {
        oracle.beforeRetire(i);
        list.add(retirements[i]);
      }
      int waits = CurrentExecution.waits();
      if (some.length == 1) {
        strategy.retire(mms[mm], list.get(0));
      } else {
        strategy.retire(mms[mm], list);
      }
      if (CurrentExecution.waits() != waits) {
        CurrentExecution.fail("R1", "retire waited");
      }
      for (int i : some) {
        boolean atOnce = retirements[i].isDrainedAtOnce();
        oracle.afterRetire(i);
        if (atOnce) {
          oracle.drained(i);
          data[i].change(); // nobody is inside: as one who frees the memory
        } else {
          data[i].changeUnderHolds();
        }
      }
    }

    private void lookAgain(int i) {
      if (strategy.lookAgain(retirements[i])) {
        oracle.drained(i);
      }
    }

    private void attach(int mm, int i) {
      data[i].change();
      oracle.beforeAttach(mm, i);
      strategy.attach(mms[mm], vmas[i]);
      oracle.afterAttach(i);
      data[i].change();
    }
  }
}
