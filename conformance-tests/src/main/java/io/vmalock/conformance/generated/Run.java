package io.vmalock.conformance.generated;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.ContractModel;
import io.vmalock.conformance.model.Forbidden;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Reply;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One program on a strategy, judged by the model call by call. The writer's thread runs it. If a
 * call waits, the reader's thread checks that it does, and then lets it go.
 */
final class Run {
  /** The number of times that a reader asks again when a single CONTENDED is allowed (X4, X7). */
  private static final int ATTEMPTS = 2_000;

  /** The number of looks in a row in which a thread must be parked before it counts as waiting. */
  private static final int LOOKS = 2;

  /** The number of looks after which a thread that neither returns nor parks counts as polling. */
  private static final int LOOKS_AT_A_SPINNER = 60;

  /** The first looks, which are quick: most writers park at once. */
  private static final int QUICK_LOOKS = 40;

  /**
   * The number of looks after which a thread that parked before its interrupt, and no longer does,
   * counts as spinning.
   */
  private static final int LOOKS_AT_AN_INTERRUPTED = 500;

  private static final long BETWEEN_LOOKS_NANOS = 20_000;
  private static final long LONG_BETWEEN_LOOKS_NANOS = 1_000_000;

  /**
   * The number of holds, of very many that keep a call waiting, that are ended with a look at the
   * call.
   */
  private static final int LOOKED_AT = 4;

  private final Shape shape;
  private final ContractModel model;
  private final World world;
  private final ReaderThread reader;
  private final List<Step> done = new ArrayList<>();

  /**
   * The number of steps that were begun; volatile, so that a thread that finds the number finds the
   * steps.
   */
  private volatile int begun;

  /** The reply of a call that waits; stored by the writer's thread. */
  private volatile @Nullable Reply answered;

  /**
   * The number of holds that were ended while a call waited for them. Volatile for who watches; the
   * reader's thread alone counts.
   */
  private volatile int ended;

  /** Whether the holds that keep the writer's call waiting have all ended. */
  private volatile boolean letGo;

  /** Whether the last one to leave was interrupted. A fixed half are, so that runs are alike. */
  private volatile boolean leavesInterrupted;

  Run(VmaLockStrategy strategy, Shape shape, ReaderThread reader) {
    this.shape = shape;
    this.model =
        new ContractModel(
            strategy.capabilities(), strategy.maxReaders(), shape.mms(), shape.vmas());
    this.world = new World(strategy, shape);
    this.reader = reader;
  }

  /** The number of steps that were begun. */
  int begun() {
    return begun;
  }

  /** A number that changes as long as the run goes on; many holds may end in one step. */
  long progress() {
    return ((long) begun << Integer.SIZE) + ended;
  }

  /**
   * Runs all of {@code steps}, and then the end, after which no reader or writer is left.
   *
   * @return the finding, or null
   */
  @Nullable Finding play(Steps steps) {
    try {
      for (Step step = steps.next(model); step != null; step = steps.next(model)) {
        play(step);
      }
      Ending ending = new Ending();
      for (Step step = ending.next(model); step != null; step = ending.next(model)) {
        play(step);
      }
      return null;
    } catch (Forbidden e) {
      return new Finding(e.rule(), e.why(), shape, done, false);
    } finally {
      Thread.interrupted();
    }
  }

  /** The program does not go on: the last step does not return. */
  Finding hangs(String threads) {
    int steps = begun;
    Step last = done.get(steps - 1);
    Rule rule = model.mustReturn(last);
    String why =
        last
            + " does not return, although "
            + (letGo ? "all who were inside have left" : "nothing keeps it")
            + (letGo && leavesInterrupted ? ", the last one interrupted" : "");
    return new Finding(rule, why + threads, shape, done.subList(0, steps), true);
  }

  private void play(Step given) throws Forbidden {
    if (!model.says(given)) {
      return;
    }
    Set<Integer> awaited = model.awaits(given);
    boolean lateInterrupt = given.interrupt() == Interrupt.IN_WAIT && awaited.isEmpty();
    Step step = lateInterrupt ? given.with(Interrupt.NONE) : given;
    done.add(step);
    letGo = false;
    leavesInterrupted = false;
    begun = done.size();
    if (!awaited.isEmpty()) {
      playWaiting(step, awaited);
    } else if (step.by() == Who.WRITER) {
      model.after(step, call(step));
    } else {
      model.after(step, byReader(step));
    }
    look(step);
  }

