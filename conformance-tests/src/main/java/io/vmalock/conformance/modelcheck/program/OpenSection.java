package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.conformance.modelcheck.program.Action.Step;
import io.vmalock.modelcheck.program.CurrentExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A section of an mm, and its steps. */
final class OpenSection {
  /** Longer than a wait after which a writer may look again by itself; its time costs none. */
  private static final long LIMITED = 2_500_000_000L;

  private static final String GAVE_UP = "tryStartWrite that gave up";

  private final Scene scene;
  private final VmaLockStrategy strategy;
  private final int index;

  /** The VMAs that its thread detached, and may attach. */
  private final List<Integer> detached;

  /** The VMAs that it write-holds. */
  private final List<Integer> held = new ArrayList<>();

  /** The VMAs that it was to work on alone, and that do not belong to its mm. */
  private final List<Integer> strange = new ArrayList<>();

  /** The VMAs that it retired while readers may have been inside. */
  private final List<Integer> passed = new ArrayList<>();

  OpenSection(Scene scene, int index, List<Integer> detached) {
    this.scene = scene;
    this.strategy = scene.strategy();
    this.index = index;
    this.detached = detached;
  }

  /** The index of its mm. */
  int index() {
    return index;
  }

  private Mm mm() {
    return scene.mm(index);
  }

  void begin() {
    scene.oracle().beforeSection(index);
    mm().writeLock();
    scene.oracle().inSection(index);
  }

  void end(boolean isDowngraded) {
    scene.oracle().beforeEndSection(index);
    if (isDowngraded) {
      mm().downgrade();
      scene.oracle().afterDowngrade(index);
      CurrentExecution.point("downgraded");
      scene.oracle().beforeMmapReadEnd(index);
      mm().readUnlock();
    } else {
      mm().writeUnlock();
      scene.oracle().afterSection(index);
    }
  }

  /** Whether it has met a VMA that does not belong to its mm, and so has nothing more to do. */
  boolean isDone() {
    return !strange.isEmpty();
  }

  /**
   * Takes a step with those of its VMAs that belong to this mm, which only its writer could change.
   * Returns whether there was anything to do.
   *
   * @param fails whether the step runs out of stack in its wait, if it waits
   */
  boolean perform(Step step, boolean fails) throws InterruptedException {
    List<Integer> mine = new ArrayList<>();
    for (int i : step.areas()) {
      if (scene.isOf(index, i)) {
        mine.add(i);
      }
    }
    if (mine.isEmpty() && !step.isBulk()) {
      strange.add(step.area());
      return false;
    }
    CurrentExecution.parkFails(fails);
    switch (step.operation()) {
      case WRITE -> write(mine, step.isBulk());
      case WRITE_TRY -> tryWrite(mine, step.isBulk(), 0);
      case WRITE_TIMED -> tryWrite(mine, step.isBulk(), LIMITED);
      case WRITE_UNBOUNDED -> tryWrite(mine, step.isBulk(), Long.MAX_VALUE);
      case END_WRITE -> endWrite(step.area());
      case DETACH -> detach(mine, step.isBulk());
      case RETIRE -> retire(mine, step.isBulk());
      default -> throw new IllegalStateException("no step with VMAs of an mm: " + step);
    }
    CurrentExecution.parkFails(false);
    return true;
  }

  private void each(List<Integer> areas, IntConsumer what) {
    for (int i : areas) {
      what.accept(i);
    }
  }

  private void together(List<Integer> areas) {
    if (areas.size() > 1) {
      each(areas, scene.oracle()::inAnyOrder);
    }
  }

  private List<Vma> vmas(List<Integer> areas) {
    List<Vma> vmas = new ArrayList<>();
    each(areas, i -> vmas.add(scene.vma(i)));
    return vmas;
  }

  // ---- Write holds ----

