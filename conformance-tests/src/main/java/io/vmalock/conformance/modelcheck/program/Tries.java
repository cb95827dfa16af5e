package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Vma;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.modelcheck.program.CurrentExecution;
import java.util.ArrayList;
import java.util.List;

/** The steps of a program whose writers may give up. */
final class Tries {
  private final StrategyProgram program;

  Tries(StrategyProgram program) {
    this.program = program;
  }

  /** For one VMA, for so long. */
  void once(int i, long nanos) throws InterruptedException {
    program.beginSection(0);
    tryInSection(i, nanos);
    program.endSection(0);
  }

  /** With an interrupt pending it takes nothing and tells of the interrupt. */
  void interruptedBefore(int i) {
    program.beginSection(0);
    if (program.isMine(i)) {
      Thread.currentThread().interrupt();
      try {
        tryInSection(i, 0);
        CurrentExecution.fail("W5", "a tryStartWrite of an interrupted thread did not throw");
      } catch (InterruptedException expected) {
        // What it is to throw.
      }
    }
    program.endSection(0);
  }

  /** One or the other: the VMA is write-held, or the wait was interrupted and took nothing. */
  void interruptedMeanwhile(int i) {
    program.beginSection(0);
    Thread writer = Thread.currentThread();
    new Thread(writer::interrupt).start();
    try {
      tryInSection(i, Long.MAX_VALUE);
    } catch (InterruptedException expected) {
      // While it waited, or before.
    }
    program.endSection(0);
  }

  private void tryInSection(int i, long nanos) throws InterruptedException {
    if (!program.isMine(i)) {
      return;
    }
    Oracle.Try attempt = program.oracle().beforeTry(i);
    int readers;
    try {
      readers = program.strategy().tryStartWrite(program.mm(0), program.vma(i), nanos);
    } catch (InterruptedException e) {
      gaveUp(i);
      throw e;
    }
    if (readers == 0) {
      program.oracle().afterWrite(i);
      program.data(i).change();
    } else {
      program.oracle().outOfTime(attempt, readers);
      gaveUp(i);
      if (nanos == Long.MAX_VALUE) {
        CurrentExecution.fail("W5", "a tryStartWrite without bound gave up, with " + readers);
      }
    }
  }

  private void gaveUp(int i) {
    program.oracle().gaveUp(i);
    if (program.strategy().isWriteHeld(program.vma(i))) {
      CurrentExecution.fail("W5", "a tryStartWrite that gave up left the VMA write-held");
    }
  }

  /** For both by one call. */
  void both(long nanos) throws InterruptedException {
    program.beginSection(0);
    tryBothInSection(nanos);
    program.endSection(0);
  }

  /** Asks for both where one is write-held already. */
  void bothAfter(int i) throws InterruptedException {
    program.beginSection(0);
    program.write(i);
    tryBothInSection(0);
    program.endSection(0);
  }

  /** All or nothing; what was write-held before stays so. */
  private void tryBothInSection(long nanos) throws InterruptedException {
    List<Vma> mine = program.mine();
    List<Vma> held = new ArrayList<>();
    program.each(
        mine,
        i -> {
          if (program.strategy().isWriteHeld(program.vma(i))) {
            held.add(program.vma(i));
          } else {
            program.oracle().beforeWrite(i);
          }
        });
    program.together(mine);
    int readers = program.strategy().tryStartWrite(program.mm(0), mine, nanos);
    program.each(
        mine,
        i -> {
          boolean before = held.contains(program.vma(i));
          if (program.strategy().isWriteHeld(program.vma(i)) != (before || readers == 0)) {
            CurrentExecution.fail(
                "W5",
                "a bulk tryStartWrite that "
                    + (readers == 0 ? "succeeded" : "gave up")
                    + (readers != 0 && !before ? " left" : " did not leave")
                    + " VMA "
                    + i
                    + " write-held");
          }
          if (!before && readers == 0) {
            program.oracle().afterWrite(i);
          } else if (!before) {
            program.oracle().gaveUp(i);
          }
          if (before || readers == 0) {
            program.data(i).change();
          }
        });
  }
}