  private Reply byReader(Step step) {
    ReaderThread.Begun call = reader.begin(() -> madeInterrupted(step));
    try {
      return Reply.of(call.end());
    } catch (Throwable e) {
      return Reply.threw(e);
    }
  }

  // ---- Calls ----

  /** By a thread that is not the writer's, and is not interrupted for longer than the call. */
  private long madeInterrupted(Step step) throws Exception {
    if (step.interrupt() == Interrupt.NONE) {
      return made(step);
    }
    Thread.currentThread().interrupt();
    try {
      return made(step);
    } finally {
      Thread.interrupted();
    }
  }

  private Reply call(Step step) {
    if (step.interrupt() == Interrupt.BEFORE) {
      Thread.currentThread().interrupt();
    }
    try {
      long value = made(step);
      return new Reply(value, null, Thread.interrupted());
    } catch (Throwable e) {
      return new Reply(0, e, Thread.interrupted());
    }
  }

  private long made(Step step) throws Exception {
    long stamp =
        switch (step.operation()) {
          case END_READ, END_READ_WRONGLY -> model.stamp(step);
          case VALIDATE -> model.stampOfRead(step);
          default -> 0;
        };
    long answer = world.call(step, stamp);
    if (answer == VmaLockStrategy.CONTENDED && model.insists(step)) {
      for (int i = 0; i < ATTEMPTS && answer == VmaLockStrategy.CONTENDED; i++) {
        answer = world.call(step, stamp);
      }
    }
    return answer;
  }

  // ---- Calls that wait ----

  private void playWaiting(Step step, Set<Integer> awaited) throws Forbidden {
    Thread writer = Thread.currentThread();
    answered = null;
    // The reader's thread may touch the model from here on until it is done.
    model.begins(step);
    ReaderThread.Begun watch =
        reader.beginBeside(
            () -> {
              watch(step, List.copyOf(awaited), writer);
              return 0L;
            });
    Reply reply;
    if (step.interrupt() == Interrupt.BEFORE) {
      writer.interrupt();
    }
    try {
      long value = world.call(step, 0);
      reply = new Reply(value, null, Thread.interrupted());
    } catch (Throwable e) {
      reply = new Reply(0, e, Thread.interrupted());
    }
    answered = reply;
    try {
      watch.end();
    } catch (Forbidden e) {
      throw e;
    } catch (Throwable e) {
      throw new Forbidden(Rule.P2, "while " + step + " waited, the reader met " + e);
    } finally {
      Thread.interrupted();
    }
    model.after(step, reply);
  }

  /** Checks that the writer waits, as it must; then ends the holds. */
  private void watch(Step step, List<Integer> awaited, Thread writer) throws Exception {
    boolean parks = isSeenToWait(writer);
    if (answered != null) {
      return; // the model judges that
    }
    for (int vma : awaited.subList(0, Math.min(2, awaited.size()))) {
      if (parks) {
        staysOut(step, vma, writer);
        passesUnderOther(step, vma);
      }
    }
    if (awaited.get(0) % 2 == 0) {
      LockSupport.unpark(writer); // a spurious wake-up does no harm, nor is it needed
    }
    if (step.interrupt() == Interrupt.IN_WAIT) {
      writer.interrupt();
      if (step.operation() == Operation.TRY_WRITE) {
        letGo = true;
        return; // it must give up, with or without readers inside
      }
      if (parks) {
        parksAgain(step, writer);
      }
    }
    int looks = 0;
    for (int vma : awaited) {
      while (model.holds(vma) > 0) {
        if (looks++ < LOOKED_AT) {
          isSeenToWait(writer);
        }
        if (answered != null) {
          return;
        }
        Step end = Step.of(Operation.END_READ, step.mm(), vma).by(Who.READER);
        leavesInterrupted = vma % 2 != 0;
        Interrupt interrupt = leavesInterrupted ? Interrupt.BEFORE : Interrupt.NONE;
        model.after(end, ended(end.with(interrupt)));
        ended = ended + 1;
      }
    }
    letGo = true;
  }

  private Reply ended(Step end) {
    try {
      return Reply.of(madeInterrupted(end));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return Reply.threw(e);
    }
  }

