package io.vmalock.conformance.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import io.vmalock.conformance.check.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The stage of a scenario: its mms, VMAs and actors, and its checks. */
final class Stage implements AutoCloseable {
  /** The number of reads after which a design that comes to expect readers does so. */
  static final int WARM_UP = 300;

  private static final long PAGE = 0x1000;

  /** The number of times that a reader asks again when a single CONTENDED is allowed (X4, X7). */
  private static final int ATTEMPTS = 2_000;

  private final VmaLockStrategy strategy;
  private final WaitBudget waitBudget;
  private final boolean warm;
  private final List<Mm> mms = new CopyOnWriteArrayList<>();
  private final List<Vma> vmas = new CopyOnWriteArrayList<>();
  private final List<Actor> actors = new CopyOnWriteArrayList<>();
  private final List<ReadHold> holds = new CopyOnWriteArrayList<>();
  private @Nullable Mm mm;
  private @Nullable Actor reader;
  private @Nullable Actor writer;
  private long nextAddress = PAGE;
  private volatile @Nullable Rule ruleIfStuck;

  /**
   * Creates a stage.
   *
   * @param warm whether each VMA is read many times between sections
   */
  Stage(VmaLockStrategy strategy, WaitBudget waitBudget, boolean warm) {
    this.strategy = strategy;
    this.waitBudget = waitBudget;
    this.warm = warm;
  }

  VmaLockStrategy strategy() {
    return strategy;
  }

  WaitBudget waitBudget() {
    return waitBudget;
  }

  boolean has(Capability capability) {
    return strategy.capabilities().contains(capability);
  }

  // ---- mms, VMAs and actors ----

  /** The mm, if one is enough. */
  Mm mm() {
    Mm one = mm;
    if (one == null) {
      one = newMm(Limits.DEFAULT);
      mm = one;
    }
    return one;
  }

  Mm newMm(Limits limits) {
    Mm made = strategy.newMm(limits);
    mms.add(made);
    return made;
  }

  Mm newMm(long firstSequence) {
    return newMm(new Limits(firstSequence, Integer.MAX_VALUE));
  }

  /** A detached VMA. */
  Vma newVma() {
    long start = nextAddress;
    nextAddress += 2 * PAGE;
    return known(strategy.newVma(start, start + PAGE, "attachment of " + start));
  }

  /** Adds a VMA to those that misuse must leave alone. */
  Vma known(Vma vma) {
    vmas.add(vma);
    return vma;
  }

  /** An attached VMA, which readers can enter. */
  Vma attached() {
    return attached(mm());
  }

  Vma attached(Mm to) {
    Vma vma = newVma();
    attach(to, vma);
    return vma;
  }