  private void write(List<Integer> areas, boolean isBulk) {
    List<Integer> free = new ArrayList<>(areas);
    free.removeAll(held);
    each(free, scene.oracle()::beforeWrite);
    int waits = CurrentExecution.waits();
    try {
      if (isBulk) {
        together(areas);
        strategy.startWrite(mm(), vmas(areas));
      } else {
        strategy.startWrite(mm(), scene.vma(areas.get(0)));
      }
    } catch (StackOverflowError e) {
      writeFailed(areas, free, isBulk);
      return;
    }
    if (free.isEmpty() && CurrentExecution.waits() != waits) {
      CurrentExecution.fail("W1", "a startWrite of what its section write-holds already waited");
    }
    each(free, scene.oracle()::afterWrite);
    each(areas, i -> scene.data(i).change());
    held.addAll(free);
  }

  /** The bulk form may keep the VMAs that it took before it came to the one that it waited for. */
  private void writeFailed(List<Integer> areas, List<Integer> free, boolean isBulk) {
    List<Integer> taken = new ArrayList<>();
    for (int i : free) {
      if (isBulk && strategy.isWriteHeld(scene.vma(i))) {
        taken.add(i);
      }
    }
    each(taken, scene.oracle()::afterWrite);
    held.addAll(taken);
    free.removeAll(taken);
    gaveUp(areas, free, "startWrite that ran out of stack in its wait");
  }

  /** All or nothing; VMAs that were write-held before stay so. */
  private void tryWrite(List<Integer> areas, boolean isBulk, long nanos)
      throws InterruptedException {
    List<Integer> free = new ArrayList<>(areas);
    free.removeAll(held);
    List<Oracle.Try> tries = new ArrayList<>();
    each(free, i -> tries.add(scene.oracle().beforeTry(i)));
    long start = System.nanoTime();
    int readers;
    try {
      if (isBulk) {
        together(areas);
        readers = strategy.tryStartWrite(mm(), vmas(areas), nanos);
      } else {
        readers = strategy.tryStartWrite(mm(), scene.vma(areas.get(0)), nanos);
      }
    } catch (InterruptedException e) {
      gaveUp(areas, free, GAVE_UP);
      throw e;
    } catch (StackOverflowError e) {
      gaveUp(areas, free, "tryStartWrite that ran out of stack in its wait");
      return;
    }
    if (readers == 0) {
      each(free, scene.oracle()::afterWrite);
      held.addAll(free);
      areHeld(areas);
      each(areas, i -> scene.data(i).change());
      return;
    }
    if (!isBulk) {
      each(free, i -> scene.oracle().outOfTime(tries.get(0), readers));
    }
    gaveUp(areas, free, GAVE_UP);
    if (nanos == Long.MAX_VALUE) {
      CurrentExecution.fail("W5", "a tryStartWrite without bound gave up, with " + readers);
    }
    long took = System.nanoTime() - start;
    if (took < nanos) {
      CurrentExecution.fail(
          "W5", "a tryStartWrite gave up after " + took + " ns, with a time of " + nanos);
    }
  }

  private void gaveUp(List<Integer> areas, List<Integer> free, String what) {
    for (int i : free) {
      scene.oracle().gaveUp(i);
      if (strategy.isWriteHeld(scene.vma(i))) {
        CurrentExecution.fail("W5", "a " + what + " left VMA " + i + " write-held");
      }
    }
    areas.removeAll(free);
    areHeld(areas);
    each(areas, i -> scene.data(i).change());
  }

  private void areHeld(List<Integer> areas) {
    for (int i : areas) {
      if (!strategy.isWriteHeld(scene.vma(i))) {
        CurrentExecution.fail("W5", "a tryStartWrite left VMA " + i + " not write-held");
      }
    }
  }

  /** Releases that VMA alone. */
  private void endWrite(int i) {
    if (!held.remove((Integer) i)) {
      return;
    }
    scene.oracle().beforeEndWrite(i);
    strategy.endWrite(mm(), scene.vma(i));
    for (int other : held) {
      if (!strategy.isWriteHeld(scene.vma(other))) {
        CurrentExecution.fail("W6", "endWrite of VMA " + i + " released VMA " + other);
      }
      scene.data(other).change();
    }
    CurrentExecution.point("released, the section goes on");
  }

