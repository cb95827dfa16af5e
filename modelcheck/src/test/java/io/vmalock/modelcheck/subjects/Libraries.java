package io.vmalock.modelcheck.subjects;

import com.google.common.cache.CacheBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.SequenceGroup;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.Recycler;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jctools.queues.SpscGrowableArrayQueue;
import rx.subscriptions.CompositeSubscription;
import rx.subscriptions.MultipleAssignmentSubscription;

/**
 * Subjects of libraries, wrong or right by the version that is on the class path. None depends on
 * the way in which the fault was fixed.
 */
final class Libraries {
  private Libraries() {}

  /** JCTools' issue 119: a queue that is not empty has nothing to poll. */
  static final class Growable extends Subject {
    private final Queue<String> queue = new SpscGrowableArrayQueue<>(16, 64);
    private boolean missed;

    @Override
    void one() {
      queue.offer("a");
    }

    @Override
    void two() {
      if (!queue.isEmpty()) {
        missed = queue.poll() == null;
      }
    }

    @Override
    void after() {
      check(!missed, "not empty, and poll returned null");
    }
  }

  /**
   * JCTools' pull requests 316 and 336: a poll with a time limit and an offer beside it spin
   * without end.
   */
  static final class Blocking extends Subject {
    private final MpscBlockingConsumerArrayQueue<String> queue =
        new MpscBlockingConsumerArrayQueue<>(4);

    @Override
    void one() throws InterruptedException {
      int polled = 0;
      while (polled < 2) {
        if (queue.poll(1, TimeUnit.MILLISECONDS) != null) {
          polled++;
        }
      }
    }

    @Override
    void two() {
      queue.offer("a");
      queue.offer("b");
    }
  }

  /** Disruptor's issue 119: the publisher does not see the waiter. */
  static final class Wakening extends Subject {
    private static final class NeverAlerted implements SequenceBarrier {
      @Override
      public long waitFor(long sequence) {
        return sequence;
      }

      @Override
      public long waitFor(long sequence, long timeout, TimeUnit units) {
        return sequence;
      }

      @Override
      public long getCursor() {
        return 0;
      }

      @Override
      public boolean isAlerted() {
        return false;
      }

      @Override
      public void alert() {}

      @Override
      public void clearAlert() {}

      @Override
      public void checkAlert() {}
    }

    private final BlockingWaitStrategy strategy = new BlockingWaitStrategy();
    private final Sequence cursor = new Sequence(-1);

    @Override
    void one() throws Exception {
      strategy.waitFor(0, cursor, new Sequence[0], new NeverAlerted());
    }

    @Override
    void two() {
      cursor.set(0);
      strategy.signalAllWhenBlocking();
    }
  }

  /**
   * Netty's issue 8563: a buffer that was released for the last time is retained, and freed again.
   */
  static final class Counted extends Subject {
    private static final class Resource extends AbstractReferenceCounted {
      int freed;

      @Override
      protected void deallocate() {
        freed++;
      }

      @Override
      public ReferenceCounted touch(Object hint) {
        return this;
      }
    }

    private final Resource resource = new Resource();
    private boolean retained;

    @Override
    void one() {
      if (resource.release()) {
        try {
          resource.retain();
          retained = true;
        } catch (IllegalReferenceCountException expected) {
          // It is gone.
        }
      }
    }

    @Override
    void two() {
      try {
        resource.retain();
      } catch (IllegalReferenceCountException expected) {
        // It is gone.
      }
    }

    @Override
    void after() {
      check(!retained && resource.freed <= 1, "retained after its last release");
    }
  }

  /** Guava's issue 2743: two threads that compute one value wait for each other. */
  static final class Computed extends Subject {
    private final ConcurrentMap<String, String> map =
        CacheBuilder.newBuilder().concurrencyLevel(1).<String, String>build().asMap();

    @Override
    void one() {
      map.computeIfAbsent("key", key -> "one");
    }

    @Override
    void two() {
      map.computeIfAbsent("key", key -> "two");
    }
  }

  /** Disruptor's 2.10.3: a group is asked for its value while its last sequence is removed. */
  static final class Grouped extends Subject {
    private final Sequence sequence = new Sequence(5);
    private final SequenceGroup group = new SequenceGroup();
    private long seen;

    Grouped() {
      group.add(sequence);
    }

    @Override
    void one() {
      group.remove(sequence);
    }

    @Override
    void two() {
      seen = group.get();
    }

    @Override
    void after() {
      check(seen == 5 || seen == -1, seen);
    }
  }

  /** Netty's issue 10986: two threads recycle an object, which is then handed out twice. */
  static final class Recycled extends Subject {
    private static final class Item {
      final Recycler.Handle<Item> handle;

      Item(Recycler.Handle<Item> handle) {
        this.handle = handle;
      }
    }

    private final Recycler<Item> recycler =
        new Recycler<>() {
          @Override
          protected Item newObject(Handle<Item> handle) {
            return new Item(handle);
          }
        };
    private final Item item = recycler.get();

    private void recycle() {
      try {
        item.handle.recycle(item);
      } catch (IllegalStateException expected) {
        // The other thread was first.
      }
    }

    @Override
    void one() {
      recycle();
    }

    @Override
    void two() {
      recycle();
    }

    @Override
    void after() {
      check(recycler.get() != recycler.get(), "handed out twice");
    }
  }

  /**
   * Netty's issue 5489: the completer of a promise does not see the listener, and the listener does
   * not see the completion.
   */
  static final class Promised extends Subject {
    private final DefaultPromise<String> promise =
        new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    private int notified;

    @Override
    void one() {
      promise.addListener(done -> notified++);
    }

    @Override
    void two() {
      promise.setSuccess("done");
    }

    @Override
    void after() {
      check(notified == 1, "notified " + notified + " times");
    }
  }

  /** RxJava's issue 577: two subscriptions that hold each other are ended from both sides. */
  static final class Unsubscribed extends Subject {
    private final MultipleAssignmentSubscription assigned = new MultipleAssignmentSubscription();
    private final CompositeSubscription composite = new CompositeSubscription(assigned);

    Unsubscribed() {
      assigned.setSubscription(composite);
    }

    @Override
    void one() {
      composite.unsubscribe();
    }

    @Override
    void two() {
      assigned.unsubscribe();
    }
  }
}
