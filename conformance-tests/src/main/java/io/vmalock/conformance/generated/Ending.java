package io.vmalock.conformance.generated;

import io.vmalock.conformance.model.ContractModel;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of every program: all readers leave, every section ends, and then each VMA can be read,
 * written and read again without waiting. A flag, a count or a lock that was left behind shows
 * here.
 */
final class Ending implements Steps {
  /** More VMAs are written in bulk. */
  private static final int FEW = 12;

  /** Of more VMAs only some are read, where each read is handed over to another thread. */
  private static final int MOST_HANDED_OVER = 100;

  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean made;

  @Override
  public @Nullable Step next(ContractModel model) {
    if (!made) {
      made = true;
      leave(model);
      use(model);
    }
    return steps.poll();
  }

  private void leave(ContractModel model) {
    for (int vma = 0; vma < model.vmas(); vma++) {
      for (int hold = model.holds(vma) - 1; hold >= 0; hold--) {
        // The last first: the numbers of the others stay.
        Step end = Step.of(Operation.END_READ, 0, vma).with(hold).by(model.holder(vma, hold));
        steps.add(vma % 2 == 0 ? end : end.with(Interrupt.BEFORE));
      }
    }
    for (int mm = 0; mm < model.mms(); mm++) {
      if (model.isOpen(mm)) {
        steps.add(Step.of(Operation.CLOSE, mm));
      }
      for (int i = 0; i < model.mmapReaders(mm); i++) {
        steps.add(Step.of(Operation.UNLOCK_READ, mm));
      }
      steps.add(Step.of(Operation.TAKE_NOTICES, mm));
    }
  }

  private void use(ContractModel model) {
    for (int mm = 0; mm < model.mms(); mm++) {
      List<Integer> all = new ArrayList<>();
      for (int vma = 0; vma < model.vmas(); vma++) {
        if (model.isOf(mm, vma)) {
          all.add(vma);
        }
      }
      boolean few = all.size() <= FEW;
      readAll(model, all);
      if (all.isEmpty()) {
        continue;
      }
      steps.add(Step.of(Operation.OPEN, mm));
      if (few) {
        for (int vma : all) {
          steps.add(Step.of(Operation.WRITE, mm, vma));
        }
      } else {
        steps.add(Step.bulk(Operation.WRITE, mm, all));
      }
      steps.add(Step.of(Operation.CLOSE, mm));
      readAll(model, all);
    }
  }

  private void readAll(ContractModel model, List<Integer> all) {
    int apart =
        all.size() <= MOST_HANDED_OVER || model.says(Step.of(Operation.READ, 0, all.get(0)))
            ? 1
            : all.size() / MOST_HANDED_OVER + 1;
    // Backwards, as the last one of a list is the one to be forgotten.
    for (int i = all.size() - 1; i >= 0; i -= apart) {
      read(model, all.get(i));
    }
  }

  private void read(ContractModel model, int vma) {
    Step read = Step.of(Operation.READ, model.owner(vma), vma);
    Who who = model.says(read) ? Who.WRITER : Who.READER;
    steps.add(read.by(who));
    steps.add(Step.of(Operation.END_READ, 0, vma).by(who));
  }
}
