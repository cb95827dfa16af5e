package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.M1;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.R1;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.R3;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** VMAs that are taken out without a wait: R1 to R3, with M2 and O1. */
final class Retiring {
  private static final Class<? extends Exception> MONITOR = IllegalMonitorStateException.class;
  private static final Class<? extends Exception> STATE = IllegalStateException.class;
  private static final Class<? extends Exception> ARGUMENT = IllegalArgumentException.class;
  private static final Class<? extends Exception> NULL = NullPointerException.class;

  /** The most that a strategy may declare. */
  private static final Duration LONGEST_DELAY = Duration.ofMillis(10);

  private static final Duration RACING = Duration.ofMillis(100);

  private Retiring() {}

  static List<Scenario> all() {
    return List.of(
        scenario("retire of a VMA without readers", List.of(R1, R2), Retiring::nobodyInside),
        scenario("retire does not wait for a reader", List.of(R1, R2), Retiring::readerInside),
        scenario("the last of two readers ends a retirement", List.of(R2, R1), Retiring::lastOfTwo),
        scenario("nested holds of a retired VMA", List.of(R2, R1), Retiring::nested),
        scenario("a hold that began under the mmap lock", List.of(R2, R1), Retiring::locked),
        scenario("retire in the section that attached", List.of(R1, L3), Retiring::attachedJustNow),
        scenario("retire of a write-held VMA", List.of(R1, R2), Retiring::writeHeld),
        scenario("a bulk retire", List.of(R1, R2), Retiring::bulk),
        scenario("a look again", List.of(R2, R3), Retiring::looksAgain),
        scenario("a retired VMA keeps no other one's readers out", List.of(R1), Retiring::others),
        scenario("retire among readers that come and go", List.of(R2, R1), Retiring::amongPassing),
        scenario("what was retired is never attached again", List.of(M2), Retiring::forGood),
        scenario("retire without the mmap lock", List.of(M1), Retiring::withoutLock),
        scenario("retire of what is another's", List.of(M4), Retiring::anothers),
        scenario("a bulk retire is refused as a whole", List.of(M2, M4), Retiring::refusedWhole),
        scenario("endRead twice of a retired VMA", List.of(M3, R2), Retiring::endReadTwice),
        scenario("another thread ends a hold of a retired VMA", List.of(R2), Retiring::handedOver)
            .with(Capability.END_READ_ELSEWHERE),
        scenario("retire ends optimistic reads", List.of(O1, R1), Retiring::optimistic)
            .with(Capability.OPTIMISTIC_READ),
        scenario("retire ends optimistic reads past a reader", List.of(O1, R1), Retiring::outlasted)
            .with(Capability.OPTIMISTIC_READ),
        scenario("retire of a VMA with its readers at their limit", List.of(R1, R2), Retiring::full)
            .with(Capability.READER_LIMIT));
  }

  // ---- Steps ----

  /** Retires one VMA in the open section, and checks that this did not wait. */
  private static Retirement retires(Stage s, Vma vma) {
    Retirement retirement = new Retirement(vma);
    s.writer()
        .starts("retire", () -> s.strategy().retire(s.mm(), retirement))
        .returns(R1, "retire never waits");
    s.check(R1, !s.strategy().isAttached(vma), vma + " says attached after retire");
    s.check(R1, !s.strategy().isWriteHeld(vma), vma + " says write-held after retire");
    return retirement;
  }

  /** No reader gets in, and none is sent to the mmap lock, where it would not get in either. */
  private static void gone(Stage s, Vma vma, String when) {
    s.detached(R1, s.mm(), vma, when);
  }

  private static void goneToLocked(Stage s, Vma vma, String when) {
    Actor other = s.actor("reader under the mmap lock");
    other.does("readLock", s.mm()::readLock);
    long stamp = other.gets("startReadLocked", () -> s.strategy().startReadLocked(s.mm(), vma));
    s.equal(R1, Answer.DETACHED, Answer.of(stamp), "startReadLocked " + when);
    other.does("readUnlock", s.mm()::readUnlock);
  }

