package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Errors where they hurt most: after a commit can be seen, inside a hold that has just begun, in
 * the middle of several holds. Nothing is lost, and a commit that others see has returned.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> released = Collections.synchronizedList(new ArrayList<>());

  private AddressSpace.Builder<String> builder() {
    return AddressSpace.<String>builder().strategy(new MonitorStrategy()).release(released::add);
  }

  /** A logger that is out of order. */
  private static final class BrokenLogger extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.vmalock.space");
    private int calls;

    BrokenLogger() {
      LOGGER.addHandler(this);
      LOGGER.setUseParentHandlers(false);
      LOGGER.setLevel(Level.ALL);
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      calls++;
      throw new InternalError("no line of log");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      LOGGER.removeHandler(this);
      LOGGER.setUseParentHandlers(true);
      LOGGER.setLevel(null);
    }
  }

  // ---- After the commit ----

  @Test
  void whatFailsAfterACommitIsMadeUpFor() throws Exception {
    AddressSpace<String> space =
        builder()
            .releaseOn(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    try (BrokenLogger logger = new BrokenLogger()) {
      Commit commit = space.write(section -> section.unmap(0x1000, 0x2000));
      assertThat(commit.await(LONG)).isTrue();
      assertThat(logger.calls).isPositive();
      Commit both =
          space.write(
              section -> {
                section.map(0x1000, 0x2000, "b");
                section.unmap(0x1000, 0x2000);
              });
      assertThat(both.await(LONG)).isTrue();
    }
    assertThat(released).containsExactly("a", "b");
  }

  /**
   * Found by the sweep of the heap: a thread that took a release off its list, and had no memory
   * left to begin it, lost it.
   */
  @Test
  void aReleaseThatCouldNotBeginIsBegunByTheDaemonThread() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    AddressSpace<String> space =
        builder().releaseOn(task -> new PoorThread(task, failures).start()).build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Commit commit = space.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(commit.await(LONG)).isTrue();
    assertThat(failures).hasValue(1);
    assertThat(released).containsExactly("a");
  }

  /** A thread that cannot be put into a set: adding it allocates. */
  private static final class PoorThread extends Thread {
    private final AtomicInteger failures;

    PoorThread(Runnable task, AtomicInteger failures) {
      super(task);
      this.failures = failures;
      setUncaughtExceptionHandler((thread, thrown) -> {});
    }

    @Override
    public int hashCode() {
      failures.incrementAndGet();
      throw new OutOfMemoryError("of the test");
    }
  }

  @Test
  void anAttachmentWithoutAWordForItselfIsReleased() throws Exception {
    List<Object> done = Collections.synchronizedList(new ArrayList<>());
    AddressSpace<Object> space =
        AddressSpace.builder()
            .strategy(new MonitorStrategy())
            .release(
                one -> {
                  done.add(one);
                  throw new IllegalStateException("and it throws");
                })
            .build();
    Object silent =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no word");
          }
        };
    space.write(section -> section.map(0x1000, 0x2000, silent));
    assertThat(space.write(section -> section.unmap(0x1000, 0x2000)).await(LONG)).isTrue();
    assertThat(done).hasSize(1);
  }

  /** An attachment that no area ever had is awaited like the others. */
  @Test
  void aReleaseWithoutAnAreaIsAwaited() throws Exception {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AddressSpace<String> space = builder().releaseOn(tasks::add).build();
    Commit commit =
        space.write(
            section -> {
              section.map(0x1000, 0x2000, "a");
              section.unmap(0x1000, 0x2000);
            });
    assertThat(commit.isReleased()).isFalse();
    assertThatThrownBy(() -> space.close(Duration.ofMillis(1)))
        .isInstanceOf(ReadersInsideException.class)
        .hasMessageContaining("release of a has not run");
    tasks.remove().run();
    assertThat(commit.isReleased()).isTrue();
    space.close(LONG);
  }

  /** A release runs on the only thread that runs releases, and opens a section of a full space. */
  @Test
  void aReleaseWithoutAnAreaMayUseAFullSpace() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      AtomicReference<AddressSpace<String>> space = new AtomicReference<>();
      space.set(
          AddressSpace.<String>builder()
              .strategy(new MonitorStrategy())
              .releaseOn(executor)
              .retention(new Retention(1, Long.MAX_VALUE, AtLimit.WAIT))
              .release(
                  one -> {
                    if (one.equals("a")) {
                      space.get().write(section -> section.map(0x5000, 0x6000, "c"));
                    }
                    released.add(one);
                  })
              .build());
      space.get().write(section -> section.map(0x1000, 0x2000, "b"));
      Hold<String> hold = space.get().hold();
      hold.startRead(0x1000);
      space
          .get()
          .write(
              section -> {
                section.map(0x3000, 0x4000, "a");
                section.unmap(0x3000, 0x4000);
                section.unmap(0x1000, 0x2000);
              });
      while (released.isEmpty()) {
        Thread.sleep(1);
      }
      assertThat(released).containsExactly("a");
      hold.endRead();
    } finally {
      executor.shutdown();
    }
  }

  // ---- Before it ----

  /** A weigher is the caller's code like the others. */
  @Test
  void aWeigherMustNotUseTheSection() {
    AtomicReference<WriteSection<String>> open = new AtomicReference<>();
    AddressSpace<String> space =
        builder()
            .weigher(
                one -> {
                  WriteSection<String> section = open.get();
                  if (section != null) {
                    section.commit();
                  }
                  return 1;
                })
            .build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    assertThatThrownBy(
            () ->
                space.write(
                    section -> {
                      open.set(section);
                      section.unmap(0x1000, 0x2000);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in the middle of a change");
    open.set(null);
    assertThat(space.mm().lockState()).isEqualTo("free");
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("a");
    space.close();
  }

  @Test
  void weightsDoNotWrap() throws Exception {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AddressSpace<String> space =
        builder()
            .releaseOn(tasks::add)
            .weigher(one -> Long.MAX_VALUE)
            .retention(new Retention(100, 100, AtLimit.THROW))
            .build();
    space.write(
        section -> {
          for (int i = 0; i < 4; i++) {
            section.map(0x1000 * i, 0x1000 * (i + 1), "a" + i);
          }
        });
    for (int n = 1; n <= 4; n++) {
      long end = 0x1000 * n;
      assertThatThrownBy(() -> space.write(section -> section.unmap(0, end)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("are allowed");
    }
    space.close();
    tasks.forEach(Runnable::run);
    assertThat(released).hasSize(4);
  }

  // ---- Holds ----

  /** One that throws at the n-th startRead. */
  private static VmaLockStrategy throwing(MonitorStrategy inner, int[] countdown) {
    return (VmaLockStrategy)
        Proxy.newProxyInstance(
            ErrorTest.class.getClassLoader(),
            new Class<?>[] {VmaLockStrategy.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("startRead") && countdown[0]-- == 0) {
                throw new InternalError("injected");
              }
              if (method.getName().equals("newMm")) {
                return inner.newMm(
                    arguments == null
                        ? io.vmalock.Limits.DEFAULT
                        : (io.vmalock.Limits) arguments[0]);
              }
              return method.invoke(inner, arguments);
            });
  }

  @Test
  void aSetThatFailsHalfWayHoldsNothing() {
    int[] countdown = {Integer.MAX_VALUE};
    MonitorStrategy inner = new MonitorStrategy();
    AddressSpace<String> space =
        AddressSpace.<String>builder().strategy(throwing(inner, countdown)).build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "b");
        });
    HoldSet<String> set = space.holds(2);
    countdown[0] = 1;
    assertThatThrownBy(() -> set.startRead(0x1000, 0x2000)).isInstanceOf(InternalError.class);
    set.startRead(0x1000, 0x2000);
    Vma first = set.hold(0).vma();
    assertThat(inner.readers(first)).isEqualTo(1);
    set.endRead();
    assertThat(inner.readers(first)).isZero();
  }

  /** A leak is reported where a hold begins, and the report fails. */
  @Test
  void aHoldBeginsThoughALeakCannotBeReported() throws Exception {
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .tracking(Tracking.ALL)
            .build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "b");
        });
    drop(space);
    try (BrokenLogger logger = new BrokenLogger()) {
      for (int i = 0; i < 500 && logger.calls == 0; i++) {
        System.gc();
        Thread.sleep(10);
        assertThat(space.<String>read(0x2000, Hold::attachment)).isEqualTo("b");
      }
      assertThat(logger.calls).isPositive();
    }
    Hold<String> own = space.hold();
    own.startRead(0x2000);
    assertThat(space.strategy().readers(own.vma())).isEqualTo(1);
    own.endRead();
  }

  private static void drop(AddressSpace<String> space) {
    space.hold().startRead(0x1000);
  }

  /** The JVM reports a fault of the memory that was read late, and the end of a stack too. */
  private static final List<Error> LATE =
      List.of(
          new InternalError("a fault occurred in an unsafe memory access operation"),
          new StackOverflowError(
              "Delayed StackOverflowError due to ReservedStackAccess annotated method"));

  /** One whose endRead does its work, and then throws. */
  private static VmaLockStrategy late(MonitorStrategy inner, Error error, boolean[] faulty) {
    return (VmaLockStrategy)
        Proxy.newProxyInstance(
            ErrorTest.class.getClassLoader(),
            new Class<?>[] {VmaLockStrategy.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("newMm")) {
                return inner.newMm(io.vmalock.Limits.DEFAULT);
              }
              Object answer = method.invoke(inner, arguments);
              if (method.getName().equals("endRead") && faulty[0]) {
                throw error;
              }
              return answer;
            });
  }

  @ParameterizedTest
  @FieldSource("LATE")
  void aFaultThatIsReportedLateLeavesAHoldToBeStarted(Error error) throws Exception {
    boolean[] faulty = {false};
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(late(new MonitorStrategy(), error, faulty))
            .release(released::add)
            .tracking(Tracking.ALL)
            .build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> hold = space.hold();
    assertThat(hold.startRead(0x1000)).isTrue();
    faulty[0] = true;
    assertThatThrownBy(hold::endRead).isSameAs(error);
    assertThat(hold.isHeld()).isFalse();
    space.readLocked().close(); // refused to a thread that is known to be inside a hold
    hold.close();
    faulty[0] = false;
    assertThat(hold.startRead(0x1000)).isTrue();
    hold.endRead();
    assertThat(space.write(section -> section.unmap(0x1000, 0x2000)).await(LONG)).isTrue();
    assertThat(released).containsExactly("a");
  }

  @ParameterizedTest
  @FieldSource("LATE")
  void aFaultInTheEndOfOneHoldOfASetEndsTheOthersToo(Error error) throws Exception {
    boolean[] faulty = {false};
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(late(new MonitorStrategy(), error, faulty))
            .release(released::add)
            .build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "b");
        });
    HoldSet<String> set = space.holds(2);
    set.startRead(new long[] {0x1000, 0x2000});
    Hold<String> second = set.hold(1);
    faulty[0] = true;
    assertThatThrownBy(set::endRead).isSameAs(error);
    assertThat(second.isHeld()).isFalse();
  }
}
