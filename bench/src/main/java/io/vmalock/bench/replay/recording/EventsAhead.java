package io.vmalock.bench.replay.recording;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a long recording, read by a separate thread while the caller applies those before:
 * reading takes about as long as applying.
 *
 * <p>The queue publishes what the reading thread has written (events, remarks, the clock's form) to
 * the caller that takes the next batch. The reading thread waits for room in the queue; each batch
 * that the caller takes makes room, and {@link #close} ends that wait. The caller waits for a
 * batch; one more always comes until the last, since a failure to read is a batch, too.
 */
final class EventsAhead implements Events {
  /**
   * The number of events of a batch: enough that slow hand-overs on a busy machine hardly matter.
   */
  static final int BATCH = 8192;

  /** The number of batches read ahead: few, so that they need little memory. */
  static final int BATCHES = 2;

  private static final Batch NONE = new Batch(new Event[0], 0, false, null);

  /**
   * The batch after a failure that may leave no memory for a new batch: {@link #failure} has it.
   */
  private static final Batch FAILED = new Batch(new Event[0], 0, true, null);

  /** Some events, perhaps the last ones or those before a failure. */
  private record Batch(
      @Nullable Event[] events, int size, boolean last, @Nullable Throwable failure) {}

  private final Events events;
  private final IntFunction<@Nullable Event[]> rooms;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread = new Thread(this::read, "reading a recording");
  private @Nullable Throwable failure; // published by the queue
  private Batch batch = NONE;
  private int next;

  private EventsAhead(Events events, IntFunction<@Nullable Event[]> rooms) {
    this.events = events;
    this.rooms = rooms;
  }

  /** Begins to read ahead; from now on only this object may use the events. */
  static EventsAhead of(Events events) {
    return of(events, Event[]::new);
  }

  /**
   * Begins to read ahead.
   *
   * @param rooms makes the room for a batch
   */
  static EventsAhead of(Events events, IntFunction<@Nullable Event[]> rooms) {
    EventsAhead ahead = new EventsAhead(events, rooms);
    ahead.thread.setDaemon(true);
    ahead.thread.start();
    return ahead;
  }

  private void read() {
    try (events) {
      Batch one = NONE;
      while (!one.last) {
        one = readBatch();
        batches.put(one);
      }
    } catch (InterruptedException e) {
      // Closed: the caller asks no more.
    } catch (Throwable e) {
      failure = e;
      handOverFailed();
    }
  }

  private void handOverFailed() {
    try {
      batches.put(FAILED);
    } catch (InterruptedException e) {
      // Closed: the caller asks no more.
    }
  }

  private Batch readBatch() {
    @Nullable Event[] some = rooms.apply(BATCH);
    int size = 0;
    try {
      while (size < BATCH) {
        Event event = events.next();
        if (event == null) {
          return new Batch(some, size, true, null);
        }
        some[size++] = event;
      }
      return new Batch(some, size, false, null);
    } catch (Throwable e) {
      return new Batch(some, size, true, e);
    }
  }

  @Override
  public @Nullable Event next() {
    while (next == batch.size) {
      Throwable thrown = batch == FAILED ? failure : batch.failure;
      if (thrown != null) {
        Throwables.throwIfUnchecked(thrown);
        throw new IllegalStateException(thrown);
      }
      if (batch.last) {
        return null;
      }
      batch = Uninterruptibles.takeUninterruptibly(batches);
      next = 0;
    }
    return batch.events[next++];
  }

  @Override
  public Clock clock() {
    return events.clock();
  }

  @Override
  public void check() {
    events.check();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
