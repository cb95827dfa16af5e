package io.vmalock.conformance.modelcheck.program;

import io.vmalock.conformance.modelcheck.program.Action.Section;
import io.vmalock.conformance.modelcheck.program.Action.Step;
import io.vmalock.modelcheck.program.CurrentExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One thread of a program: takes its steps, and remembers them.
 *
 * <p>Its memory is in collections, which the model checker does not look into. A change of a field
 * would be a step of the execution, which no other thread can notice.
 */
final class Actor {
  /** Longer than a wait after which a writer may look again by itself. */
  private static final long LONG_MILLIS = 3_500;

  private final Scene scene;
  private final Reads reads;

  /** The sections that it has open, the last one first. */
  private final Deque<OpenSection> open = new ArrayDeque<>();

  /** The VMAs that it may attach: those that it detached, and new ones. */
  private final List<Integer> detached = new ArrayList<>();

  /** The interrupts that it has or may have, and that no call has reported. */
  private final Set<Operation> interrupts = EnumSet.noneOf(Operation.class);

  /** Holds an element if the next step in a section fails in its wait. */
  private final Set<Operation> failing = EnumSet.noneOf(Operation.class);

  Actor(Scene scene) {
    this.scene = scene;
    this.reads = new Reads(scene);
    for (int i = ProgramText.NEW; i < scene.areas(); i++) {
      detached.add(i);
    }
  }

  void perform(List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Section section) {
        perform(section);
      } else {
        perform((Step) action);
      }
    }
  }

  private void perform(Section section) {
    OpenSection opened = new OpenSection(scene, section.isOther() ? 1 : 0, detached);
    open.push(opened);
    opened.begin();
    for (Action action : section.inside()) {
      if (!opened.isDone()) {
        perform(List.of(action));
      }
    }
    opened.end(section.isDowngraded());
    open.pop();
    if (open.isEmpty() && interrupts.remove(Operation.INTERRUPT) && !Thread.interrupted()) {
      CurrentExecution.fail("W5", "an uninterruptible startWrite lost the interrupt");
    }
  }

  private void perform(Step step) {
    int mm = step.isOther() ? 1 : 0;
    switch (step.operation()) {
      case READ -> reads.hold(mm, step.area(), () -> perform(step.inside()));
      case READ_LOCKED -> reads.holdLocked(mm, step.area(), () -> perform(step.inside()));
      case READ_HAND_OVER -> reads.handOver(mm, step.area());
      case READ_LEAVE -> reads.leave(mm, step.area());
      case END_LEFT -> reads.endLeft(step.area());
      case READ_MANY -> reads.many(mm, step.area());
      case READ_GRANTED -> reads.granted(mm, step.area());
      case OPTIMISTIC -> reads.optimistic(mm, step.area());
      case SPECULATE -> reads.speculate(mm, step.area());
      case FIND_DETACHED -> scene.findDetached(step.area());
      case LOOK_AGAIN -> scene.lookAgain(step.area());
      case TAKE_NOTICES -> scene.takeNotices(mm);
      case INTERRUPT -> {
        interrupts.add(step.operation());
        Thread.currentThread().interrupt();
      }
      case BE_INTERRUPTED -> {
        interrupts.add(step.operation());
        new Thread(Thread.currentThread()::interrupt).start();
      }
      case SLEEP -> sleep();
      case FAIL -> failing.add(step.operation());
      default -> performInSection(step);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LONG_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a step in the open section of its mm, or in a new one. */
  private void performInSection(Step step) {
    OpenSection last = open.peek();
    boolean isOther = step.isOther() || last != null && last.index() == 1;
    for (OpenSection section : open) {
      if (section.index() == (isOther ? 1 : 0)) {
        perform(step, section);
        return;
      }
    }
    if (step.operation() != Operation.ATTACH || !Collections.disjoint(detached, step.areas())) {
      perform(new Section(isOther, List.of(step), false));
    }
  }

  private void perform(Step step, OpenSection where) {
    switch (step.operation()) {
      case ATTACH -> {
        List<Integer> mine = new ArrayList<>(step.areas());
        mine.retainAll(detached);
        detached.removeAll(mine);
        if (!mine.isEmpty()) {
          where.attach(mine, step.isBulk());
        }
      }
      case ADOPT -> where.adopt(step.areas(), step.isBulk());
      case REUSE -> where.reuse(step.area());
      default -> performOrBeInterrupted(step, where);
    }
  }

  /** With an interrupt pending a tryStartWrite takes nothing and reports the interrupt. */
  private void performOrBeInterrupted(Step step, OpenSection where) {
    try {
      boolean isDone = where.perform(step, failing.remove(Operation.FAIL));
      if (isDone && step.operation().tries() && interrupts.contains(Operation.INTERRUPT)) {
        CurrentExecution.fail("W5", "a tryStartWrite of an interrupted thread did not throw");
      }
    } catch (InterruptedException e) {
      if (interrupts.isEmpty()) {
        CurrentExecution.fail("W5", "a tryStartWrite told of an interrupt that there was not");
      }
      interrupts.clear();
    }
  }
}
