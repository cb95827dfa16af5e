package io.vmalock.modelcheck.reach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.junit.ModelCheck;
import io.vmalock.modelcheck.memory.Relaxation;
import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The model checker explores the JDK's own bytecode, and finds it right. */
class JdkReachTest {
  private static final int FEW = 200;

  private int seen;

  @ModelCheck(executions = FEW)
  void futureTask(Scenario scenario) {
    FutureTask<Integer> task = new FutureTask<>(() -> 7);
    scenario.thread(task::run);
    scenario.thread(() -> assertEquals(7, task.get()));
    scenario.thread(() -> seen = task.isDone() ? task.get() : 0);
  }

  @ModelCheck(executions = FEW)
  void completableFuture(Scenario scenario) {
    CompletableFuture<Integer> one = new CompletableFuture<>();
    CompletableFuture<Integer> other = new CompletableFuture<>();
    CompletableFuture<Integer> sum = one.thenCombine(other, Integer::sum);
    scenario.thread(() -> one.complete(1));
    scenario.thread(() -> other.complete(2));
    scenario.thread(() -> assertEquals(3, sum.get()));
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void asynchronousSupplier(Scenario scenario) {
    scenario.thread(() -> assertEquals(5, CompletableFuture.supplyAsync(() -> 5).get()));
    scenario.thread(() -> assertEquals(6, CompletableFuture.supplyAsync(() -> 6).join()));
  }

  @ModelCheck(executions = FEW)
  void exchanger(Scenario scenario) {
    Exchanger<String> exchanger = new Exchanger<>();
    scenario.thread(() -> assertEquals("b", exchanger.exchange("a")));
    scenario.thread(() -> assertEquals("a", exchanger.exchange("b")));
  }

  /** On 25 a plain load of {@code waiter} must not pass the volatile update before it. */
  @ModelCheck(executions = FEW, relaxations = Relaxation.DEPENDENT_READS)
  void synchronousQueue(Scenario scenario) {
    SynchronousQueue<Integer> queue = new SynchronousQueue<>();
    scenario.thread(() -> queue.put(1));
    scenario.thread(() -> assertEquals(1, queue.take()));
  }

  /** On 25 a plain load of {@code waiter} must not pass the volatile update before it. */
  @ModelCheck(executions = FEW, relaxations = Relaxation.DEPENDENT_READS)
  void linkedTransferQueue(Scenario scenario) {
    LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
    scenario.thread(() -> queue.transfer(1));
    scenario.thread(() -> assertEquals(1, queue.take()));
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void priorityBlockingQueue(Scenario scenario) {
    PriorityBlockingQueue<Integer> queue = new PriorityBlockingQueue<>();
    scenario.thread(() -> queue.put(2));
    scenario.thread(() -> queue.put(1));
    scenario.thread(() -> seen = queue.take() + queue.take());
    scenario.after(() -> assertEquals(3, seen));
  }

  /** A program need not shut down a pool whose threads have nothing to do. */
  @ModelCheck(executions = FEW)
  @Tag("slow")
  void idlePool(Scenario scenario) {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    scenario.thread(() -> assertEquals(1, pool.submit(() -> 1).get()));
    scenario.thread(() -> assertEquals(2, pool.submit(() -> 2).get()));
  }

  @Test
  @Tag("slow")
  void taskThatWaitsForEverInAPoolIsADeadlock() {
    for (Check.Body body :
        List.<Check.Body>of(JdkReachTest::stuckInPool, JdkReachTest::stuckInCommonPool)) {
      Verdict verdict = Check.of(body).executions(FEW).run();
      assertEquals(Verdict.Kind.BROKEN, verdict.kind(), verdict.toString());
      assertEquals(Finding.Kind.DEADLOCK, verdict.finding().kind(), verdict.toString());
    }
  }

  private static void stuckInPool(Scenario scenario) {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CountDownLatch never = new CountDownLatch(1);
    scenario.thread(() -> pool.submit(() -> waitFor(never)).isDone());
    scenario.thread(() -> never.getCount());
  }

  private static void stuckInCommonPool(Scenario scenario) {
    CountDownLatch never = new CountDownLatch(1);
    scenario.thread(() -> CompletableFuture.runAsync(() -> waitFor(never)).isDone());
    scenario.thread(() -> never.getCount());
  }

  /** The compiler makes the finally block of such a loop catch what its own first steps throw. */
  @Test
  void executionEndsInALoopThatReturnsBeforeAFinally() {
    Verdict verdict =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> Check.of(JdkReachTest::takenFromNobody).run());
    assertEquals(Finding.Kind.DEADLOCK, verdict.finding().kind(), verdict.toString());
  }

  private static void takenFromNobody(Scenario scenario) {
    ReentrantLock lock = new ReentrantLock();
    Condition changed = lock.newCondition();
    int[] value = new int[1];
    scenario.thread(() -> take(lock, changed, value));
    scenario.thread(() -> take(lock, changed, value));
  }

  private static int take(ReentrantLock lock, Condition changed, int[] value)
      throws InterruptedException {
    lock.lock();
    try {
      for (; ; ) {
        if (value[0] != 0) {
          return value[0];
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void futureThatTimesOut(Scenario scenario) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    scenario.mayPoll();
    scenario.thread(
        () -> {
          try {
            assertEquals(1, future.orTimeout(1, TimeUnit.SECONDS).join());
          } catch (CompletionException late) {
            seen = 1;
          }
        });
    scenario.thread(() -> future.complete(1));
  }

  @ModelCheck(executions = FEW)
  void objectsAreSorted(Scenario scenario) {
    Integer[] numbers = {3, 1, 2};
    Object lock = new Object();
    scenario.thread(
        () -> {
          synchronized (lock) {
            Arrays.sort(numbers);
          }
        });
    scenario.thread(
        () -> {
          synchronized (lock) {
            Arrays.sort(numbers, Collections.reverseOrder());
          }
        });
    scenario.after(
        () -> {
          Arrays.sort(numbers);
          assertArrayEquals(new Integer[] {1, 2, 3}, numbers);
        });
  }

  /** Two threads that sort at once lose numbers. */
  @Test
  void numbersAreLostThatAreSortedTwiceAtOnce() {
    Verdict verdict = Check.of(JdkReachTest::sortedTwice).executions(FEW * 10).run();
    assertEquals(Verdict.Kind.BROKEN, verdict.kind(), verdict.toString());
  }

  private static void sortedTwice(Scenario scenario) {
    Integer[] numbers = {3, 1, 2};
    scenario.thread(() -> Arrays.sort(numbers));
    scenario.thread(() -> Arrays.sort(numbers, Collections.reverseOrder()));
    scenario.after(
        () -> {
          Arrays.sort(numbers);
          assertArrayEquals(new Integer[] {1, 2, 3}, numbers);
        });
  }

  /** A pool's exception after its shutdown names the task as the JDK does. */
  @Test
  void rejectedTaskHasTheJdksName() {
    Verdict verdict = Check.of(JdkReachTest::rejected).executions(FEW).run();
    assertEquals(Verdict.Kind.BROKEN, verdict.kind(), verdict.toString());
    assertEquals(-1, verdict.toString().indexOf("vmalock.modelled"), verdict.toString());
    assertEquals(
        0,
        verdict.finding().message().indexOf("java.util.concurrent.RejectedExecutionException"),
        verdict.toString());
  }

  private static void rejected(Scenario scenario) {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    scenario.thread(() -> pool.submit(() -> 1).isDone());
    scenario.thread(pool::shutdown);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void poolOfOneWorker(Scenario scenario) {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    scenario.thread(
        () -> {
          Future<Integer> future = pool.submit(() -> ++seen);
          assertEquals(1, future.get());
          pool.shutdown();
        });
  }

  @ModelCheck(executions = FEW)
  void poolOfTwoWorkers(Scenario scenario) {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    int[] slots = new int[2];
    scenario.thread(
        () -> {
          Future<?> one = pool.submit(() -> slots[0] = 1);
          Future<?> other = pool.submit(() -> slots[1] = 1);
          one.get();
          other.get();
          assertArrayEquals(new int[] {1, 1}, slots);
          pool.shutdown();
        });
  }

  private static final class Fibonacci extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1;
    private final int number;

    Fibonacci(int number) {
      this.number = number;
    }

    @Override
    protected Integer compute() {
      if (number < 2) {
        return number;
      }
      Fibonacci left = new Fibonacci(number - 1);
      left.fork();
      return new Fibonacci(number - 2).compute() + left.join();
    }
  }

  @ModelCheck(executions = FEW)
  void forkJoinPool(Scenario scenario) {
    ForkJoinPool pool = new ForkJoinPool(1);
    scenario.mayPoll();
    scenario.thread(
        () -> {
          assertEquals(1, pool.invoke(new Fibonacci(2)));
          pool.shutdown();
        });
  }

  @ModelCheck(executions = FEW)
  void arrays(Scenario scenario) {
    int[] numbers = {3, 1, 2};
    Object lock = new Object();
    scenario.thread(
        () -> {
          synchronized (lock) {
            Arrays.sort(numbers);
          }
        });
    scenario.thread(
        () -> {
          synchronized (lock) {
            Arrays.fill(numbers, 0, 1, 5);
          }
        });
    scenario.after(() -> seen = numbers[0]);
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void synchronizedList(Scenario scenario) {
    List<Integer> list = Collections.synchronizedList(new ArrayList<>());
    scenario.thread(() -> list.add(1));
    scenario.thread(() -> list.add(2));
    scenario.after(() -> assertEquals(3, list.get(0) + list.get(1)));
  }

  @ModelCheck(executions = FEW)
  void vector(Scenario scenario) {
    Vector<Integer> vector = new Vector<>();
    scenario.thread(() -> vector.add(1));
    scenario.thread(() -> vector.add(2));
    scenario.after(() -> assertEquals(2, vector.size()));
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void collectors(Scenario scenario) {
    List<Integer> list = Collections.synchronizedList(new ArrayList<>());
    scenario.thread(() -> list.addAll(List.of(1, 2).stream().collect(Collectors.toList())));
    scenario.thread(() -> list.add(3));
    scenario.after(() -> assertEquals(3, list.size()));
  }

  @ModelCheck(executions = FEW)
  @Tag("slow")
  void scheduledExecutor(Scenario scenario) {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    scenario.mayPoll();
    scenario.thread(
        () -> {
          assertEquals(4, pool.schedule(() -> 4, 5, TimeUnit.MILLISECONDS).get());
          pool.shutdown();
        });
  }

  private static final class Cache extends WeakReference<Object> {
    Cache(Object referent) {
      super(referent);
    }
  }

  @ModelCheck
  void clearedReference(Scenario scenario) {
    Cache cache = new Cache("there");
    scenario.thread(cache::clear);
    scenario.thread(() -> scenario.observe(cache.get()));
    scenario.acceptable("null", "there");
  }

  @ModelCheck
  void queueOfReferences(Scenario scenario) {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    WeakReference<Object> reference = new WeakReference<>("it", queue);
    scenario.thread(reference::enqueue);
    scenario.thread(() -> assertEquals(reference, queue.remove()));
  }

  @ModelCheck
  void cleanerCleansOnce(Scenario scenario) {
    Cleaner.Cleanable cleanable = Cleaner.create().register("it", () -> seen++);
    scenario.thread(cleanable::clean);
    scenario.thread(cleanable::clean);
    scenario.after(() -> assertEquals(1, seen));
  }

  @ModelCheck
  void stringBuffer(Scenario scenario) {
    StringBuffer text = new StringBuffer("-");
    scenario.thread(() -> text.append('a').append(1));
    scenario.thread(() -> text.insert(0, "b"));
    scenario.after(() -> scenario.observe(text.toString()));
    scenario.acceptable("b-a1");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreads(@TempDir Path directory) throws Exception {
    Path source = directory.resolve("Virtual.java");
    Files.writeString(
        source,
"""
        import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
        import java.util.concurrent.Executors;

        public class Virtual {
          int count;

          void loses(Scenario scenario) {
            scenario.thread(
                () -> {
                  Thread one = Thread.ofVirtual().name("v").start(() -> count++);
                  Thread other = Thread.startVirtualThread(() -> count++);
                  one.join();
                  other.join();
                  if (!one.isVirtual() || count != 2) {
                    throw new AssertionError(count);
                  }
                });
          }

          void locks(Scenario scenario) {
            scenario.thread(
                () -> {
                  try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    var one = threads.submit(this::add);
                    threads.submit(this::add).get();
                    one.get();
                  }
                  if (count != 2) {
                    throw new AssertionError(count);
                  }
                });
          }

          synchronized void add() {
            count++;
          }
        }
        """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), source.toString());
    assertEquals(0, compiled);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, JdkReachTest.class.getClassLoader())) {
      Class<?> type = loader.loadClass("Virtual");
      Verdict loses = Check.of(type, "loses").run();
      assertEquals(Verdict.Kind.BROKEN, loses.kind(), loses.toString());
      Verdict locks = Check.of(type, "locks").executions(FEW).run();
      assertEquals(Verdict.Kind.PASSED, locks.kind(), locks.toString());
    }
  }
}
