package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.conformance.modelcheck.program.Conditions.Start;
import io.vmalock.modelcheck.finding.Rules;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@linkplain ProgramText program} on one strategy, whose class comes first, with a colon. */
public final class StrategyProgram implements Program {
  /** The first sequence of the first mm: a wrap is near. */
  public static final long FIRST_SEQUENCE = Long.MAX_VALUE - 3;

  /**
   * Many times what a strategy needs that can be explored at all. An execution without end takes
   * some kilobytes of memory for each event, and several model checkers may work at once.
   */
  public static final int MOST_USUAL_EVENTS = 60_000;

  private static final List<Action> MOVES = ActionReader.read("d0 a0B d1 a1B");

  private final VmaLockStrategy strategy;
  private final ProgramText program;
  private @Nullable Scene scene;

  /** The program of {@code text}. */
  public StrategyProgram(String text) throws ReflectiveOperationException {
    int colon = text.indexOf(':');
    strategy =
        (VmaLockStrategy)
            Class.forName(text.substring(0, colon), true, StrategyProgram.class.getClassLoader())
                .getConstructor()
                .newInstance();
    program = ProgramText.parse(text.substring(colon + 1));
  }

  /** The strategy. */
  public VmaLockStrategy strategy() {
    return strategy;
  }

  @Override
  public long longestPoll() {
    return program.has(step -> step == Operation.WRITE_TIMED)
        ? Long.MAX_VALUE
        : strategy.longestPoll().toNanos();
  }

  /** A writer may look at thousands of words, and again after each wake-up. */
  @Override
  public int mostUsualEvents() {
    return MOST_USUAL_EVENTS;
  }

  @Override
  public Rules rules() {
    return new ContractRules();
  }

  @Override
  public List<Task> begin() {
    Scene begun = new Scene(strategy, program);
    scene = begun;
    Start start = program.conditions().start();
    if (start != Start.DETACHED) {
      attach(begun, 0, 0, ProgramText.OF_OTHER);
    }
    attach(begun, 1, ProgramText.OF_OTHER, ProgramText.NEW);
    if (start == Start.MOVED) {
      new Actor(begun).perform(MOVES);
    }
    warmUp(begun);
    new Actor(begun).perform(program.before());
    List<Task> tasks = new ArrayList<>();
    for (List<Action> thread : program.threads()) {
      tasks.add(() -> new Actor(begun).perform(thread));
    }
    return tasks;
  }

  /** The VMAs of the indexes that exist. */
  private static void attach(Scene scene, int index, int from, int to) {
    Mm mm = scene.mm(index);
    Oracle oracle = scene.oracle();
    mm.writeLock();
    for (int i = from; i < to && i < scene.areas(); i++) {
      oracle.beforeAttach(index, i);
      scene.strategy().attach(mm, scene.vma(i));
      oracle.afterAttach(i);
    }
    oracle.beforeEndSection(index);
    mm.writeUnlock();
  }

  /** Some strategies change their ways after many reads. */
  private void warmUp(Scene scene) {
    for (int n = 0; n < program.conditions().warmUp(); n++) {
      for (int i = 0; i < scene.areas(); i++) {
        int mm = scene.oracle().mm(i);
        if (mm >= 0) {
          Vma vma = scene.vma(i);
          long stamp = strategy.startRead(scene.mm(mm), vma);
          if (stamp <= 0) {
            CurrentExecution.fail(
                "X4", "a reader got " + stamp + " although nothing else was going on");
          }
          strategy.endRead(vma, stamp);
        }
      }
    }
  }

  /** Quiescent and attached implies readable. */
  @Override
  public void end() {
    Scene ended = scene;
    if (ended != null) {
      ended.takeAllNotices();
      for (int i = 0; i < ended.areas(); i++) {
        if (ended.oracle().isRetired(i)) {
          endRetired(ended, i);
        }
        endUnheld(ended, i);
        endReadable(ended, i);
      }
    }
  }

  private void endUnheld(Scene scene, int i) {
    Vma vma = scene.vma(i);
    if (strategy.isAttached(vma) != scene.oracle().isAttached(i)) {
      CurrentExecution.fail(
          "L1", "in the end VMA " + i + " is not attached or detached as it should be");
    }
    if (strategy.readers(vma) != 0) {
      CurrentExecution.fail("P6", "in the end VMA " + i + " counts " + strategy.readers(vma));
    }
    if (strategy.isWriteHeld(vma)) {
      CurrentExecution.fail("W2", "in the end VMA " + i + " is write-held");
    }
  }

  private void endReadable(Scene scene, int i) {
    Oracle oracle = scene.oracle();
    Vma vma = scene.vma(i);
    Mm mm = scene.mm(Math.max(0, oracle.mm(i)));
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

  /** Once no reader or writer is left it is drained, at once or with one notice. */
  private void endRetired(Scene scene, int i) {
    Retirement retirement = scene.retirement(i);
    boolean mayBeLate = !program.conditions().isUnasked() && !strategy.noticeDelay().isZero();
    if (mayBeLate && !strategy.lookAgain(retirement)) {
      CurrentExecution.fail("R3", "in the end lookAgain does not find VMA " + i + " drained");
    }
    scene.takeAllNotices();
    if (!retirement.isDrained()) {
      CurrentExecution.fail("R2", "in the end the retirement of VMA " + i + " has not ended");
    }
    if (scene.oracle().isNoticed(i) == retirement.isDrainedAtOnce()) {
      CurrentExecution.fail(
          "R2",
          retirement.isDrainedAtOnce()
              ? "VMA " + i + " was drained at once, and yet there was a notice"
              : "in the end there was no notice of VMA " + i);
    }
    if (strategy.startRead(scene.mm(0), scene.vma(i)) != VmaLockStrategy.DETACHED) {
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
}