  List<Vma> attached(int count) {
    List<Vma> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(attached());
    }
    return made;
  }

  /** Attaches the VMA in a new section. */
  void attach(Mm to, Vma vma) {
    writer().inSection(to, () -> strategy.attach(to, vma));
  }

  /** Detaches the VMA in a new section. */
  void detach(Mm from, Vma vma) {
    writer().inSection(from, () -> strategy.detach(from, vma));
  }

  Actor actor(String name) {
    Actor actor = new Actor(this, name);
    actors.add(actor);
    return actor;
  }

  /** The reader, if one is enough. */
  Actor reader() {
    Actor one = reader;
    if (one == null) {
      one = actor("reader");
      reader = one;
    }
    return one;
  }

  /** The writer, if one is enough. */
  Actor writer() {
    Actor one = writer;
    if (one == null) {
      one = actor("writer");
      writer = one;
    }
    return one;
  }

  /** Makes the writer wait for {@code vma}, which a reader holds, in an open section. */
  ActorCall<Void> writerWaitsFor(Mm of, Vma vma) {
    ActorCall<Void> wait = writer().starts("startWrite", () -> strategy.startWrite(of, vma));
    wait.waits(Rule.X2, "a reader holds " + vma);
    return wait;
  }

  /**
   * Reads all VMAs of {@code of} many times, on a warm stage; call it only while no section of
   * {@code of} is open. Not on the reader's thread, which may be inside.
   */
  void warmUp(Mm of) {
    if (!warm) {
      return;
    }
    for (Vma vma : vmas) {
      // Not with the readers at a limit, where the reads would show nothing.
      for (int i = 0; i < WARM_UP && vma.mm() == of; i++) {
        long stamp = strategy.startRead(of, vma);
        if (stamp <= 0) {
          break;
        }
        strategy.endRead(vma, stamp);
      }
    }
  }

  // ---- Checks ----

  /** Names the rule that is broken if the scenario gets stuck from here on. */
  void ruleIfStuck(Rule rule) {
    ruleIfStuck = rule;
  }

  Rule ruleIfStuckOr(Rule otherwise) {
    Rule rule = ruleIfStuck;
    return rule == null ? otherwise : rule;
  }

  void check(Rule rule, boolean kept, String seen) {
    if (!kept) {
      throw new RuleBroken(rule, seen);
    }
  }

  void equal(Rule rule, Object expected, Object actual, String what) {
    check(rule, expected.equals(actual), what + " is " + actual + ", should be " + expected);
  }

  /** Requires that a reader gets in, at once. */
  void readable(Rule rule, Mm under, Vma vma, String when) {
    says(rule, Answer.HELD, under, vma, when);
  }

  /** Requires that a reader gets CONTENDED. */
  void contended(Rule rule, Mm under, Vma vma, String when) {
    says(rule, Answer.CONTENDED, under, vma, when);
  }

  /** Requires that a reader gets DETACHED. */
  void detached(Rule rule, Mm under, Vma vma, String when) {
    says(rule, Answer.DETACHED, under, vma, when);
  }

  void says(Rule rule, Answer expected, Mm under, Vma vma, String when) {
    Answer answer = reader().asked(under, vma);
    // In every story: DETACHED is untrue of an attached VMA.
    boolean untrue = expected == Answer.CONTENDED && answer == Answer.DETACHED;
    check(
        untrue ? Rule.L5 : rule,
        answer == expected,
        "startRead of " + vma + " said " + answer + " " + when + "; it should say " + expected);
  }

  /** Requires that a reader does not get in, with either answer. */
  void refused(Rule rule, Mm under, Vma vma, String when) {
    Answer answer = reader().asked(under, vma);
    check(
        rule,
        answer == Answer.CONTENDED || answer == Answer.DETACHED,
        "startRead of " + vma + " said " + answer + " " + when + "; nobody may get in");
  }

  /**
   * Requires that a reader gets in if it asks again, while a section is open and a false CONTENDED
   * allowed.
   */
  void readableInTheEnd(Rule rule, Mm under, Vma vma, String when) {
    reader();
    Answer answer = Answer.CONTENDED;
    for (int i = 0; i < ATTEMPTS && answer == Answer.CONTENDED; i++) {
      answer = reader().asked(under, vma);
    }
    check(
        rule,
        answer == Answer.HELD,
        "startRead of " + vma + " said " + answer + " " + when + ", asked again and again");
  }

  /**
   * Requires that the call is refused with an exception of {@code type} that gives the reason, and
   * changes nothing.
   */
  void refuses(
      Rule rule, Class<? extends Exception> type, Actor by, String what, Actor.Action misuse) {
    String before = state();
    ActorCall<Void> step = by.starts(what, misuse);
    check(rule, step.ended(), what + " does not return." + (step.isOver() ? "" : threadDump()));
    step.fails(rule, type, "it is misuse");
    try {
      step.value();
    } catch (NullPointerException e) {
      // Its name gives the reason. (The JVM leaves out the message of an exception that is thrown
      // often.)
    } catch (RuntimeException e) {
      String message = e.getMessage();
      check(
          rule,
          message != null && !message.isBlank(),
          what + " threw " + type.getSimpleName() + " that does not say why");
    }
    equal(rule, before, state(), "after the refused " + what + " the state");
  }

  /** The visible state of the mms and VMAs of this stage. */
  private String state() {
    StringBuilder text = new StringBuilder();
    for (Mm each : mms) {
      text.append("mm ").append(each.sequence()).append(' ').append(each.lockState()).append("; ");
    }
    for (Vma vma : vmas) {
      text.append(vma)
          .append(" attached=")
          .append(strategy.isAttached(vma))
          .append(" to=")
          .append(mms.indexOf(vma.mm()))
          .append(" writeHeld=")
          .append(strategy.isWriteHeld(vma))
          .append(" readers=")
          .append(strategy.readers(vma))
          .append("; ");
    }
    return text.toString();
  }

  /**
   * Requires, without any reader or writer, that each attached VMA is readable, and that a writer
   * gets it without waiting. Finds a flag, a count or a lock that was left behind.
   */
  void leavesEverythingFree() {
    ruleIfStuck(Rule.P2);
    for (Vma vma : vmas) {
      Mm of = vma.mm();
      if (of == null || !mms.contains(of) || of.isWriteLocked()) {
        continue;
      }
      readable(Rule.X4, of, vma, "in the end, with no thread inside");
      Actor last = actor("last writer");
      ActorCall<Void> write =
          last.starts(
              "startWrite",
              () -> {
                of.writeLock();
                strategy.startWrite(of, vma);
                of.writeUnlock();
              });
      write.returns(Rule.P2, "no thread is inside in the end");
    }
  }

  // ---- Threads ----

  /**
   * Whether {@code actor} waits for others, and every other actor waits, too, or has nothing to do.
   */
  boolean isStuck(Actor actor) {
    if (!actor.isParked()) {
      return false;
    }
    for (Actor other : actors) {
      // The actor that looks polls, so it is never seen parked.
      if (other.thread() != Thread.currentThread() && other.isBusy() && !other.isParked()) {
        return false;
      }
    }
    return true;
  }

  String threadDump() {
    List<Thread> busy = new ArrayList<>();
    for (Actor actor : actors) {
      if (actor.isBusy() && actor.thread() != Thread.currentThread()) {
        busy.add(actor.thread());
      }
    }
    return ThreadDump.of(busy);
  }

  void remember(ReadHold hold) {
    holds.add(hold);
  }

  /** Dismisses all actors, also if the scenario broke off in the middle. */
  @Override
  public void close() {
    holds.forEach(ReadHold::dropIfLeft);
    actors.forEach(Actor::dismiss);
    for (int i = 0; i < 20 && actors.stream().anyMatch(Actor::isBusy); i++) {
      Actor.pause();
    }
    actors.forEach(Actor::interruptIfRunning);
  }
}
