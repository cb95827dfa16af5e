package io.vmalock.modelcheck.reach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.junit.ModelCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Collectors;

/** The JDK's classes are explored as the code that they are, and found right. */
class JdkReachTest {
  private static final int FEW = 3_000;

  private int seen;

  @ModelCheck
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
  void asynchronousSupplier(Scenario scenario) {
    scenario.thread(() -> assertEquals(5, CompletableFuture.supplyAsync(() -> 5).get()));
    scenario.thread(() -> assertEquals(6, CompletableFuture.supplyAsync(() -> 6).join()));
  }

  @ModelCheck
  void exchanger(Scenario scenario) {
    Exchanger<String> exchanger = new Exchanger<>();
    scenario.thread(() -> assertEquals("b", exchanger.exchange("a")));
    scenario.thread(() -> assertEquals("a", exchanger.exchange("b")));
  }

  @ModelCheck(executions = FEW)
  void synchronousQueue(Scenario scenario) {
    SynchronousQueue<Integer> queue = new SynchronousQueue<>();
    scenario.thread(() -> queue.put(1));
    scenario.thread(() -> assertEquals(1, queue.take()));
  }

  @ModelCheck(executions = FEW)
  void linkedTransferQueue(Scenario scenario) {
    LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
    scenario.thread(() -> queue.transfer(1));
    scenario.thread(() -> assertEquals(1, queue.take()));
  }

  @ModelCheck(executions = FEW)
  void priorityBlockingQueue(Scenario scenario) {
    PriorityBlockingQueue<Integer> queue = new PriorityBlockingQueue<>();
    scenario.thread(() -> queue.put(2));
    scenario.thread(() -> queue.put(1));
    scenario.thread(() -> seen = queue.take() + queue.take());
    scenario.after(() -> assertEquals(3, seen));
  }

  @ModelCheck(executions = FEW)
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

  @ModelCheck(executions = 500)
  void forkJoinPool(Scenario scenario) {
    ForkJoinPool pool = new ForkJoinPool(1);
    scenario.mayPoll();
    scenario.thread(
        () -> {
          assertEquals(1, pool.invoke(new Fibonacci(2)));
          pool.shutdown();
        });
  }

  @ModelCheck
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

  @ModelCheck
  void synchronizedList(Scenario scenario) {
    List<Integer> list = Collections.synchronizedList(new ArrayList<>());
    scenario.thread(() -> list.add(1));
    scenario.thread(() -> list.add(2));
    scenario.after(() -> assertEquals(3, list.get(0) + list.get(1)));
  }

  @ModelCheck
  void vector(Scenario scenario) {
    Vector<Integer> vector = new Vector<>();
    scenario.thread(() -> vector.add(1));
    scenario.thread(() -> vector.add(2));
    scenario.after(() -> assertEquals(2, vector.size()));
  }

  @ModelCheck
  void collectors(Scenario scenario) {
    List<Integer> list = Collections.synchronizedList(new ArrayList<>());
    scenario.thread(() -> list.addAll(List.of(1, 2).stream().collect(Collectors.toList())));
    scenario.thread(() -> list.add(3));
    scenario.after(() -> assertEquals(3, list.size()));
  }
}