  // ---- Life cycle ----

  private void detach(List<Integer> areas, boolean isBulk) {
    each(areas, scene.oracle()::beforeDetach);
    try {
      if (isBulk) {
        together(areas);
        strategy.detach(mm(), vmas(areas));
      } else {
        strategy.detach(mm(), scene.vma(areas.get(0)));
      }
    } catch (StackOverflowError e) {
      detachFailed(areas);
      return;
    }
    each(areas, scene.oracle()::afterDetach);
    held.removeAll(areas);
    detached.addAll(areas);
    if (!scene.isTaken()) {
      each(
          areas,
          i -> scene.data(i).change()); // no reader is inside: like a thread that frees the memory
    }
  }

  /** Leaves the VMA as it was: attached, and write-held if it was. */
  private void detachFailed(List<Integer> areas) {
    for (int i : areas) {
      if (!strategy.isAttached(scene.vma(i))) {
        CurrentExecution.fail(
            "W5", "a detach that ran out of stack in its wait left VMA " + i + " detached");
      }
      scene.oracle().detachFailed(i);
      if (strategy.isWriteHeld(scene.vma(i)) != held.contains(i)) {
        CurrentExecution.fail(
            "W5",
            "a detach that ran out of stack in its wait left VMA "
                + i
                + (held.contains(i) ? " not write-held" : " write-held"));
      }
    }
  }

  /** Attaches VMAs that this thread detached. */
  void attach(List<Integer> areas, boolean isBulk) {
    each(areas, i -> scene.data(i).change());
    each(areas, i -> scene.oracle().beforeAttach(index, i));
    if (isBulk) {
      strategy.attach(mm(), vmas(areas));
    } else {
      strategy.attach(mm(), scene.vma(areas.get(0)));
    }
    each(areas, scene.oracle()::afterAttach);
    each(areas, i -> scene.data(i).change());
    held.addAll(areas);
  }

  /** Attaches VMAs that another thread may have detached, or attached: all of them or none. */
  void adopt(List<Integer> areas, boolean isBulk) {
    List<Integer> before = areas.stream().filter(i -> scene.isOf(index, i)).toList();
    try {
      if (isBulk) {
        strategy.attach(mm(), vmas(areas));
      } else {
        strategy.attach(mm(), scene.vma(areas.get(0)));
      }
    } catch (IllegalStateException attached) {
      for (int i : areas) {
        if (isBulk && !before.contains(i) && scene.vma(i).mm() == mm()) {
          CurrentExecution.fail(
              "L2", "an attach that was refused, since another mm was first, kept VMA " + i);
        }
      }
      return;
    }
    each(areas, i -> scene.oracle().adopted(index, i));
    each(areas, i -> scene.data(i).change());
    held.addAll(areas);
  }

  private void retire(List<Integer> areas, boolean isBulk) {
    List<Retirement> retirements = new ArrayList<>();
    each(areas, i -> retirements.add(scene.retirement(i)));
    each(areas, scene.oracle()::beforeRetire);
    int waits = CurrentExecution.waits();
    if (isBulk) {
      strategy.retire(mm(), retirements);
    } else {
      strategy.retire(mm(), retirements.get(0));
    }
    if (CurrentExecution.waits() != waits) {
      CurrentExecution.fail("R1", "retire waited");
    }
    held.removeAll(areas);
    each(areas, this::retired);
  }

  /** If no reader was inside, the retirer may use the content at once. */
  private void retired(int i) {
    boolean atOnce = scene.retirement(i).isDrainedAtOnce();
    scene.oracle().afterRetire(i);
    if (atOnce) {
      scene.oracle().drained(i);
      scene.data(i).change();
    } else {
      passed.add(i);
    }
  }

  /** Changes content that only optimistic readers may still read. */
  void reuse(int i) {
    if (passed.contains(i)) {
      scene.data(i).reuse();
    }
  }
}