  private static void isInUse(Stage s, Retirement retirement, String because) {
    s.check(R2, !retirement.isDrained(), "a retirement has ended although " + because);
    s.check(R2, !s.strategy().lookAgain(retirement), "lookAgain says drained although " + because);
    s.check(R2, !retirement.isDrained(), "a look again ended a retirement although " + because);
    s.check(R2, !s.mm().hasNotices(), "there is a notice although " + because);
  }

  /** The last reader has left: the retirement ends, within the declared delay, and once. */
  private static void drains(Stage s, Retirement... retirements) {
    for (Retirement retirement : retirements) {
      if (!s.strategy().noticeDelay().isZero()) {
        s.check(
            R3,
            s.waitBudget().until(() -> s.strategy().lookAgain(retirement)),
            "a retirement does not end although the last reader has left: " + retirement);
      }
      s.check(R2, retirement.isDrained(), "the last reader has left, but: " + retirement);
      s.check(R2, !retirement.isDrainedAtOnce(), "drained at once, with a reader inside");
      s.equal(R2, 0, s.strategy().readers(retirement.vma()), "the number of readers in the end");
    }
    noticed(s, retirements);
  }

  /** Requires one notice of each, and none of another; later looks give no further notice. */
  private static void noticed(Stage s, Retirement... expected) {
    // Quick at removal: a loop has made some hundred thousand.
    Set<Retirement> left = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(left, expected);
    for (Retirement each = s.mm().takeNotices(); each != null; each = each.next()) {
      s.check(R2, left.remove(each), "a notice too many: " + each);
    }
    s.check(R2, left.isEmpty(), "a notice is missing: " + left);
    for (Retirement each : expected) {
      s.check(R2, s.strategy().lookAgain(each), "lookAgain says no after the notice");
      s.check(R2, s.mm().takeNotices() == null, "a second notice of " + each);
    }
  }

  // ---- R1, R2 ----

  private static void nobodyInside(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.check(R2, retirement.isDrainedAtOnce(), "nobody is inside, but: " + retirement);
    gone(s, vma, "after retire, in the same section");
    s.writer().writeUnlocks(s.mm());
    gone(s, vma, "after retire");
    goneToLocked(s, vma, "of a retired VMA");
    s.equal(R1, 0, s.strategy().readers(vma), "the number of readers after refused reads");
    noticed(s);
    s.check(R2, s.strategy().lookAgain(retirement), "lookAgain says no of a drained VMA");
    noticed(s);
  }

  private static void readerInside(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    gone(s, vma, "after retire, with a reader inside");
    isInUse(s, retirement, "a reader is inside");
    s.writer().writeUnlocks(s.mm());
    gone(s, vma, "after the section that retired it, with a reader inside");
    goneToLocked(s, vma, "of a retired VMA with a reader inside");
    isInUse(s, retirement, "a reader is inside");
    s.writer().inSection(s.mm(), () -> {});
    gone(s, vma, "one more section later, with a reader inside");
    isInUse(s, retirement, "a reader is inside");
    hold.end();
    drains(s, retirement);
    gone(s, vma, "of a drained VMA");
    noticed(s);
  }

  private static void lastOfTwo(Stage s) {
    Vma vma = s.attached();
    ReadHold one = s.actor("reader 1").holds(s.mm(), vma);
    ReadHold two = s.actor("reader 2").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    isInUse(s, retirement, "two readers are inside");
    one.end();
    isInUse(s, retirement, "one of two readers is inside");
    s.writer().writeUnlocks(s.mm());
    gone(s, vma, "with one of two readers inside");
    two.end();
    drains(s, retirement);
  }

  private static void nested(Stage s) {
    Vma vma = s.attached();
    Actor reader = s.actor("nesting reader");
    ReadHold outer = reader.holds(s.mm(), vma);
    ReadHold inner = reader.holds(s.mm(), vma);
    ReadHold deepest = reader.holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.writer().writeUnlocks(s.mm());
    deepest.end();
    isInUse(s, retirement, "two nested holds are left");
    inner.end();
    isInUse(s, retirement, "the outer hold is left");
    outer.end();
    drains(s, retirement);
  }

