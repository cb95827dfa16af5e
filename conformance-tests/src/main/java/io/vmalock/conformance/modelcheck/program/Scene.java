package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.Oracle;

/** The mms and VMAs that the threads of one execution of a program share. */
final class Scene {
  private static final int MMS = 2;

  private final VmaLockStrategy strategy;
  private final Oracle oracle;
  private final boolean isTaken;
  private final boolean isReadOnly;
  private final Mm[] mms = new Mm[MMS];
  private final Vma[] vmas;
  private final Retirement[] retirements;
  private final Data[] data;

  /** Two mms, and VMAs that are detached. */
  Scene(VmaLockStrategy strategy, ProgramText program) {
    Conditions conditions = program.conditions();
    this.strategy = strategy;
    this.oracle = new Oracle(program.areas(), MMS, conditions.limit());
    this.isTaken = program.has(Operation::takesDetached);
    this.isReadOnly = !program.writes();
    for (int mm = 0; mm < MMS; mm++) {
      // Mostly not the same numbers in both.
      long first = mm == 0 || conditions.isAlike() ? StrategyProgram.FIRST_SEQUENCE : 0;
      mms[mm] = strategy.newMm(new Limits(first, conditions.limit()));
    }
    vmas = new Vma[program.areas()];
    retirements = new Retirement[vmas.length];
    data = new Data[vmas.length];
    for (int i = 0; i < vmas.length; i++) {
      data[i] = new Data();
      vmas[i] = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, data[i]);
      retirements[i] = new Retirement(vmas[i]);
    }
  }

  VmaLockStrategy strategy() {
    return strategy;
  }

  Oracle oracle() {
    return oracle;
  }

  /** Whether a thread takes a VMA that another one detached. */
  boolean isTaken() {
    return isTaken;
  }

  /** Whether no thread opens a section. */
  boolean isReadOnly() {
    return isReadOnly;
  }

  int areas() {
    return vmas.length;
  }

  Mm mm(int index) {
    return mms[index];
  }

  Vma vma(int index) {
    return vmas[index];
  }

  Retirement retirement(int index) {
    return retirements[index];
  }

  Data data(int index) {
    return data[index];
  }

  boolean isOf(int mm, int i) {
    return oracle.mm(i) == mm;
  }

  // ---- Actions of any thread ----

  void findDetached(int i) {
    if (vma(i).mm() == null && vma(i).retirement() == null) {
      data(i).change();
    }
  }

  void lookAgain(int i) {
    // Acquire: a thread that looks again got the retirement from another, and so comes after the
    // retire.
    boolean retired = oracle.isRetired(i) && vma(i).retirement() == retirement(i);
    if (retired && strategy.lookAgain(retirement(i))) {
      oracle.drained(i);
    }
  }

  /** Uses the content of the VMAs whose notices it takes, like a thread that frees the memory. */
  void takeNotices(int mm) {
    for (Retirement each = mm(mm).takeNotices(); each != null; each = each.next()) {
      for (int i = 0; i < vmas.length; i++) {
        if (each == retirements[i]) {
          oracle.noticed(i);
          oracle.drained(i);
          data[i].change();
        }
      }
    }
  }

  /** Takes the notices of both mms. */
  void takeAllNotices() {
    for (int mm = 0; mm < MMS; mm++) {
      takeNotices(mm);
    }
  }
}
