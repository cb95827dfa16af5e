package io.vmalock.conformance.generated;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.ThreadDump;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on two dedicated threads, while the caller watches that they go on. A strategy that
 * wedges them costs these threads, and not the caller.
 */
final class Player implements AutoCloseable {
  private static final long BETWEEN_LOOKS_NANOS = 2_000_000;
  private static final int QUICK_LOOKS = 50;
  private static final long QUICK_NANOS = 50_000;

  /** The number of looks without a step after which the threads count as hung: six seconds. */
  private static final int LOOKS = 3_000;

  /** The number of such looks if no thread is left that could wake another: one second. */
  private static final int LOOKS_AT_STUCK = 500;

  private final VmaLockStrategy strategy;
  private final double patience;
  private @Nullable ReaderThread reader;
  private volatile @Nullable Run now;
  private volatile long played;
  private long calls;

  /**
   * Creates a player.
   *
   * @param patience the factor of the usual wait for a step: 1 for an idle machine
   */
  Player(VmaLockStrategy strategy, double patience) {
    this.strategy = strategy;
    this.patience = patience;
  }

  /** The next program, or null when it is enough. */
  interface Programs extends Function<Long, @Nullable Program> {}

  /** One program to run. */
  record Program(Shape shape, Steps steps) {}

  /** The number of programs that ran. */
  long played() {
    return played;
  }

  /** The number of calls that they made. */
  long calls() {
    return calls;
  }

  /** Runs one program. */
  @Nullable Finding play(Shape shape, Steps steps) {
    return play(List.of(new Program(shape, steps)).iterator()::next, 1);
  }

  private @Nullable Finding play(java.util.function.Supplier<Program> programs, long count) {
    return play(number -> number < count ? programs.get() : null);
  }

  /** Runs one program after the other until one shows a broken rule. */
  @Nullable Finding play(Programs programs) {
    ReaderThread second = reader == null ? new ReaderThread() : reader;
    reader = second;
    played = 0;
    calls = 0;
    AtomicReference<@Nullable Finding> found = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                found.set(playAll(programs, second));
              } catch (Throwable e) {
                thrown.set(e);
              }
            },
            "writer of a program");
    writer.setDaemon(true);
    writer.start();
    Finding hang = watch(writer, second);
    if (hang != null) {
      second.dismiss();
      reader = null;
      writer.interrupt(); // ends a loop that heeds it
      return hang;
    }
    Throwable e = thrown.get();
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return found.get();
  }

  private @Nullable Finding playAll(Programs programs, ReaderThread second) {
    long number = 0;
    for (Program program = programs.apply(number);
        program != null;
        program = programs.apply(number)) {
      Run run = new Run(strategy, program.shape(), second);
      now = run;
      Finding finding = run.play(program.steps());
      calls += run.begun();
      number++;
      played = number;
      if (finding != null) {
        return finding;
      }
    }
    return null;
  }

  /** Waits for the writer's end; describes the hang if it does not come. */
  private @Nullable Finding watch(Thread writer, ReaderThread second) {
    Run run = null;
    long programs = -1;
    long before = -1;
    int looks = 0;
    int stuck = 0;
    for (int look = 0; writer.isAlive(); look++) {
      LockSupport.parkNanos(look < QUICK_LOOKS ? QUICK_NANOS : BETWEEN_LOOKS_NANOS);
      Run latest = now;
      long progress = latest == null ? 0 : latest.progress();
      if (latest != run || progress != before || played != programs) {
        run = latest;
        before = progress;
        programs = played;
        looks = 0;
        stuck = 0;
        continue;
      }
      if (look >= QUICK_LOOKS && before > 0) {
        looks++;
        boolean parked = Run.isParked(writer) && (second.isIdle() || Run.isParked(second.thread()));
        stuck = parked ? stuck + 1 : 0;
      }
      if (run != null && (looks > scaled(LOOKS) || stuck > scaled(LOOKS_AT_STUCK))) {
        return run.hangs(ThreadDump.of(List.of(writer, second.thread())));
      }
    }
    return null;
  }

  private int scaled(int looks) {
    return (int) Math.max(15, looks * patience);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.dismiss();
    }
  }
}