  private static void locked(Stage s) {
    Vma vma = s.attached();
    Actor reader = s.actor("reader under the mmap lock");
    reader.does("readLock", s.mm()::readLock);
    ReadHold hold = reader.holdsLocked(s.mm(), vma);
    reader.does("readUnlock", s.mm()::readUnlock);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.writer().writeUnlocks(s.mm());
    isInUse(s, retirement, "a hold by startReadLocked is left");
    hold.end();
    drains(s, retirement);
  }

  private static void attachedJustNow(Stage s) {
    Vma vma = s.newVma();
    s.writer().writeLocks(s.mm());
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    Retirement retirement = retires(s, vma);
    s.check(R2, retirement.isDrainedAtOnce(), "nobody was ever inside, but: " + retirement);
    gone(s, vma, "after attach and retire");
    s.writer().writeUnlocks(s.mm());
    gone(s, vma, "after a section that attached and retired it");
    noticed(s);
  }

  private static void writeHeld(Stage s) {
    Vma vma = s.attached();
    Vma other = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), List.of(vma, other)));
    Retirement retirement = retires(s, vma);
    s.check(R2, retirement.isDrainedAtOnce(), "the section write-holds it, but: " + retirement);
    gone(s, vma, "after startWrite and retire");
    s.check(R1, s.strategy().isWriteHeld(other), "retire of one VMA released another");
    s.writer().writeUnlocks(s.mm());
    gone(s, vma, "after the section");
    noticed(s);
    s.readable(R1, s.mm(), other, "after a section that retired another");
  }

  private static void bulk(Stage s) {
    List<Vma> vmas = s.attached(5);
    ReadHold one = s.actor("reader 1").holds(s.mm(), vmas.get(1));
    ReadHold three = s.actor("reader 3").holds(s.mm(), vmas.get(3));
    List<Retirement> all = new ArrayList<>();
    vmas.subList(0, 4).forEach(vma -> all.add(new Retirement(vma)));
    s.writer().writeLocks(s.mm());
    s.writer()
        .starts("bulk retire", () -> s.strategy().retire(s.mm(), all))
        .returns(R1, "retire never waits");
    for (Retirement each : all) {
      gone(s, each.vma(), "after a bulk retire");
    }
    s.check(R2, all.get(0).isDrainedAtOnce(), "nobody is inside, but: " + all.get(0));
    s.check(R2, all.get(2).isDrainedAtOnce(), "nobody is inside, but: " + all.get(2));
    isInUse(s, all.get(1), "a reader is inside");
    isInUse(s, all.get(3), "a reader is inside");
    s.writer()
        .starts("bulk retire of none", () -> s.strategy().retire(s.mm(), List.of()))
        .returns(R1, "retire never waits");
    s.writer().writeUnlocks(s.mm());
    s.readable(R1, s.mm(), vmas.get(4), "which the section did not retire");
    three.end();
    drains(s, all.get(3));
    isInUse(s, all.get(1), "a reader is inside");
    one.end();
    drains(s, all.get(1));
  }

  private static void looksAgain(Stage s) {
    Duration delay = s.strategy().noticeDelay();
    s.check(
        R3,
        !delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0,
        "noticeDelay is " + delay + ", at most " + LONGEST_DELAY + " may be declared");
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.writer().writeUnlocks(s.mm());
    Actor looker = s.actor("looker");
    for (int i = 0; i < 20; i++) {
      boolean drained =
          looker
              .asks("lookAgain", () -> s.strategy().lookAgain(retirement))
              .returns(R1, "it never waits");
      s.check(R2, !drained, "lookAgain says drained although a reader is inside");
    }
    hold.end();
    drains(s, retirement);
    Retirement unused = new Retirement(s.newVma());
    s.refuses(
        R2,
        STATE,
        s.writer(),
        "lookAgain of what was not retired",
        () -> s.strategy().lookAgain(unused));
  }

  private static void others(Stage s) {
    List<Vma> vmas = s.attached(3);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vmas.get(0));
    ReadHold other = s.actor("second reader").holds(s.mm(), vmas.get(1));
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vmas.get(0));
    s.readableInTheEnd(R1, s.mm(), vmas.get(1), "while another one is retired");
    s.readableInTheEnd(R1, s.mm(), vmas.get(2), "while another one is retired");
    s.writer().writeUnlocks(s.mm());
    other.end();
    isInUse(s, retirement, "a reader of it is inside, another's has left");
    // The writer goes on with the others, past the reader of the retired one.
    s.writer()
        .starts(
            "section",
            () -> {
              s.mm().writeLock();
              s.strategy().startWrite(s.mm(), vmas.subList(1, 3));
              s.strategy().detach(s.mm(), vmas.get(2));
              s.mm().writeUnlock();
            })
        .returns(R1, "nobody is inside but of a retired VMA");
    hold.end();
    drains(s, retirement);
    s.readable(R1, s.mm(), vmas.get(1), "after another one was retired");
  }

  private static void full(Stage s) {
    Mm mm = s.newMm(new Limits(0, 2));
    Vma vma = s.attached(mm);
    ReadHold one = s.actor("reader 1").holds(mm, vma);
    ReadHold two = s.actor("reader 2").holds(mm, vma);
    Retirement retirement = new Retirement(vma);
    s.writer().writeLocks(mm);
    s.writer()
        .starts("retire", () -> s.strategy().retire(mm, retirement))
        .returns(R1, "retire never waits");
    s.detached(R1, mm, vma, "after retire, with its readers at their limit");
    s.writer().writeUnlocks(mm);
    s.detached(R1, mm, vma, "after retire, with its readers at their limit");
    one.end();
    s.check(R2, !retirement.isDrained(), "a retirement has ended although a reader is inside");
    two.end();
    s.check(
        R2,
        s.waitBudget().until(() -> retirement.isDrained() || s.strategy().lookAgain(retirement)),
        "the last reader has left, but: " + retirement);
  }

  private static void handedOver(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.writer().writeUnlocks(s.mm());
    hold.endedBy(s.actor("other"));
    drains(s, retirement);
  }

  /**
   * Readers come and go all the time, so some are just passing when retire looks. A VMA whose
   * retirement has ended has no holder, and each retirement that did not end at once gives one
   * notice.
   */
  private static void amongPassing(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Current current = new Current(s.attached());
    boolean[] over = {false};
    List<ActorCall<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          s.actor("reader " + i)
              .asks("reading in a loop", () -> current.readUntil(over, strategy, mm)));
    }
    List<Retirement> all = new ArrayList<>();
    ActorCall<Integer> writer =
        s.writer()
            .asks(
                "retiring in a loop",
                () -> {
                  Deadline deadline = new Deadline(RACING);
                  int seen = 0;
                  while (!deadline.isOver()) {
                    Vma next = strategy.newVma(0x1000, 0x2000, new AtomicInteger());
                    Retirement retirement = new Retirement(current.vma);
                    mm.writeLock();
                    strategy.attach(mm, next);
                    strategy.retire(mm, retirement);
                    mm.writeUnlock();
                    current.vma = next;
                    if (retirement.isDrained()) {
                      seen += holders(retirement);
                    }
                    all.add(retirement);
                  }
                  return seen;
                });
    int seen;
    try {
      seen = writer.returns(R1, "retire never waits");
    } finally {
      synchronized (over) {
        over[0] = true;
      }
    }
    readers.forEach(step -> step.returns(R1, "it only reads"));
    s.equal(R2, 0, seen, "the number of readers inside VMAs whose retirement had ended");
    List<Retirement> noticed = new ArrayList<>();
    for (Retirement each : all) {
      s.check(
          R2,
          strategy.noticeDelay().isZero() ? each.isDrained() : strategy.lookAgain(each),
          "nobody reads any more, but: " + each);
      if (!each.isDrainedAtOnce()) {
        noticed.add(each);
      }
    }
    noticed(s, noticed.toArray(Retirement[]::new));
  }

  /** The number of holders of a VMA, counted beside the lock. */
  private static int holders(Retirement retirement) {
    return retirement.vma().attachment() instanceof AtomicInteger inside ? inside.get() : 0;
  }

  /** The place in which readers look up a VMA that is replaced again and again. */
  private static final class Current {
    volatile Vma vma;

    Current(Vma first) {
      vma = first;
    }

    int readUntil(boolean[] over, VmaLockStrategy strategy, Mm mm) {
      int held = 0;
      while (true) {
        synchronized (over) {
          if (over[0] || Thread.currentThread().isInterrupted()) {
            return held;
          }
        }
        for (int i = 0; i < 100; i++) {
          Vma found = vma;
          long stamp = strategy.startRead(mm, found);
          if (stamp > 0) {
            if (found.attachment() instanceof AtomicInteger inside) {
              inside.incrementAndGet();
              held++;
              inside.decrementAndGet();
            }
            strategy.endRead(found, stamp);
          }
        }
      }
    }
  }

  // ---- M1 to M4 ----

  private static void forGood(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma free = s.attached();
    Vma held = s.attached();
    Vma other = s.attached();
    Retirement unused = new Retirement(s.newVma());
    ReadHold hold = s.actor("first reader").holds(mm, held);
    s.writer().writeLocks(mm);
    Retirement first = retires(s, free);
    Retirement second = retires(s, held);
    for (Vma vma : List.of(free, held)) {
      refused(s, "attach", () -> strategy.attach(mm, vma));
      refused(s, "bulk attach", () -> strategy.attach(mm, List.of(vma)));
      refused(s, "detach", () -> strategy.detach(mm, vma));
      refused(s, "bulk detach", () -> strategy.detach(mm, List.of(vma)));
      refused(s, "startWrite", () -> strategy.startWrite(mm, vma));
      refused(s, "bulk startWrite", () -> strategy.startWrite(mm, List.of(vma)));
      refused(s, "a second retire", () -> strategy.retire(mm, new Retirement(vma)));
      refused(s, "bulk retire", () -> strategy.retire(mm, List.of(new Retirement(vma))));
    }
    refused(s, "retire by a used retirement", () -> strategy.retire(mm, first));
    s.refuses(M2, STATE, s.writer(), "retire of a new VMA", () -> strategy.retire(mm, unused));
    s.writer().writeUnlocks(mm);
    s.readable(M2, mm, other, "after misuse");
    hold.end();
    drains(s, second);
    Mm elsewhere = s.newMm(Limits.DEFAULT);
    s.writer().writeLocks(elsewhere);
    refused(s, "attach to another mm", () -> strategy.attach(elsewhere, free));
    refused(s, "attach of a drained VMA to another mm", () -> strategy.attach(elsewhere, held));
    s.writer().writeUnlocks(elsewhere);
  }

  private static void refused(Stage s, String what, Actor.Action misuse) {
    s.refuses(M2, STATE, s.writer(), what + " of a retired VMA", misuse);
  }

  private static void withoutLock(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma vma = s.attached();
    Retirement retirement = new Retirement(vma);
    Actor actor = s.writer();
    s.refuses(M1, MONITOR, actor, "retire", () -> strategy.retire(mm, retirement));
    s.refuses(M1, MONITOR, actor, "bulk retire", () -> strategy.retire(mm, List.of(retirement)));
    actor.does("readLock", mm::readLock);
    s.refuses(M1, MONITOR, actor, "retire under readLock", () -> strategy.retire(mm, retirement));
    actor.does("readUnlock", mm::readUnlock);
    actor.does("reserve", mm::reserve);
    s.refuses(
        M1, MONITOR, actor, "retire under a reservation", () -> strategy.retire(mm, retirement));
    actor.does("writeUnlock", mm::writeUnlock);
    s.writer().writeLocks(mm);
    s.refuses(M1, MONITOR, s.actor("stranger"), "retire", () -> strategy.retire(mm, retirement));
    s.writer().writeUnlocks(mm);
    s.readable(M1, mm, vma, "after misuse");
    s.writer().writeLocks(mm);
    s.writer().does("retire", () -> strategy.retire(mm, retirement)); // the refusals left it unused
    s.writer().writeUnlocks(mm);
  }

  private static void anothers(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma there = s.attached(s.newMm(Limits.DEFAULT));
    Retirement ofOther = new Retirement(there);
    Vma foreign = new Vma(0x1000, 0x2000, null) {};
    s.writer().writeLocks(mm);
    s.refuses(
        M4, ARGUMENT, s.writer(), "retire of another mm's VMA", () -> strategy.retire(mm, ofOther));
    s.refuses(
        M4,
        RuntimeException.class,
        s.writer(),
        "retire of a foreign VMA",
        () -> strategy.retire(mm, new Retirement(foreign)));
    s.refuses(M4, NULL, s.writer(), "retire of null", () -> strategy.retire(mm, nullRetirement()));
    s.writer().writeUnlocks(mm);
    s.readable(M4, there.mm() == null ? mm : there.mm(), there, "after misuse");
  }

  @SuppressWarnings("NullAway") // it is misuse
  private static Retirement nullRetirement() {
    return null;
  }

  private static void refusedWhole(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    List<Vma> vmas = s.attached(2);
    Vma there = s.attached(s.newMm(Limits.DEFAULT));
    List<Retirement> good = List.of(new Retirement(vmas.get(0)), new Retirement(vmas.get(1)));
    s.writer().writeLocks(mm);
    for (Retirement bad : List.of(new Retirement(s.newVma()), new Retirement(there))) {
      List<Retirement> mixed = List.of(good.get(0), good.get(1), bad);
      Rule rule = bad.vma() == there ? M4 : M2;
      Class<? extends Exception> type = bad.vma() == there ? ARGUMENT : STATE;
      s.refuses(rule, type, s.writer(), "bulk retire", () -> strategy.retire(mm, mixed));
    }
    s.writer().writeUnlocks(mm);
    vmas.forEach(vma -> s.readable(M2, mm, vma, "after a refused bulk retire"));
    s.writer().writeLocks(mm);
    s.writer().does("bulk retire", () -> strategy.retire(mm, good));
    s.writer().writeUnlocks(mm);
  }

  private static void endReadTwice(Stage s) {
    Vma vma = s.attached();
    Actor reader = s.actor("first reader");
    ReadHold hold = reader.holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    s.writer().writeUnlocks(s.mm());
    hold.end();
    drains(s, retirement);
    s.refuses(
        M3, MONITOR, reader, "a second endRead", () -> s.strategy().endRead(vma, hold.stamp()));
    noticed(s);
  }

  // ---- O1 ----

  private static void optimistic(Stage s) {
    Vma vma = s.attached();
    long stamp = begins(s, vma);
    s.writer().writeLocks(s.mm());
    retires(s, vma);
    invalid(s, vma, stamp, "after retire, in the same section");
    s.writer().writeUnlocks(s.mm());
    invalid(s, vma, stamp, "after retire");
  }

  /**
   * Without a reader the retirer may close the lock for good, which shows; with a reader inside it
   * cannot.
   */
  private static void outlasted(Stage s) {
    Vma vma = s.attached();
    long stamp = begins(s, vma);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Retirement retirement = retires(s, vma);
    invalid(s, vma, stamp, "after retire, with a reader inside");
    s.writer().writeUnlocks(s.mm());
    invalid(s, vma, stamp, "after retire, with a reader inside");
    hold.end();
    drains(s, retirement);
    invalid(s, vma, stamp, "of a drained VMA");
  }

  private static long begins(Stage s, Vma vma) {
    long stamp =
        s.reader().gets("startOptimistic", () -> s.strategy().startOptimistic(s.mm(), vma));
    s.equal(O1, Answer.HELD, Answer.of(stamp), "startOptimistic of a VMA that nobody writes");
    return stamp;
  }

  private static void invalid(Stage s, Vma vma, long stamp, String when) {
    boolean valid = s.reader().gets("validate", () -> s.strategy().validate(s.mm(), vma, stamp));
    s.check(O1, !valid, "validate says true " + when);
    long next = s.reader().gets("startOptimistic", () -> s.strategy().startOptimistic(s.mm(), vma));
    s.equal(R1, Answer.DETACHED, Answer.of(next), "startOptimistic " + when);
  }
}
