package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * So many VMAs, and so many mms, that any two of them share a name that is too short: the lowest
 * bits of a number, a hash, a place in a table. One VMA is held, for reading or writing, and all
 * the others are as free as if it were not. Names of 16 bits are met for sure, hashes of 16 bits
 * too, and those of 20 bits and more nearly so, because many VMAs are held at once.
 */
final class CrowdCheck implements Check {
  private static final int CROWD = (1 << 16) + 512;
  private static final int DEEP_CROWD = 1 << 20;
  private static final Duration USUAL = Duration.ofMillis(600);
  private static final Duration DEEP = Duration.ofSeconds(5);

  /** The VMAs of one bulk call. */
  private static final int LIST = 4_096;

  /** The VMAs that are held for reading at once, besides one. */
  private static final int READ = 512;

  /** The mms whose VMA is asked for under all others. */
  private static final int HOMES = 32;

  /** How often a reader asks again; a design may err about a neighbour, but not for long (X7). */
  private static final int ATTEMPTS = 2_000;

  @Override
  public String name() {
    return "a crowd of VMAs and mms";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return List.of(Rule.X7, Rule.L6, Rule.M3, Rule.P2, Rule.X1);
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? DEEP : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    int crowd = options.level() == Level.DEEP ? DEEP_CROWD : CROWD;
    new Crowd(strategy, crowd).play();
    return Outcome.nothingFound(crowd + " VMAs and as many mms");
  }

  /** The VMAs, all of one mm. */
  private static final class Crowd {
    private final VmaLockStrategy strategy;
    private final Mm mm;
    private final Vma one;
    private final List<Vma> others = new ArrayList<>();

    Crowd(VmaLockStrategy strategy, int size) {
      this.strategy = strategy;
      this.mm = strategy.newMm();
      this.one = vma(strategy, 0);
      for (int i = 1; i < size; i++) {
        others.add(vma(strategy, i));
      }
    }

    private static Vma vma(VmaLockStrategy strategy, int index) {
      long start = 0x1000L * (index + 1);
      return strategy.newVma(start, start + 0x1000, index);
    }

    void play() {
      mm.writeLock();
      strategy.attach(mm, one);
      strategy.attach(mm, others);
      mm.writeUnlock();
      besideAReader();
      besideAWriter();
      underOtherMms();
    }

    /** A hold of one VMA keeps no writer of another waiting, and its stamp ends no other hold. */
    private void besideAReader() {
      long stamp = granted(one, "of a free VMA");
      List<Long> stamps = new ArrayList<>();
      for (Vma vma : others.subList(0, READ)) {
        stamps.add(granted(vma, "of a free VMA"));
      }
      mm.writeLock();
      for (int from = READ; from < others.size(); from += LIST) {
        notAwaited(others.subList(from, Math.min(others.size(), from + LIST)));
      }
      mm.writeUnlock();
      for (int i = 0; i < READ; i++) {
        strategy.endRead(others.get(i), stamps.get(i));
      }
      // Numbers in a row meet at powers of two; each refusal costs an exception.
      for (int i = 1; i <= others.size(); i = i < 1_024 ? i + 1 : 2 * i) {
        Vma other = others.get(i - 1);
        try {
          strategy.endRead(other, stamp);
        } catch (IllegalMonitorStateException refused) {
          continue;
        }
        throw new RuleBroken(
            Rule.M3,
            "endRead of "
                + other
                + ", which nobody holds, took the stamp "
                + stamp
                + " of the hold of another VMA, made "
                + i
                + " VMAs before");
      }
      if (strategy.readers(one) != 1) {
        throw new RuleBroken(
            Rule.X5,
            "beside "
                + others.size()
                + " VMAs, readers() of the one that is held is "
                + strategy.readers(one));
      }
      strategy.endRead(one, stamp);
    }

    private void notAwaited(List<Vma> list) {
      int readers = tried(list);
      if (readers != 0) {
        for (Vma each : list) {
          if (tried(List.of(each)) != 0) {
            throw new RuleBroken(
                Rule.P2,
                "a writer waits for readers in "
                    + each
                    + ", which nobody holds, as "
                    + (READ + 1)
                    + " others are: tryStartWrite says "
                    + readers);
          }
        }
      }
    }

    private int tried(List<Vma> list) {
      try {
        if (strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)
            && strategy.capabilities().contains(Capability.EARLY_END_WRITE)) {
          return strategy.tryStartWrite(mm, list, 0);
        }
        return list.stream().mapToInt(strategy::readers).sum();
      } catch (InterruptedException e) {
        throw new RuleBroken(Rule.W5, "tryStartWrite tells of an interrupt that there was not");
      }
    }

    /** Write holds of some VMAs keep no reader out of another. */
    private void besideAWriter() {
      mm.writeLock();
      strategy.startWrite(mm, one);
      strategy.startWrite(mm, others.subList(0, LIST));
      for (Vma other : others.subList(LIST, others.size())) {
        strategy.endRead(other, granted(other, "beside " + (LIST + 1) + " that are write-held"));
      }
      if (!strategy.isWriteHeld(one) || strategy.startRead(mm, one) > 0) {
        throw new RuleBroken(
            Rule.X1, "after reads of all others, a reader gets into " + one + ", write-held");
      }
      mm.writeUnlock();
    }

    private long granted(Vma vma, String when) {
      long stamp = strategy.startRead(mm, vma);
      for (int i = 0; i < ATTEMPTS && stamp == VmaLockStrategy.CONTENDED; i++) {
        stamp = strategy.startRead(mm, vma);
      }
      if (stamp <= 0) {
        throw new RuleBroken(
            stamp == VmaLockStrategy.CONTENDED ? Rule.X7 : Rule.L5,
            "startRead of " + vma + " " + when + " said " + word(stamp));
      }
      return stamp;
    }

    private static String word(long answer) {
      return answer == VmaLockStrategy.CONTENDED ? "CONTENDED" : String.valueOf(answer);
    }

    /** The VMA of one mm is nobody's under any other. */
    private void underOtherMms() {
      List<Vma> homes = new ArrayList<>();
      homes.add(one);
      while (homes.size() < HOMES) {
        Mm home = strategy.newMm();
        Vma vma = vma(strategy, homes.size());
        home.writeLock();
        strategy.attach(home, vma);
        home.writeUnlock();
        homes.add(vma);
      }
      for (int i = HOMES; i <= others.size() + HOMES; i++) {
        Mm other = strategy.newMm();
        for (int home = 0; home < HOMES; home++) {
          long answer = strategy.startRead(other, homes.get(home));
          if (answer != VmaLockStrategy.DETACHED) {
            throw new RuleBroken(
                Rule.L6,
                "startRead under an mm that was made "
                    + (i - home)
                    + " mms after that of the VMA said "
                    + word(answer)
                    + "; it should say DETACHED");
          }
        }
      }
    }
  }
}
