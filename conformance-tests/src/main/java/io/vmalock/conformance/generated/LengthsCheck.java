package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Each bulk form with a list of every length up to some hundreds, and of some that an index of 15
 * or 16 bits does not hold, with one reader inside: whatever a design does by lengths, in parts, or
 * up to a length, it does for all of a list.
 */
final class LengthsCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(500);
  private static final int ALL_UP_TO = 270;
  private static final int ALL_UP_TO_AT_DEEP = 2_100;

  /** Longer lists. */
  private static final int[] LONG = {512, 1_000, 1_023, 1_024, 2_048, 4_096, 32_769, 65_537};

  /** Of some lists up to this length, each VMA has a reader. */
  private static final int MOST_HELD = 4_096;

  /** A wait takes longer than the rest, so not every length has one, */
  private static final int WAITS_UP_TO = 130;

  /** and fewer of a design that polls. */
  private static final int POLLED_UP_TO = 20;

  @Override
  public String name() {
    return "lists of every length";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return List.of(
        Rule.X1, Rule.X2, Rule.X4, Rule.L3, Rule.L4, Rule.L5, Rule.W2, Rule.W5, Rule.R1, Rule.R2);
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? USUAL.multipliedBy(20) : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    int upTo = options.level() == Level.DEEP ? ALL_UP_TO_AT_DEEP : ALL_UP_TO;
    Mm mm = strategy.newMm();
    for (int length = 1; length <= upTo; length++) {
      new Lists(strategy, options, mm, length).play();
    }
    for (int length : LONG) {
      new Lists(strategy, options, mm, length).play();
    }
    return Outcome.nothingFound("every length up to " + upTo + ", and up to 2^16 + 1");
  }

  /** The calls with lists of one length. */
  private static final class Lists {
    private final VmaLockStrategy strategy;
    private final Options options;
    private final Mm mm;
    private final int length;
    private final int last;

    /** Another place for each length, so that a length's divisors meet each place. */
    private final int inside;

    Lists(VmaLockStrategy strategy, Options options, Mm mm, int length) {
      this.strategy = strategy;
      this.options = options;
      this.mm = mm;
      this.length = length;
      this.last = length - 1;
      this.inside = (int) ((length * 2_654_435_761L >>> 7) % length);
    }

    private List<Vma> attached() {
      List<Vma> vmas = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        long start = 0x1000L * (i + 1);
        vmas.add(strategy.newVma(start, start + 0x1000, i));
      }
      mm.writeLock();
      strategy.attach(mm, vmas);
      for (Vma vma : vmas) {
        check(Rule.L3, strategy.isWriteHeld(vma), "attach", "left", vma, "not write-held");
      }
      mm.writeUnlock();
      return vmas;
    }

    void play() {
      List<Vma> vmas = attached();
      tries(vmas);
      if (isWaitedFor()) {
        waits(Rule.X2, "startWrite", held(vmas), () -> writes(vmas));
        waits(Rule.L4, "detach", held(vmas), () -> strategy.detach(mm, vmas));
      } else {
        mm.writeLock();
        writes(vmas);
        strategy.detach(mm, vmas);
        mm.writeUnlock();
      }
      for (Vma vma : vmas) {
        check(Rule.L4, !strategy.isAttached(vma), "detach", "left", vma, "attached");
      }
      retires(attached());
    }

    /** Those with a reader: the last one, or all, and then the last one leaves last. */
    private List<Vma> held(List<Vma> vmas) {
      return isHeldThroughout() ? vmas : vmas.subList(last, length);
    }

    private boolean isHeldThroughout() {
      return length % 128 == 0 && length <= MOST_HELD;
    }

    private boolean isWaitedFor() {
      return strategy.longestPoll().isZero()
          ? length <= WAITS_UP_TO || length % 128 == 0 || length > ALL_UP_TO
          : length <= POLLED_UP_TO || length > ALL_UP_TO;
    }

    /** Gives up because of one reader, and then takes all. */
    private void tries(List<Vma> vmas) {
      if (!strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)
          || !strategy.capabilities().contains(Capability.EARLY_END_WRITE)) {
        return;
      }
      for (int place : new int[] {last, inside}) {
        Vma held = vmas.get(place);
        long stamp = granted(held);
        mm.writeLock();
        int readers = tried(vmas);
        check(Rule.X2, readers != 0, "tryStartWrite", "said 0 with a reader in", held, "");
        check(Rule.W5, readers == 1, "tryStartWrite", "said " + readers + " for one in", held, "");
        for (Vma vma : vmas) {
          check(Rule.W5, !strategy.isWriteHeld(vma), "tryStartWrite", "left", vma, "write-held");
        }
        strategy.endRead(held, stamp);
        check(Rule.W5, tried(vmas) == 0, "tryStartWrite", "gave up, with none in", held, "");
        areHeld("tryStartWrite", vmas);
        mm.writeUnlock();
      }
      areFree("tryStartWrite", vmas);
    }

    private int tried(List<Vma> vmas) {
      try {
        return strategy.tryStartWrite(mm, vmas, 0);
      } catch (InterruptedException e) {
        throw new RuleBroken(Rule.W5, "tryStartWrite tells of an interrupt that there was not");
      }
    }

    private void writes(List<Vma> vmas) {
      strategy.startWrite(mm, vmas);
      areHeld("startWrite", vmas);
    }

    private void areHeld(String call, List<Vma> vmas) {
      for (Vma vma : vmas) {
        check(Rule.X1, strategy.isWriteHeld(vma), call, "left", vma, "not write-held");
      }
      for (int place : new int[] {0, inside, last}) {
        long answer = strategy.startRead(mm, vmas.get(place));
        check(
            Rule.X1, answer <= 0, call, "write-holds", vmas.get(place), "which a reader gets into");
      }
    }

    private void areFree(String call, List<Vma> vmas) {
      for (int place : new int[] {0, inside, last}) {
        Vma vma = vmas.get(place);
        strategy.endRead(vma, granted(vma));
        check(Rule.W2, !strategy.isWriteHeld(vma), call, "left after its section", vma, "held");
      }
    }

    /** The readers inside go on, and the last one in each VMA ends its retirement. */
    private void retires(List<Vma> vmas) {
      List<Retirement> retirements = new ArrayList<>(length);
      vmas.forEach(vma -> retirements.add(new Retirement(vma)));
      List<Integer> places = new ArrayList<>();
      if (isHeldThroughout()) {
        IntStream.range(0, length).forEach(places::add);
      } else {
        places.add(inside);
        places.add(last);
      }
      List<Long> stamps = new ArrayList<>();
      places.forEach(place -> stamps.add(granted(vmas.get(place))));
      mm.writeLock();
      strategy.retire(mm, retirements);
      mm.writeUnlock();
      for (int i = 0; i < length; i++) {
        boolean isInside = i == last || i == inside || isHeldThroughout();
        Vma vma = vmas.get(i);
        String ended = isInside ? "ended with a reader in" : "did not end, without readers in";
        check(Rule.R2, retirements.get(i).isDrained() != isInside, "retire", ended, vma, "");
        check(Rule.R1, !strategy.isAttached(vma), "retire", "left", vma, "attached");
      }
      for (int i = 0; i < places.size(); i++) {
        strategy.endRead(vmas.get(places.get(i)), stamps.get(i));
      }
      for (int place : places) {
        Retirement retirement = retirements.get(place);
        boolean ended =
            options
                .waitBudget()
                .until(
                    () ->
                        retirement.isDrained()
                            || !strategy.noticeDelay().isZero() && strategy.lookAgain(retirement),
                    () -> true);
        check(Rule.R2, ended, "retire", "did not end, with no reader left in", vmas.get(place), "");
      }
      mm.takeNotices();
    }

    private long granted(Vma vma) {
      long stamp = strategy.startRead(mm, vma);
      if (stamp <= 0) {
        throw new RuleBroken(
            stamp == VmaLockStrategy.CONTENDED ? Rule.X4 : Rule.L5,
            "of " + length + " VMAs, startRead of the free " + vma + " said " + stamp);
      }
      return stamp;
    }

    /** A call that waits for readers returns when the last one leaves, and not before. */
    private void waits(Rule rule, String call, List<Vma> held, Runnable made) {
      List<Long> stamps = new ArrayList<>();
      held.forEach(vma -> stamps.add(granted(vma)));
      Vma vma = held.get(held.size() - 1);
      AtomicBoolean returned = new AtomicBoolean();
      Throwable[] thrown = new Throwable[1];
      Thread writer =
          new Thread(
              () -> {
                mm.writeLock();
                try {
                  made.run();
                } catch (RuntimeException | Error e) {
                  thrown[0] = e;
                } finally {
                  returned.set(true);
                  mm.writeUnlock();
                }
              },
              "writer of " + length);
      writer.setDaemon(true);
      writer.start();
      for (int i = 0; i < held.size(); i++) {
        if (i == 0 || i == held.size() - 1) {
          Run.awaitParked(writer, returned::get);
        }
        boolean waits = !returned.get() || thrown[0] != null;
        check(rule, waits, call, "returned with a reader in", vma, "");
        strategy.endRead(held.get(i), stamps.get(i));
      }
      boolean ended =
          options.waitBudget().until(() -> !writer.isAlive(), () -> Run.isParked(writer));
      if (!ended) {
        throw RuleBroken.hang(
            Rule.P2,
            call
                + " of "
                + length
                + " VMAs does not return, though the reader of "
                + vma
                + " has left"
                + ThreadDump.of(List.of(writer)));
      }
      if (thrown[0] instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (thrown[0] instanceof Error error) {
        throw error;
      }
    }

    private void check(Rule rule, boolean kept, String call, String does, Vma vma, String how) {
      if (!kept) {
        throw new RuleBroken(
            rule, (call + " of " + length + " VMAs " + does + " " + vma + " " + how).strip());
      }
    }
  }
}
