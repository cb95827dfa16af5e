package io.vmalock.modelcheck.subjects;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/** Subjects that are right, of the same libraries. */
final class Right {
  private Right() {}

  private static final class Item {
    int value;

    Item(int value) {
      this.value = value;
    }
  }

  /** One thread offers two items, the other polls; the items come whole and in order. */
  abstract static class Handed extends Subject {
    private final Queue<Item> queue;
    private int first = 1;
    private int second = 2;

    Handed(Queue<Item> queue) {
      this.queue = queue;
    }

    @Override
    void one() {
      queue.offer(new Item(1));
      queue.offer(new Item(2));
    }

    @Override
    void two() {
      Item item = queue.poll();
      Item next = queue.poll();
      first = item == null ? 1 : item.value;
      second = next == null || item == null ? 2 : next.value;
    }

    @Override
    void after() {
      check(first == 1 && second == 2, first + " " + second);
    }
  }

  static final class Linked extends Handed {
    Linked() {
      super(new ConcurrentLinkedQueue<>());
    }
  }

  static final class Bounded extends Handed {
    Bounded() {
      super(new ArrayBlockingQueue<>(2));
    }
  }

  static final class TwoLocks extends Handed {
    TwoLocks() {
      super(new LinkedBlockingQueue<>());
    }
  }

  static final class Spsc extends Handed {
    Spsc() {
      super(new SpscArrayQueue<>(4));
    }
  }

  static final class Mpsc extends Handed {
    Mpsc() {
      super(new MpscArrayQueue<>(4));
    }
  }

  static final class Mpmc extends Handed {
    Mpmc() {
      super(new MpmcArrayQueue<>(4));
    }
  }

  static final class Merged extends Subject {
    private final ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();

    @Override
    void one() {
      map.merge("k", 1, Integer::sum);
    }

    @Override
    void two() {
      map.merge("k", 1, Integer::sum);
    }

    @Override
    void after() {
      check(map.get("k") == 2, map);
    }
  }

  static final class OnePermit extends Subject {
    private final Semaphore permit = new Semaphore(1);
    private int count;

    @Override
    void one() {
      permit.acquireUninterruptibly();
      count++;
      permit.release();
    }

    @Override
    void two() {
      one();
    }

    @Override
    void after() {
      check(count == 2, count);
    }
  }

  static final class ReadWrite extends Subject {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private int x;
    private int y;
    private boolean torn;

    @Override
    void one() {
      lock.writeLock().lock();
      x++;
      y++;
      lock.writeLock().unlock();
    }

    @Override
    void two() {
      lock.readLock().lock();
      torn = x != y;
      lock.readLock().unlock();
    }

    @Override
    void after() {
      check(!torn, "torn");
    }
  }

  static final class Optimistic extends Subject {
    private final StampedLock lock = new StampedLock();
    private int x;
    private int y;
    private boolean torn;

    @Override
    void one() {
      long stamp = lock.writeLock();
      x++;
      y++;
      lock.unlockWrite(stamp);
    }

    @Override
    void two() {
      long stamp = lock.tryOptimisticRead();
      int seenX = x;
      int seenY = y;
      torn = stamp != 0 && lock.validate(stamp) && seenX != seenY;
    }

    @Override
    void after() {
      check(!torn, "torn");
    }
  }

  static final class Completed extends Subject {
    private final CompletableFuture<Item> future = new CompletableFuture<>();
    private int seen;

    @Override
    void one() {
      future.complete(new Item(3));
    }

    @Override
    void two() throws Exception {
      seen = future.get().value;
    }

    @Override
    void after() {
      check(seen == 3, seen);
    }
  }

  static final class Exchanged extends Subject {
    private final Exchanger<Item> exchanger = new Exchanger<>();
    private int first;
    private int second;

    @Override
    void one() throws Exception {
      first = exchanger.exchange(new Item(1)).value;
    }

    @Override
    void two() throws Exception {
      second = exchanger.exchange(new Item(2)).value;
    }

    @Override
    void after() {
      check(first == 2 && second == 1, first + " " + second);
    }
  }

  static final class Transferred extends Subject {
    private final LinkedTransferQueue<Item> queue = new LinkedTransferQueue<>();
    private int seen;

    @Override
    void one() throws Exception {
      queue.transfer(new Item(5));
    }

    @Override
    void two() throws Exception {
      seen = queue.take().value;
    }

    @Override
    void after() {
      check(seen == 5, seen);
    }
  }

  static final class Synchronous extends Subject {
    private final SynchronousQueue<Item> queue = new SynchronousQueue<>();
    private int seen;

    @Override
    void one() throws Exception {
      queue.put(new Item(6));
    }

    @Override
    void two() throws Exception {
      seen = queue.take().value;
    }

    @Override
    void after() {
      check(seen == 6, seen);
    }
  }
}
