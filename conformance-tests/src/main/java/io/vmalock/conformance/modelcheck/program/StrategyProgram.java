package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.conformance.modelcheck.program.ProgramText.Start;
import io.vmalock.modelcheck.finding.Rules;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A {@linkplain ProgramText program} on one strategy, whose class comes first, with a colon. */
public final class StrategyProgram implements Program {
  /** Where the first mm begins: a wrap is near. */
  public static final long FIRST_SEQUENCE = Long.MAX_VALUE - 3;

  private static final int AREAS = ProgramText.AREAS;
  private static final long SHORT = 1_000_000;

  /** How often a reader who should get in asks: now and then CONTENDED is allowed (X4). */
  private static final int ASKS = 20;

  private final VmaLockStrategy strategy;
  private final ProgramText program;

  /** Whether some thread takes what another one detached. */
  private final boolean isTaken;

  /** Whether no thread opens a section. */
  private final boolean isReadOnly;

  private final Mm[] mms = new Mm[2];
  private final Vma[] vmas = new Vma[AREAS];
  private final Retirement[] retirements = new Retirement[AREAS];
  private final Data[] data = new Data[AREAS];
  private final Tries tries = new Tries(this);
  private Oracle oracle = new Oracle(0, 0, 0);

  /** The program that {@code text} says. */
  public StrategyProgram(String text) throws ReflectiveOperationException {
    int colon = text.indexOf(':');
    strategy =
        (VmaLockStrategy)
            Class.forName(text.substring(0, colon), true, StrategyProgram.class.getClassLoader())
                .getConstructor()
                .newInstance();
    program = ProgramText.parse(text.substring(colon + 1));
    isTaken = program.has(Operation::takesDetached);
    isReadOnly = !program.has(Operation::writes);
  }

  /** The strategy. */
  public VmaLockStrategy strategy() {
    return strategy;
  }

  Mm mm(int index) {
    return mms[index];
  }

  Vma vma(int index) {
    return vmas[index];
  }

  Data data(int index) {
    return data[index];
  }

  Oracle oracle() {
    return oracle;
  }

  @Override
  public long longestPoll() {
    return program.has(Operation::isTimed) ? Long.MAX_VALUE : strategy.longestPoll().toNanos();
  }

  @Override
  public Rules rules() {
    return new ContractRules();
  }