  /** Whether the writer parks, or has not returned for some time. */
  private boolean isSeenToWait(Thread writer) {
    int seen = 0;
    for (int i = 0; i < LOOKS_AT_A_SPINNER && answered == null; i++) {
      seen = isParked(writer) ? seen + 1 : 0;
      if (seen >= LOOKS) {
        return true;
      }
      if (i < QUICK_LOOKS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
    }
    return false;
  }

  /** Until it parks, or {@code returned}; or it polls, which is as well. */
  static void awaitParked(Thread thread, BooleanSupplier returned) {
    for (int look = 0; look < 200 && !isParked(thread) && !returned.getAsBoolean(); look++) {
      if (look < 100) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
    }
  }

  static boolean isParked(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> false;
    };
  }

  /** A reader that comes now is refused. A bulk form may still wait for another VMA. */
  private void staysOut(Step step, int vma, Thread writer) throws Exception {
    Step read = Step.of(Operation.READ, step.mm(), vma).by(Who.READER);
    for (int i = 1; answered == null; i++) {
      long answer = world.call(read, 0);
      if (answered != null && answer <= 0) {
        return;
      }
      boolean isOut = answer <= 0;
      boolean mayBeGone = step.operation() == Operation.DETACH;
      if (isOut && !(mayBeGone && answer == VmaLockStrategy.DETACHED)) {
        model.after(read, Reply.of(answer));
      }
      if (isOut) {
        return;
      }
      world.call(Step.of(Operation.END_READ, step.mm(), vma), answer);
      if (step.bulk()) {
        return;
      }
      // It may have parked for another reason, before it told readers: one refusal is enough.
      if (i == LOOKS_AT_A_SPINNER && isSeenToWait(writer)) {
        model.after(read, Reply.of(answer));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }

  /**
   * A reader with an old reference that holds another mm's mmap lock, where no writer is at work,
   * does not get in, and is none of this writer's business.
   */
  private void passesUnderOther(Step step, int vma) throws Exception {
    for (int other = 0; other < model.mms(); other++) {
      if (other == step.mm() || model.isOpen(other)) {
        continue;
      }
      Step read = Step.of(Operation.READ_LOCKED, other, vma).by(Who.READER);
      world.mm(other).readLock();
      long answer;
      try {
        answer = world.call(read, 0);
      } finally {
        world.mm(other).readUnlock();
      }
      if (answer > 0) {
        throw new Forbidden(
            Rule.L6, read + " said stamp " + answer + " while " + step + " waited in its own mm");
      }
    }
  }

  private void parksAgain(Step step, Thread writer) throws Forbidden {
    for (int i = 0; i < LOOKS_AT_AN_INTERRUPTED; i++) {
      if (isParked(writer) || answered != null) {
        return;
      }
      LockSupport.parkNanos(i < 20 ? BETWEEN_LOOKS_NANOS : LONG_BETWEEN_LOOKS_NANOS);
    }
    throw new Forbidden(Rule.W5, step + " parks, but once it was interrupted it spins");
  }

  // ---- Looks at the state ----

  private void look(Step step) throws Forbidden {
    switch (step.operation()) {
      case TAKE_NOTICES -> takeNotices(step.mm());
      case RETIRE -> {
        for (int vma : step.vmas()) {
          if (vma >= 0 && model.retirement(vma) >= 0) {
            world.number(vma, model.retirement(vma));
          }
        }
      }
      default -> {}
    }
    for (int vma : step.vmas()) {
      if (vma >= 0) {
        look(step, vma);
      }
    }
  }

  private void look(Step step, int vma) throws Forbidden {
    model.look(step, vma, world.isAttached(vma), world.isWriteHeld(vma), world.readers(vma));
    if (model.isRetired(vma)) {
      model.lookRetired(
          step,
          vma,
          world.retirement(vma).isDrained(),
          world.retirement(vma).isDrainedAtOnce(),
          world.looks());
    }
  }

  private void takeNotices(int mm) throws Forbidden {
    if (world.looks()) {
      for (int vma = 0; vma < model.vmas(); vma++) {
        if (model.isRetired(vma) && model.holds(vma) == 0) {
          world.awaitDrained(vma);
        }
      }
    }
    model.noticed(mm, world.notices(mm));
  }
}
