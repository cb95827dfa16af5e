package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Two writers of one mm, one after the other, each on a thread of its own: what the first leaves
 * behind when it waits, gives up, or is interrupted does not concern the second, for whom the same
 * VMA has a reader. All pairs of calls.
 */
final class SecondWriterCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(300);
  private static final long SOME_NANOS = 50_000;

  /** The number of times that a reader asks again, as in a program (X4, X7). */
  private static final int ATTEMPTS = 2_000;

  /** What a writer does in its section; {@code vma} has a reader inside. */
  private enum Call {
    WRITES,
    WRITES_IN_BULK,
    TRIES_WITHOUT_BOUND,
    TRIES_IN_BULK_WITHOUT_BOUND,
    DETACHES,
    DETACHES_IN_BULK,
    GIVES_UP_AT_ONCE,
    GIVES_UP_IN_TIME,
    GIVES_UP_IN_BULK,
    IS_INTERRUPTED,
    IS_INTERRUPTED_IN_BULK;

    boolean givesUp() {
      return compareTo(GIVES_UP_AT_ONCE) >= 0;
    }

    boolean isInterrupted() {
      return this == IS_INTERRUPTED || this == IS_INTERRUPTED_IN_BULK;
    }

    boolean detaches() {
      return this == DETACHES || this == DETACHES_IN_BULK;
    }

    boolean isBulk() {
      return switch (this) {
        case WRITES_IN_BULK,
            TRIES_IN_BULK_WITHOUT_BOUND,
            DETACHES_IN_BULK,
            GIVES_UP_IN_BULK,
            IS_INTERRUPTED_IN_BULK ->
            true;
        default -> false;
      };
    }

    boolean tries() {
      return givesUp() || this == TRIES_WITHOUT_BOUND || this == TRIES_IN_BULK_WITHOUT_BOUND;
    }

    boolean isPossible(VmaLockStrategy strategy) {
      if (tries() && !strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)) {
        return false;
      }
      return !tries() || !isBulk() || strategy.capabilities().contains(Capability.EARLY_END_WRITE);
    }

    void make(VmaLockStrategy strategy, Mm mm, Vma other, Vma vma) throws InterruptedException {
      List<Vma> both = List.of(other, vma);
      switch (this) {
        case WRITES -> strategy.startWrite(mm, vma);
        case WRITES_IN_BULK -> strategy.startWrite(mm, both);
        case TRIES_WITHOUT_BOUND, IS_INTERRUPTED -> strategy.tryStartWrite(mm, vma, Long.MAX_VALUE);
        case TRIES_IN_BULK_WITHOUT_BOUND, IS_INTERRUPTED_IN_BULK ->
            strategy.tryStartWrite(mm, both, Long.MAX_VALUE);
        case DETACHES -> strategy.detach(mm, vma);
        case DETACHES_IN_BULK -> strategy.detach(mm, both);
        case GIVES_UP_AT_ONCE -> strategy.tryStartWrite(mm, vma, 0);
        case GIVES_UP_IN_TIME -> strategy.tryStartWrite(mm, vma, SOME_NANOS);
        case GIVES_UP_IN_BULK -> strategy.tryStartWrite(mm, both, SOME_NANOS);
      }
    }

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Where the second writer is at work. */
  private enum Place {
    SAME_VMA("the same VMA"),
    OTHER_VMA("another VMA"),
    OTHER_MM("the same VMA, in another mm");

    private final String words;

    Place(String words) {
      this.words = words;
    }
  }

  /** A section on a thread of its own. */
  private static final class Writer {
    final Thread thread;
    final AtomicBoolean returned = new AtomicBoolean();
    final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

    Writer(VmaLockStrategy strategy, Mm mm, Vma other, Vma vma, Call call) {
      thread =
          new Thread(
              () -> {
                mm.writeLock();
                try {
                  call.make(strategy, mm, other, vma);
                } catch (InterruptedException e) {
                  if (!call.isInterrupted()) {
                    thrown.set(e);
                  }
                } catch (RuntimeException | Error e) {
                  thrown.set(e);
                } finally {
                  returned.set(true);
                  mm.writeUnlock();
                }
              },
              "writer that " + call.words());
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public String name() {
    return "a second writer";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return List.of(Rule.P2, Rule.X2, Rule.L4, Rule.X4, Rule.W5);
  }

  @Override
  public Duration expected(Options options) {
    return USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    int played = 0;
    for (Call first : Call.values()) {
      for (Call second : Call.values()) {
        if (!second.givesUp() && first.isPossible(strategy) && second.isPossible(strategy)) {
          for (Place place : Place.values()) {
            if (place != Place.OTHER_MM || strategy.capabilities().contains(Capability.VMA_REUSE)) {
              new Meeting(strategy, options, first, second, place).play();
              played++;
            }
          }
        }
      }
    }
    return Outcome.nothingFound(played + " pairs of writers");
  }

  /** One pair. */
  private static final class Meeting {
    private final VmaLockStrategy strategy;
    private final Options options;
    private final Call first;
    private final Call second;
    private final Place place;
    private final Mm mm;

    /** The mm of the second writer. */
    private final Mm secondMm;

    private final List<Vma> vmas = new ArrayList<>();
    private final Vma firstVma;
    private final Vma secondVma;
    private final Vma other;
    private final String story;

    Meeting(VmaLockStrategy strategy, Options options, Call first, Call second, Place place) {
      this.strategy = strategy;
      this.options = options;
      this.first = first;
      this.second = second;
      this.place = place;
      this.mm = strategy.newMm();
      this.secondMm = place == Place.OTHER_MM ? strategy.newMm() : mm;
      for (int i = 0; i < 4; i++) {
        vmas.add(strategy.newVma(0x1000L * (i + 1), 0x1000L * (i + 2), i));
      }
      // A detach takes both of its VMAs away.
      boolean apart = place == Place.OTHER_VMA || place == Place.SAME_VMA && first.detaches();
      this.firstVma = vmas.get(0);
      this.secondVma = apart ? vmas.get(1) : firstVma;
      this.other = vmas.get(2);
      this.story =
          "after a section of a thread that "
              + first.words()
              + ", one of another thread that "
              + second.words()
              + " ("
              + (apart ? Place.OTHER_VMA : place).words
              + ")";
    }

    void play() {
      mm.writeLock();
      strategy.attach(mm, vmas);
      mm.writeUnlock();
      long held = read(mm, firstVma);
      Writer one = new Writer(strategy, mm, vmas.get(3), firstVma, first);
      if (first.isInterrupted()) {
        awaitParked(one);
        one.thread.interrupt();
      } else if (!first.givesUp()) {
        awaitParked(one);
        strategy.endRead(firstVma, held);
      }
      awaitReturn(one);
      boolean gone = first.detaches();
      boolean same = firstVma == secondVma && place != Place.OTHER_MM;
      if (!first.givesUp() || !same) {
        if (first.givesUp()) {
          strategy.endRead(firstVma, held);
        }
        if (place == Place.OTHER_MM) {
          move(gone);
        }
        held = read(secondMm, secondVma);
      }
      Writer two = new Writer(strategy, secondMm, other, secondVma, second);
      awaitParked(two);
      if (two.returned.get()) {
        rethrow(two);
        throw new RuleBroken(
            second.detaches() ? Rule.L4 : Rule.X2, story + " returned, with a reader inside");
      }
      strategy.endRead(secondVma, held);
      awaitReturn(two);
      if (!second.detaches()) {
        strategy.endRead(secondVma, read(secondMm, secondVma));
      }
      if (!gone && firstVma != secondVma) {
        strategy.endRead(firstVma, read(mm, firstVma));
      }
    }

    /** Brings the VMAs of the second writer to its mm. */
    private void move(boolean gone) {
      List<Vma> both = List.of(firstVma, other);
      mm.writeLock();
      strategy.detach(mm, gone ? List.of(other) : both);
      mm.writeUnlock();
      secondMm.writeLock();
      strategy.attach(secondMm, both);
      secondMm.writeUnlock();
    }

    private long read(Mm of, Vma vma) {
      long stamp = strategy.startRead(of, vma);
      for (int i = 0; i < ATTEMPTS && stamp == VmaLockStrategy.CONTENDED; i++) {
        stamp = strategy.startRead(of, vma);
      }
      if (stamp <= 0) {
        throw new RuleBroken(
            Rule.X4, story + ": startRead of a free VMA between the sections said " + stamp);
      }
      return stamp;
    }

    private void awaitParked(Writer writer) {
      Run.awaitParked(writer.thread, writer.returned::get);
    }

    private void awaitReturn(Writer writer) {
      boolean ended =
          options
              .waitBudget()
              .until(() -> !writer.thread.isAlive(), () -> Run.isParked(writer.thread));
      if (!ended) {
        throw RuleBroken.hang(
            Rule.P2,
            story
                + ": the "
                + writer.thread.getName()
                + " does not go on, though no reader is left that it could wait for"
                + ThreadDump.of(List.of(writer.thread)));
      }
      rethrow(writer);
    }

    private void rethrow(Writer writer) {
      Throwable thrown = writer.thrown.get();
      if (thrown instanceof InterruptedException) {
        throw new RuleBroken(Rule.W5, story + " told of an interrupt that there was not");
      }
      if (thrown instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }
}