  @Override
  public List<Task> begin() {
    oracle = new Oracle(AREAS, mms.length, program.limit());
    for (int i = 0; i < mms.length; i++) {
      // Not the same numbers in both, and not far from a wrap.
      mms[i] = strategy.newMm(new Limits(i == 0 ? FIRST_SEQUENCE : 0, program.limit()));
    }
    for (int i = 0; i < AREAS; i++) {
      data[i] = new Data();
      vmas[i] = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, data[i]);
      retirements[i] = new Retirement(vmas[i]);
    }
    if (program.start() != Start.DETACHED) {
      attachAll();
    }
    if (program.start() == Start.MOVED) {
      moveAll();
    }
    warmUp();
    List<Task> tasks = new ArrayList<>();
    for (List<ProgramText.Move> moves : program.threads()) {
      tasks.add(
          () -> {
            for (ProgramText.Move move : moves) {
              perform(move.step(), move.area());
            }
          });
    }
    return tasks;
  }

  private void attachAll() {
    mms[0].writeLock();
    for (int i = 0; i < AREAS; i++) {
      oracle.beforeAttach(0, i);
      strategy.attach(mms[0], vmas[i]);
      oracle.afterAttach(i);
    }
    oracle.beforeEndSection(0);
    mms[0].writeUnlock();
  }

  private void moveAll() {
    for (int i = 0; i < AREAS; i++) {
      move(i);
    }
  }

  /** Some strategies change their ways after many reads. */
  private void warmUp() {
    for (int i = 0; i < program.warmUp() * AREAS; i++) {
      Vma vma = vmas[i % AREAS];
      long stamp = strategy.startRead(mms[oracle.mm(i % AREAS)], vma);
      if (stamp <= 0) {
        CurrentExecution.fail(
            "X4", "a reader was told " + stamp + " though nothing else was going on");
      }
      strategy.endRead(vma, stamp);
    }
  }

  /** Quiescent and attached implies readable. */
  @Override
  public void end() {
    takeNotices();
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
      Mm mm = mms[Math.max(0, oracle.mm(i))];
      long stamp = strategy.startRead(mm, vma);
      if (stamp > 0 != oracle.isAttached(i)) {
        String rule = stamp > 0 ? "L4" : stamp < 0 ? "L5" : oracle.wasGivenUp(i) ? "W5" : "W2";
        CurrentExecution.fail(rule, "in the end startRead of VMA " + i + " answers " + stamp);
      }
      if (stamp > 0) {
        strategy.endRead(vma, stamp);
        endOptimistic(mm, vma);
        mm.writeLock();
        strategy.startWrite(mm, vma);
        mm.writeUnlock();
      }
    }
  }

  /** With nobody about it is drained, at once or with one notice. */
  private void endRetired(int i) {
    Retirement retirement = retirements[i];
    if (!strategy.noticeDelay().isZero() && !strategy.lookAgain(retirement)) {
      CurrentExecution.fail("R3", "in the end lookAgain does not find VMA " + i + " drained");
    }
    takeNotices();
    if (!retirement.isDrained()) {
      CurrentExecution.fail("R2", "in the end the retirement of VMA " + i + " has not ended");
    }
    if (oracle.isNoticed(i) == retirement.isDrainedAtOnce()) {
      CurrentExecution.fail(
          "R2",
          retirement.isDrainedAtOnce()
              ? "VMA " + i + " was drained at once, and yet there was a notice"
              : "in the end there was no notice of VMA " + i);
    }
    if (strategy.startRead(mms[0], vmas[i]) != VmaLockStrategy.DETACHED) {
      CurrentExecution.fail("R1", "in the end startRead of a retired VMA does not say DETACHED");
    }
  }

  private void endOptimistic(Mm mm, Vma vma) {
    if (strategy.capabilities().contains(Capability.OPTIMISTIC_READ)) {
      long stamp = strategy.startOptimistic(mm, vma);
      if (stamp <= 0 || !strategy.validate(mm, vma, stamp)) {
        CurrentExecution.fail(
            "O1", "in the end an undisturbed optimistic read is not valid: " + stamp);
      }
    }
  }

  private void perform(Operation step, int i) throws InterruptedException {
    switch (step) {
      case READ -> read(0, i, 1);
      case READ_TWICE -> read(0, i, 2);
      case READ_OTHER -> read(1, i, 1);
      case READ_MANY -> readMany(i);
      case READ_LOCKED -> readLocked(0, i);
      case READ_OTHER_LOCKED -> readLocked(1, i);
      case READ_HAND_OVER -> readAndHandOver(i);
      case WRITE -> section(0, () -> write(i));
      case WRITE_BOTH -> section(0, this::writeBoth);
      case WRITE_AGAIN -> section(0, () -> writeAgain(i));
      case WRITE_INTERRUPTED -> writeInterrupted(i);
      case WRITE_RELEASE -> section(0, () -> writeAndRelease(i));
      case WRITE_TRY -> tries.once(i, 0);
      case WRITE_TIMED -> tries.once(i, SHORT);
      case DOWNGRADE -> downgrade(i);
      case DETACH -> section(0, () -> detach(i));
      case WRITE_DETACH ->
          section(
              0,
              () -> {
                write(i);
                detach(i);
              });
      case REATTACH ->
          section(
              0,
              () -> {
                if (detach(i)) {
                  attach(0, i);
                }
              });
      case MOVE -> move(i);
      case OPTIMISTIC -> optimistic(i);
      case SPECULATE -> speculate(i);
      case FIND_DETACHED -> findDetached(i);
      case ADOPT -> section(1, () -> adopt(1, i));
      case TAKE_BACK -> section(0, () -> adopt(0, i));
      case MOVE_INSIDE -> section(1, () -> moveInside(i));
      case MOVE_WRITE -> {
        move(i);
        section(1, () -> write(1, i));
      }
      case BOTH_TRY -> tries.both(0);
      case BOTH_TIMED -> tries.both(SHORT);
      case WRITE_BOTH_TRY -> tries.bothAfter(i);
      case BOTH_DETACH -> section(0, this::detachBoth);
      case BOTH_REATTACH ->
          section(
              0,
              () -> {
                List<Vma> mine = mine();
                detachBoth();
                each(mine, each -> attach(0, each));
              });
      case BOTH_RELEASE -> section(0, () -> writeBothAndRelease(i));
      case TRY_INTERRUPTED -> tries.interruptedBefore(i);
      case WAIT -> tries.once(i, Long.MAX_VALUE);
      case WAIT_INTERRUPTED -> tries.interruptedMeanwhile(i);
      case WRITE_OTHER -> section(1, () -> write(1, i));
      case RETIRE -> section(0, () -> retire(i));
      case BOTH_RETIRE -> section(0, this::retireBoth);
      case WRITE_RETIRE ->
          section(
              0,
              () -> {
                write(i);
                retire(i);
              });
      case RETIRE_REUSE ->
          section(
              0,
              () -> {
                if (retire(i)) {
                  data[i].reuse();
                }
              });
      case LOOK_AGAIN -> lookAgain(i);
      case TAKE_NOTICES -> takeNotices();
    }
  }

  // ---- Readers ----

  private void read(int mm, int i, int depth) {
    Oracle.Read read = oracle.beforeRead(mm, i);
    long stamp = strategy.startRead(mms[mm], vmas[i]);
    oracle.afterRead(read, stamp);
    if (stamp > 0) {
      data[i].look();
      if (isReadOnly && strategy.isWriteHeld(vmas[i])) {
        CurrentExecution.fail("P6", "a VMA that is only read says that it is write-held");
      }
      if (depth > 1) {
        read(mm, i, depth - 1);
      }
      endRead(i, stamp, CurrentExecution.thread());
    }
  }

  /** Nobody can tell these holds from none, so the oracle need not hear of them. */
  private void readMany(int i) {
    for (int n = 0; n < ProgramText.MANY; n++) {
      CurrentExecution.undisturbed(
          () -> {
            long stamp = strategy.startRead(mms[0], vmas[i]);
            if (stamp > 0) {
              strategy.endRead(vmas[i], stamp);
            }
          });
    }
  }

  /** A hold of a VMA that was released and is nobody else's. */
  private void readReleased(int i) {
    for (int ask = 1; ask <= ASKS; ask++) {
      Oracle.Read read = oracle.beforeRead(0, i);
      long stamp = strategy.startRead(mms[0], vmas[i]);
      oracle.afterRead(read, stamp);
      if (stamp > 0) {
        data[i].look();
        endRead(i, stamp, CurrentExecution.thread());
        return;
      }
      Thread.yield();
    }
    CurrentExecution.fail("W6", "after endWrite " + ASKS + " times startRead did not get in");
  }

  private void endRead(int i, long stamp, int holder) {
    oracle.beforeEndRead(i, holder);
    strategy.endRead(vmas[i], stamp);
    oracle.afterEndRead();
  }

  private void readLocked(int mm, int i) {
    mms[mm].readLock();
    oracle.inMmapRead(mm);
    Oracle.Read read = oracle.beforeRead(mm, i);
    long stamp = strategy.startReadLocked(mms[mm], vmas[i]);
    oracle.afterReadLocked(read, stamp);
    oracle.beforeMmapReadEnd(mm);
    mms[mm].readUnlock();
    if (stamp > 0) {
      data[i].look();
      endRead(i, stamp, CurrentExecution.thread());
    }
  }

  private void readAndHandOver(int i) {
    Oracle.Read read = oracle.beforeRead(0, i);
    long stamp = strategy.startRead(mms[0], vmas[i]);
    oracle.afterRead(read, stamp);
    if (stamp > 0) {
      int holder = CurrentExecution.thread();
      new Thread(
              () -> {
                data[i].look();
                endRead(i, stamp, holder);
              })
          .start();
    }
  }

  private void optimistic(int i) {
    long stamp = strategy.startOptimistic(mms[0], vmas[i]);
    if (stamp > 0) {
      int before = oracle.writes(i);
      boolean right = data[i].peek();
      int after = oracle.writes(i);
      if (strategy.validate(mms[0], vmas[i], stamp)) {
        oracle.validated(before, after);
        if (!right) {
          CurrentExecution.fail("O1", "validated, though the reads between saw a change half done");
        }
      }
    }
  }

  private void speculate(int i) {
    long speculation = mms[0].speculate();
    boolean mine = vmas[i].mm() == mms[0];
    boolean right = data[i].peek();
    if (mms[0].validate(speculation) && mine && !right) {
      CurrentExecution.fail("A4", "a speculation was valid, though it saw a change half done");
    }
  }

  // ---- Writers ----

  private void section(int mm, Runnable inside) {
    beginSection(mm);
    inside.run();
    endSection(mm);
  }

  void beginSection(int mm) {
    oracle.beforeSection(mm);
    mms[mm].writeLock();
    oracle.inSection(mm);
  }

  void endSection(int mm) {
    oracle.beforeEndSection(mm);
    mms[mm].writeUnlock();
    oracle.afterSection(mm);
  }

  boolean isMine(int i) {
    return oracle.mm(i) == 0;
  }

  void write(int i) {
    write(0, i);
  }

  private void write(int mm, int i) {
    if (oracle.mm(i) == mm) {
      oracle.beforeWrite(i);
      strategy.startWrite(mms[mm], vmas[i]);
      oracle.afterWrite(i);
      data[i].change();
    }
  }

  /** The VMAs of the first mm, which only its writer could change. */
  List<Vma> mine() {
    List<Vma> mine = new ArrayList<>();
    for (int i = 0; i < AREAS; i++) {
      if (isMine(i)) {
        mine.add(vmas[i]);
      }
    }
    return mine;
  }

  void each(List<Vma> some, IntConsumer what) {
    for (int i = 0; i < AREAS; i++) {
      if (some.contains(vmas[i])) {
        what.accept(i);
      }
    }
  }

  void together(List<Vma> some) {
    if (some.size() > 1) {
      each(some, oracle::inAnyOrder);
    }
  }

  private void writeBoth() {
    List<Vma> mine = mine();
    each(mine, oracle::beforeWrite);
    together(mine);
    strategy.startWrite(mms[0], mine);
    each(mine, oracle::afterWrite);
    each(mine, i -> data[i].change());
  }

  private void writeAgain(int i) {
    write(i);
    if (isMine(i)) {
      int waits = CurrentExecution.waits();
      strategy.startWrite(mms[0], vmas[i]);
      if (CurrentExecution.waits() != waits) {
        CurrentExecution.fail("W1", "the second startWrite of a section waited");
      }
      data[i].change();
    }
  }

  private void writeInterrupted(int i) {
    Thread.currentThread().interrupt();
    section(0, () -> write(i));
    if (!Thread.interrupted()) {
      CurrentExecution.fail("W5", "an uninterruptible startWrite lost the interrupt");
    }
  }

  private void writeAndRelease(int i) {
    write(i);
    if (isMine(i)) {
      oracle.beforeEndWrite(i);
      strategy.endWrite(mms[0], vmas[i]);
      CurrentExecution.point("released, the section goes on");
      write(1 - i);
    }
  }

  private void writeBothAndRelease(int i) {
    writeBoth();
    if (!isMine(i)) {
      return;
    }
    oracle.beforeEndWrite(i);
    strategy.endWrite(mms[0], vmas[i]);
    int other = 1 - i;
    if (isMine(other)) {
      if (!strategy.isWriteHeld(vmas[other])) {
        CurrentExecution.fail("W6", "endWrite of VMA " + i + " released VMA " + other);
      }
      data[other].change();
    }
    readReleased(i);
  }

  private void downgrade(int i) {
    beginSection(0);
    write(i);
    oracle.beforeEndSection(0);
    mms[0].downgrade();
    oracle.afterDowngrade(0);
    CurrentExecution.point("downgraded");
    oracle.beforeMmapReadEnd(0);
    mms[0].readUnlock();
  }

  // ---- Life cycle ----

  private boolean detach(int i) {
    if (!isMine(i)) {
      return false;
    }
    oracle.beforeDetach(i);
    strategy.detach(mms[0], vmas[i]);
    oracle.afterDetach(i);
    if (!isTaken) {
      data[i].change(); // nobody is inside: as one who frees the memory
    }
    return true;
  }

  /** Whether it was there to retire, and readers may be inside. */
  private boolean retire(int i) {
    if (!isMine(i)) {
      return false;
    }
    int waits = CurrentExecution.waits();
    oracle.beforeRetire(i);
    strategy.retire(mms[0], retirements[i]);
    return !isAlone(i, waits);
  }

  private void retireBoth() {
    List<Vma> mine = mine();
    List<Retirement> some = new ArrayList<>();
    each(mine, i -> some.add(retirements[i]));
    each(mine, oracle::beforeRetire);
    int waits = CurrentExecution.waits();
    strategy.retire(mms[0], some);
    each(mine, i -> isAlone(i, waits));
  }

  /** After retire: whether nobody was inside. Then the retirer may do as it likes. */
  private boolean isAlone(int i, int waitsBefore) {
    if (CurrentExecution.waits() != waitsBefore) {
      CurrentExecution.fail("R1", "retire waited");
    }
    boolean atOnce = retirements[i].isDrainedAtOnce();
    oracle.afterRetire(i);
    if (atOnce) {
      oracle.drained(i);
      data[i].change();
    }
    return atOnce;
  }

  private void lookAgain(int i) {
    // Acquire: who looks again has the retirement from somebody, and so comes after the retire.
    boolean retired = oracle.isRetired(i) && vmas[i].retirement() == retirements[i];
    if (retired && strategy.lookAgain(retirements[i])) {
      oracle.drained(i);
    }
  }

  private void takeNotices() {
    for (Retirement each = mms[0].takeNotices(); each != null; each = each.next()) {
      for (int i = 0; i < AREAS; i++) {
        if (each == retirements[i]) {
          oracle.noticed(i);
          oracle.drained(i);
          data[i].change();
        }
      }
    }
  }

  private void attach(int mm, int i) {
    data[i].change();
    oracle.beforeAttach(mm, i);
    strategy.attach(mms[mm], vmas[i]);
    oracle.afterAttach(i);
    data[i].change();
  }

  private void findDetached(int i) {
    if (vmas[i].mm() == null && vmas[i].retirement() == null) {
      data[i].change();
    }
  }

  private void detachBoth() {
    List<Vma> mine = mine();
    each(mine, oracle::beforeDetach);
    together(mine);
    strategy.detach(mms[0], mine);
    each(mine, oracle::afterDetach);
    if (!isTaken) {
      each(mine, i -> data[i].change());
    }
  }

  private void adopt(int mm, int i) {
    try {
      strategy.attach(mms[mm], vmas[i]);
    } catch (IllegalStateException attached) {
      return;
    }
    oracle.adopted(mm, i);
    data[i].change();
  }

  private void moveInside(int i) {
    section(
        0,
        () -> {
          if (detach(i)) {
            attach(1, i);
          }
        });
  }

  private void move(int i) {
    boolean[] detached = {false};
    section(0, () -> detached[0] = detach(i));
    if (detached[0]) {
      section(1, () -> attach(1, i));
    }
  }
}
