package io.vmalock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.OutOfStack;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests the state that a strategy leaves when a call runs out of stack, with JUnit: each operation
 * is called at every depth near the end of a thread's stack. An error may come at any step.
 * Afterwards a hold is held or ended and not both, a writer's call that threw has taken nothing
 * that keeps readers out for good, and the next call works.
 *
 * <p>An error inside the JDK's own locks cannot be handled from outside. Errors with frames of
 * java.base on top are not judged.
 */
public abstract class StackEndConformance {
  /** The number of depths, of small frames, from "fails at once" to "succeeds". */
  private static final int DEPTHS = 160;

  private static final long STACK_BYTES = 256 << 10;

  private final VmaLockStrategy strategy;

  /** Tests this strategy. */
  protected StackEndConformance(VmaLockStrategy strategy) {
    this.strategy = strategy;
  }

  /** One VMA with its mm, and a call that may run out of stack. */
  private abstract class Trial {
    final Mm mm = strategy.newMm();
    final Vma vma = strategy.newVma(0x1000, 0x2000, null);

    Trial() {
      mm.writeLock();
      strategy.attach(mm, vma);
      mm.writeUnlock();
    }

    /** The steps before the call, with plenty of stack. */
    abstract void before();

    abstract void call();

    /** The steps after the call, with plenty of stack. */
    abstract void after(@Nullable Throwable thrown);
  }

  private interface Trials {
    Trial next();
  }

