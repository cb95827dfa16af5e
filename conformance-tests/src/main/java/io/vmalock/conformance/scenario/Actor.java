package io.vmalock.conformance.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that takes the steps of a scenario, one after the other. */
final class Actor {
  private static final long PAUSE_NANOS = 1_000_000;

  private final Stage stage;
  private final Thread thread;
  private final BlockingQueue<ActorCall<?>> steps = new LinkedBlockingQueue<>();
  private volatile @Nullable ActorCall<?> last;
  private volatile boolean dismissed;

  Actor(Stage stage, String name) {
    this.stage = stage;
    this.thread = new Thread(this::act, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void act() {
    while (!dismissed) {
      try {
        steps.take().make();
      } catch (InterruptedException e) {
        // An interrupt that was meant for a call and came late.
        continue;
      }
    }
  }

  Stage stage() {
    return stage;
  }

  VmaLockStrategy strategy() {
    return stage.strategy();
  }

  Thread thread() {
    return thread;
  }

  /** An action that may throw. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  // ---- Steps ----

  /** Begins a call, and goes on without waiting for its end. */
  <T extends @Nullable Object> ActorCall<T> asks(String what, Callable<T> call) {
    ActorCall<T> step = new ActorCall<>(this, thread.getName() + "'s " + what, call);
    last = step;
    steps.add(step);
    return step;
  }

  /** Starts a call that returns nothing. */
  ActorCall<Void> starts(String what, Action action) {
    return asks(
        what,
        () -> {
          action.run();
          return nothing();
        });
  }

  @SuppressWarnings("NullAway") // Void has no other value
  private static Void nothing() {
    return null;
  }

  /** Makes a call and waits for its result. */
  <T extends @Nullable Object> T gets(String what, Callable<T> call) {
    return asks(what, call).returns(stage.ruleIfStuckOr(Rule.P2), "nothing keeps it");
  }

  /** Makes a call that returns nothing. */
  void does(String what, Action action) {
    starts(what, action).returns(stage.ruleIfStuckOr(Rule.P2), "nothing keeps it");
  }

  // ---- The mmap lock ----

  /** Opens a section. */
  void writeLocks(Mm mm) {
    does("writeLock", mm::writeLock);
  }

  /** Ends it. */
  void writeUnlocks(Mm mm) {
    does("writeUnlock", mm::writeUnlock);
    does("warm-up", () -> stage.warmUp(mm));
  }

  /** A whole section. */
  void inSection(Mm mm, Action inside) {
    does(
        "section",
        () -> {
          mm.writeLock();
          try {
            inside.run();
          } finally {
            mm.writeUnlock();
          }
        });
    does("warm-up", () -> stage.warmUp(mm));
  }

  // ---- Reading ----

  /** Begins a hold that it must get. */
  ReadHold holds(Mm mm, Vma vma) {
    ActorCall<Long> step = asks("startRead", () -> strategy().startRead(mm, vma));
    return held(vma, step.returnsAtOnce(Rule.P1, "startRead never blocks"), "nobody writes it");
  }

  /** Holds a VMA under the mmap lock, which is held for reading. */
  ReadHold holdsLocked(Mm mm, Vma vma) {
    ActorCall<Long> step = asks("startReadLocked", () -> strategy().startReadLocked(mm, vma));
    long stamp = step.returns(Rule.P7, "no section is open, and it takes no mmap lock");
    if (stamp <= 0) {
      throw new RuleBroken(
          Rule.P4,
          "startReadLocked of "
              + vma
              + " said "
              + Answer.of(stamp)
              + " although no section is open, and it has "
              + strategy().readers(vma)
              + " readers");
    }
    return new ReadHold(this, vma, stamp);
  }

  private ReadHold held(Vma vma, long stamp, String because) {
    if (stamp <= 0) {
      Answer answer = Answer.of(stamp);
      throw new RuleBroken(
          answer == Answer.DETACHED ? Rule.L5 : stage.ruleIfStuckOr(Rule.X4),
          "startRead of " + vma + " said " + answer + " although " + because);
    }
    return new ReadHold(this, vma, stamp);
  }

  /** The answer of startRead; a hold is ended at once. */
  Answer asked(Mm mm, Vma vma) {
    ActorCall<Answer> step =
        asks(
            "startRead",
            () -> {
              long stamp = strategy().startRead(mm, vma);
              if (stamp > 0) {
                strategy().endRead(vma, stamp);
              }
              return Answer.of(stamp);
            });
    return step.returnsAtOnce(Rule.P1, "startRead never blocks");
  }

  // ---- The thread ----

  void interrupt() {
    thread.interrupt();
  }

  /** Wakes the thread without reason, as the JVM may. */
  void wakeSpuriously() {
    LockSupport.unpark(thread);
  }

  boolean isWaiting() {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> false;
    };
  }

  /** Whether it waits inside a step for another thread, without a time limit. */
  boolean isParked() {
    Thread.State state = thread.getState();
    return isBusy() && (state == Thread.State.WAITING || state == Thread.State.BLOCKED);
  }

  /** Whether it has an unfinished step. */
  boolean isBusy() {
    ActorCall<?> step = last;
    return step != null && !step.isOver();
  }

  /** Dismisses the thread after its current step. */
  void dismiss() {
    starts("dismissal", () -> dismissed = true);
  }

  /**
   * Ends a loop that heeds interrupts. A thread that waits without a time limit may wait on: it is
   * idle.
   */
  void interruptIfRunning() {
    if (isBusy() && !isParked()) {
      thread.interrupt();
    }
  }

  static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