  private static void nearTheEnd(Trials trials) throws InterruptedException {
    AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                trials.next(); // its classes are loaded, its calls linked, before the first depth
                int deepest = deepest(0);
                for (int i = 0; i < 3; i++) {
                  once(trials.next(), 1);
                }
                for (int less = 0; less < DEPTHS; less++) {
                  once(trials.next(), Math.max(1, deepest - less));
                }
              } catch (Throwable e) {
                wrong.set(e);
              }
            },
            "near the end of its stack",
            STACK_BYTES);
    thread.start();
    thread.join();
    Throwable found = wrong.get();
    if (found != null) {
      throw new AssertionError(found);
    }
  }

  private static int deepest(int depth) {
    try {
      return deepest(depth + 1);
    } catch (StackOverflowError e) {
      return depth;
    }
  }

  private static void once(Trial trial, int depth) {
    trial.before();
    Throwable thrown = null;
    try {
      at(depth, trial);
    } catch (StackOverflowError e) {
      thrown = e;
    }
    if (thrown == null || !isInsideJdk(thrown)) {
      trial.after(thrown);
    }
  }

  private static void at(int depth, Trial trial) {
    if (depth > 0) {
      at(depth - 1, trial);
    } else {
      trial.call();
    }
  }

  /** Where the JDK's own lock may have been cut short; its VarHandles store at the very end. */
  private static boolean isInsideJdk(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("java.util.concurrent.locks.StampedLock")
          || frame.getClassName().startsWith("java.util.concurrent.locks.AbstractQueued")) {
        return true;
      }
      if (frame.getClassName().startsWith("io.vmalock")) {
        return false;
      }
    }
    return false;
  }

  /** A reader on a separate thread, which leaves on request, or when the writer sleeps. */
  private final class Reader {
    private final Trial trial;
    private volatile boolean inside;
    private volatile boolean leave;
    private volatile @Nullable Throwable wrong;
    private final Thread writer = Thread.currentThread();
    private final Thread thread = new Thread(this::read, "reader");

    Reader(Trial trial) {
      this.trial = trial;
      thread.setDaemon(true); // a test that fails leaves it inside
      thread.start();
      while (!inside && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }

    private void read() {
      try {
        readOnce();
      } catch (Throwable e) {
        wrong = e;
      }
    }

    private void readOnce() {
      long stamp = strategy.startRead(trial.mm, trial.vma);
      assertThat(stamp).isPositive();
      inside = true;
      while (!leave
          && writer.getState() != Thread.State.TIMED_WAITING
          && writer.getState() != Thread.State.WAITING) {
        LockSupport.parkNanos(20_000);
      }
      strategy.endRead(trial.vma, stamp);
      inside = false;
    }

    boolean isInside() {
      return inside;
    }

    /** A writer that took the VMA from under it shows when it ends its hold. */
    void leaves() {
      leave = true;
      while (thread.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(wrong).as("what a reader that was inside threw").isNull();
    }
  }

  private abstract class Write extends Trial {
    @Nullable Reader reader;

    @Override
    void before() {
      reader = new Reader(this);
      mm.writeLock();
    }

    /** If the call threw, the reader may be inside, and the section does not hold the VMA. */
    @Override
    void after(@Nullable Throwable thrown) {
      Reader current = Objects.requireNonNull(reader);
      if (thrown != null && !isOnTopOfTheJdk(thrown)) {
        assertThat(strategy.isWriteHeld(vma)).as("write-held after %s", top(thrown)).isFalse();
      }
      current.leaves();
      if (strategy.isAttached(vma)) {
        strategy.startWrite(mm, vma);
        assertThat(strategy.isWriteHeld(vma)).isTrue();
      }
      mm.writeUnlock();
      assertThat(strategy.readers(vma)).isZero();
      if (strategy.isAttached(vma)) {
        isFree(mm, vma);
      }
    }
  }

  /** A list that runs out of stack from a certain call on, also in a call that cleans up. */
  private static final class FailingList extends AbstractList<Vma> {
    private final List<Vma> vmas;
    private int calls;

    FailingList(List<Vma> vmas, int calls) {
      this.vmas = vmas;
      this.calls = calls;
    }

    @Override
    public Vma get(int index) {
      if (calls-- <= 0) {
        calls = 0;
        throw new StackOverflowError("call of a list that fails");
      }
      return vmas.get(index);
    }

    @Override
    public int size() {
      return vmas.size();
    }
  }

  /** A bulk startWrite of two VMAs, the second of which a reader holds. */
  private final class WriteOfFailingList extends Write {
    private final Vma other = strategy.newVma(0x2000, 0x3000, null);
    private final int calls;

    WriteOfFailingList(int calls) {
      this.calls = calls;
      mm.writeLock();
      strategy.attach(mm, other);
      mm.writeUnlock();
    }

    @Override
    void call() {
      strategy.startWrite(mm, new FailingList(List.of(other, vma), calls));
    }

    @Override
    void after(@Nullable Throwable thrown) {
      Objects.requireNonNull(reader).leaves();
      mm.writeUnlock();
      isReadableAgain(mm, other);
      isReadableAgain(mm, vma);
    }

    /** Whether it failed. */
    boolean fails() {
      before();
      try {
        call();
      } catch (StackOverflowError e) {
        after(e);
        return true;
      }
      after(null);
      return false;
    }
  }

  /** Whatever a writer that failed has left, a reader under the mmap lock gets in, and mends it. */
  private void isReadableAgain(Mm mm, Vma vma) {
    mm.readLock();
    long stamp = strategy.startReadLocked(mm, vma);
    mm.readUnlock();
    assertThat(stamp).as("startReadLocked after a writer that failed").isPositive();
    strategy.endRead(vma, stamp);
    assertThat(strategy.readers(vma)).isZero();
    isFree(mm, vma);
  }

  private void isFree(Mm mm, Vma vma) {
    long stamp = strategy.startRead(mm, vma);
    assertThat(stamp).as("startRead of a free VMA").isPositive();
    strategy.endRead(vma, stamp);
    mm.readLock();
    long locked = strategy.startReadLocked(mm, vma);
    mm.readUnlock();
    assertThat(locked).as("startReadLocked of a free VMA").isPositive();
    strategy.endRead(vma, locked);
  }

  /**
   * Runs all tests again in a separate interpreted JVM: its frames are larger, so errors come at
   * other steps.
   */
  @Test
  void interpreted() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                StackEndConformance.class.getName(),
                strategy.getClass().getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
  }

  /**
   * The main program of {@link #interpreted}: runs the tests of a strategy by the name of its
   * class.
   */
  public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    run((VmaLockStrategy) constructor.newInstance());
  }

  /**
   * All tests of a strategy on real threads, without JUnit.
   *
   * @throws AssertionError if one fails
   */
  public static void run(VmaLockStrategy strategy) throws InterruptedException {
    StackEndConformance test = new StackEndConformance(strategy) {};
    test.startRead();
    test.endRead();
    test.endReadOfRetired();
    test.retire();
    test.startWrite();
    test.readersAfterStartWrite();
    test.detach();
    test.failingList();
  }

  /**
   * Whether the stack ended inside the JDK, such as in a call that gives a VMA back after a first
   * error. This cannot be handled from outside.
   */
  private static boolean isOnTopOfTheJdk(Throwable thrown) {
    return top(thrown).startsWith("java.");
  }

  private static String top(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return frames.length == 0 ? "an error without a trace" : frames[0].toString();
  }

  /** A writer that runs out of stack while it waits leaves everything as it was. */
  @Test
  void inTheWait() {
    OutOfStack.check(strategy);
  }

  /**
   * If both the call and what cleans up after it run out of stack, a reader under the mmap lock
   * gets in.
   */
  @Test
  void failingList() {
    int calls = 0;
    while (new WriteOfFailingList(calls).fails()) {
      calls++;
    }
  }

  /** A startWrite that threw has not write-held the VMA, and the next one waits and returns. */
  @Test
  void startWrite() throws InterruptedException {
    nearTheEnd(
        () ->
            new Write() {
              @Override
              void call() {
                strategy.startWrite(mm, vma);
              }
            });
  }

  /**
   * After a startWrite that threw, in its clean-up too, and without another writer, a reader under
   * the mmap lock gets in.
   */
  @Test
  void readersAfterStartWrite() throws InterruptedException {
    nearTheEnd(
        () ->
            new Write() {
              @Override
              void call() {
                strategy.startWrite(mm, vma);
              }

              @Override
              void after(@Nullable Throwable thrown) {
                Objects.requireNonNull(reader).leaves();
                mm.writeUnlock();
                isReadableAgain(mm, vma);
              }
            });
  }

  /** A detach that threw left the VMA attached, and readable under the mmap lock. */
  @Test
  void detach() throws InterruptedException {
    nearTheEnd(
        () ->
            new Write() {
              @Override
              void call() {
                strategy.detach(mm, vma);
              }
            });
  }

  /** A retire that threw has not begun, or a look again ends what it began. */
  @Test
  void retire() throws InterruptedException {
    nearTheEnd(
        () ->
            new Trial() {
              private final Retirement retirement = new Retirement(vma);
              private long stamp;

              @Override
              void before() {
                stamp = strategy.startRead(mm, vma);
                mm.writeLock();
              }

              @Override
              void call() {
                strategy.retire(mm, retirement);
              }

              @Override
              void after(@Nullable Throwable thrown) {
                mm.writeUnlock();
                boolean begun = vma.retirement() == retirement;
                assertThat(begun || thrown != null).isTrue();
                assertThat(retirement.isDrained()).isFalse();
                if (begun) {
                  assertThat(strategy.lookAgain(retirement)).isFalse();
                }
                strategy.endRead(vma, stamp);
                if (begun) {
                  assertThat(strategy.lookAgain(retirement)).isTrue();
                  assertThat(mm.takeNotices()).isSameAs(retirement);
                } else {
                  isFree(mm, vma);
                }
              }
            });
  }

  /** An endRead that threw has not ended the hold, and one that returned has. */
  @Test
  void endRead() throws InterruptedException {
    nearTheEnd(
        () ->
            new Trial() {
              private long stamp;

              @Override
              void before() {
                stamp = strategy.startRead(mm, vma);
              }

              @Override
              void call() {
                strategy.endRead(vma, stamp);
              }

              @Override
              void after(@Nullable Throwable thrown) {
                assertThat(strategy.readers(vma)).isEqualTo(thrown == null ? 0 : 1);
                if (thrown != null) {
                  strategy.endRead(vma, stamp);
                }
                isFree(mm, vma);
              }
            });
  }

  /**
   * The endRead of the last reader of a retired VMA keeps the rule too; a look again may have to
   * end the retirement.
   */
  @Test
  void endReadOfRetired() throws InterruptedException {
    nearTheEnd(
        () ->
            new Trial() {
              private final Retirement retirement = new Retirement(vma);
              private long stamp;

              @Override
              void before() {
                stamp = strategy.startRead(mm, vma);
                mm.writeLock();
                strategy.retire(mm, retirement);
                mm.writeUnlock();
              }

              @Override
              void call() {
                strategy.endRead(vma, stamp);
              }

              @Override
              void after(@Nullable Throwable thrown) {
                assertThat(strategy.readers(vma)).isEqualTo(thrown == null ? 0 : 1);
                if (thrown != null) {
                  strategy.endRead(vma, stamp);
                }
                assertThat(strategy.lookAgain(retirement)).isTrue();
                assertThat(mm.takeNotices()).isSameAs(retirement);
              }
            });
  }

  /** A startRead that threw left no reader inside. */
  @Test
  void startRead() throws InterruptedException {
    nearTheEnd(
        () ->
            new Trial() {
              private long stamp;

              @Override
              void before() {}

              @Override
              void call() {
                stamp = strategy.startRead(mm, vma);
              }

              @Override
              void after(@Nullable Throwable thrown) {
                assertThat(strategy.readers(vma)).isEqualTo(thrown == null ? 1 : 0);
                if (thrown == null) {
                  strategy.endRead(vma, stamp);
                }
                isFree(mm, vma);
              }
            });
  }
}
