package io.vmalock.modelcheck.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one execution: the values that each access reads, and the views that it publishes.
 *
 * <p>The rules follow RC11, and the language for volatile variables:
 *
 * <ul>
 *   <li>A store becomes the newest of its location. It publishes its thread's <i>released</i> view;
 *       in release or volatile mode, all that its thread knows.
 *   <li>A load takes any store that is not older than the newest one that its thread knows. Except
 *       in plain mode, the thread then knows that store. In acquire or volatile mode the thread
 *       also learns the view that the store published; in the other modes, a later acquire fence
 *       does that.
 *   <li>A read-modify-write reads the newest store, and its own store also publishes the view of
 *       the store that it read: it continues the release sequence.
 *   <li>A volatile store adds its thread's knowledge to one global view, and a volatile load first
 *       takes that view in. The load also synchronizes with every volatile store to its location so
 *       far, including those that were overwritten (JLS 17.4.4).
 *   <li>A volatile read-modify-write adds to the global view and does not take it in: a weaker load
 *       that follows may be performed before its store. RC11 permits that, and some processors do
 *       it.
 *   <li>A full fence takes the global view in, adds to it, and is an acquire and a release fence.
 *   <li>The result of a weaker load orders no later volatile load. The volatile load may have an
 *       earlier place in the order of all volatile accesses and full fences: after all of them that
 *       happen before it, and before one that is older than the result of the weaker load. It takes
 *       in the global view of that place.
 * </ul>
 *
 * <p>The global view says which stores must be seen; it does not say that they happen before, so it
 * never hides a race.
 */
public final class Memory {
  /** An addition to the global view by a volatile store or a full fence, and its time. */
  private record Addition(int place, View view) {}

  private final boolean unseenVolatiles;
  private final View global = new View();
  private final List<Addition> additions = new ArrayList<>();
  private int serials;
  private int numbered;

  /**
   * Makes the memory of an execution without any stores.
   *
   * @param unseenVolatiles whether a thread may miss a volatile store though a weaker load of its
   *     own returned a later store
   */
  public Memory(boolean unseenVolatiles) {
    this.unseenVolatiles = unseenVolatiles;
  }

  /**
   * Returns the place in modification order of the oldest store that a load may return now; the
   * newest store is always possible.
   */
  public int oldestVisible(ThreadViews thread, Location location, Mode mode) {
    int oldest = 0;
    if (location.isNumbered()) {
      oldest = thread.current().stamp(location.number());
      if (mode == Mode.VOLATILE) {
        oldest = Math.max(oldest, published(thread, location.number()));
      }
    }
    int newest = location.stores() - 1;
    for (int stamp = newest; stamp > oldest; stamp--) {
      if (location.store(stamp).serial() <= thread.fresh()) {
        return stamp;
      }
    }
    return oldest;
  }

  /**
   * Returns the newest store that the global view has at every place that a volatile load may take.
   * The search leaves out places after which the thread has seen no later store: there another
   * interleaving does the same.
   */
  private int published(ThreadViews thread, int number) {
    int from = thread.current().ordered();
    int to = thread.seen();
    if (!unseenVolatiles || to <= from) {
      return global.stamp(number);
    }
    int newest = 0;
    for (Addition addition : additions) {
      if (addition.place <= from || addition.place > to) {
        newest = Math.max(newest, addition.view.stamp(number));
      }
    }
    return newest;
  }

  /** Returns whether a volatile load that returns a store has an earlier place than now. */
  private boolean isEarlier(Location location, int stamp) {
    return location.isNumbered() && stamp < global.stamp(location.number());
  }

  /** Gives a volatile load the last place at which it may return the store. */
  private void place(ThreadViews thread, Location location, int stamp) {
    View current = thread.current();
    if (!isEarlier(location, stamp)) {
      current.joinStamps(global);
      current.order(serials);
      return;
    }
    int place = serials;
    for (Addition addition : additions) {
      if (addition.view.stamp(location.number()) > stamp) {
        place = Math.min(place, addition.place - 1);
      }
    }
    for (Addition addition : additions) {
      if (addition.place <= place) {
        current.joinStamps(addition.view);
      }
    }
    current.order(place);
  }

  /**
   * Returns the oldest store that a load through a reference may return, if loads through a
   * reference come after the load of the reference: none older than the view published with the
   * reference.
   *
   * @param through the object of the location
   * @param oldest the result of {@link #oldestVisible}
   */
  public int oldestThrough(
      ThreadViews thread, Location location, @Nullable Object through, int oldest) {
    View published = thread.published(through);
    return published == null || !location.isNumbered()
        ? oldest
        : Math.max(oldest, published.stamp(location.number()));
  }

  /** Records that a thread loaded a reference from a store, for {@link #oldestThrough}. */
  public void reached(ThreadViews thread, Object reference, Store from, @Nullable Object through) {
    thread.reached(reference, from.message(), through);
  }

  /**
   * Returns the oldest store that a plain load may return if it is performed before the thread gave
   * way.
   */
  public int oldestKnown(ThreadViews thread, Location location) {
    return location.isNumbered() ? thread.current().stamp(location.number()) : 0;
  }

  /** Returns in words why {@link #oldestVisible} does not exclude the store at {@code stamp}. */
  public String whyVisible(ThreadViews thread, Location location, Mode mode, int stamp) {
    if (mode == Mode.VOLATILE && isEarlier(location, stamp)) {
      return "what T"
          + thread.index()
          + " has seen of later stores orders nothing: it did not acquire";
    }
    String order =
        mode == Mode.VOLATILE
            ? "no volatile store or full fence published a newer one"
            : "nothing that thread T"
                + thread.index()
                + " acquired or fenced makes a newer one visible";
    return order + (mode == Mode.PLAIN ? ", and plain loads may go back" : "");
  }

  /** Reads the store at {@code stamp}, which {@link #oldestVisible} permits. */
  public Store load(
      ThreadViews thread, Location location, Mode mode, int stamp, Accesses accesses) {
    int event = thread.nextLoad();
    Store store = location.store(stamp);
    if (mode == Mode.VOLATILE) {
      place(thread, location, stamp);
    }
    receive(thread, location, mode, store);
    accesses.report(location, location.races().onLoad(thread, mode, event, accesses.site()));
    return store;
  }

  /**
   * Records that the thread loaded the newest store plainly, although that store was made after the
   * load.
   */
  public void receiveLater(ThreadViews thread, Location location) {
    receive(thread, location, Mode.PLAIN, location.newest());
  }

  /** Stores a value. */
  public Store store(
      ThreadViews thread, Location location, Mode mode, @Nullable Object value, Accesses accesses) {
    int event = thread.nextStore();
    Store store = publish(thread, location, mode, value, null, accesses.site());
    accesses.report(location, location.races().onStore(thread, mode, event, accesses.site()));
    return store;
  }

  /**
   * Reads the newest store and stores {@code update} of its value, with no other access between.
   *
   * @return the store that was read
   */
  public Store update(
      ThreadViews thread,
      Location location,
      Mode read,
      Mode write,
      UnaryOperator<@Nullable Object> update,
      Accesses accesses) {
    int event = thread.nextUpdate();
    Store old = location.newest();
    receive(thread, location, read, old);
    publish(thread, location, write, update.apply(old.value()), old, accesses.site());
    // An update is never plain for the race check: it is indivisible whatever its mode.
    Race load = location.races().onLoad(thread, Mode.OPAQUE, event, accesses.site());
    Race store = location.races().onStore(thread, Mode.OPAQUE, event, accesses.site());
    accesses.report(location, load != null ? load : store);
    return old;
  }

  /** Orders the accesses before the fence and after it. */
  public void fence(ThreadViews thread, Fence fence) {
    switch (fence) {
      case ACQUIRE -> thread.acquireFence();
      case RELEASE -> thread.releaseFence();
      case LOAD_LOAD -> thread.loadLoadFence();
      case STORE_STORE -> thread.storeStoreFence();
      case FULL -> {
        thread.acquireFence();
        thread.current().joinStamps(global);
        global.joinStamps(thread.current());
        thread.current().order(serials);
        thread.releaseFence();
        additions.add(new Addition(serials, thread.released()));
      }
    }
  }

  /** Orders later accesses after a volatile update, if updates are full fences. */
  public void updated(ThreadViews thread) {
    thread.current().joinStamps(global);
  }

  /** Makes the thread see every store made so far, because it has yielded or time has passed. */
  public void refresh(ThreadViews thread) {
    thread.refresh(serials);
  }

  /** Sets a location before the threads begin. */
  public void initialise(Location location, @Nullable Object value) {
    location.initialise(value);
  }

  private void receive(ThreadViews thread, Location location, Mode mode, Store store) {
    View message = store.message();
    if (mode == Mode.VOLATILE) {
      View stores = location.volatileStores(store.stamp());
      if (stores != null) {
        thread.current().join(stores);
      }
    } else {
      thread.see(store);
    }
    if (mode != Mode.PLAIN && location.isNumbered()) {
      thread.current().raiseStamp(location.number(), store.stamp());
    }
    if (message != null) {
      (mode.acquires() ? thread.current() : thread.acquirable()).join(message);
    }
  }

  private Store publish(
      ThreadViews thread,
      Location location,
      Mode mode,
      @Nullable Object value,
      @Nullable Store sequence,
      @Nullable Object site) {
    if (!location.isNumbered()) {
      location.number(numbered++);
    }
    int stamp = location.stores();
    thread.current().raiseStamp(location.number(), stamp);
    serials++;
    if (mode == Mode.VOLATILE) {
      thread.current().order(serials);
    }
    View message = (mode.releases() ? thread.current() : thread.released()).copy();
    message.raiseStamp(location.number(), stamp);
    if (sequence != null && sequence.message() != null) {
      message.join(sequence.message());
    }
    Store store = new Store(value, stamp, serials, mode, thread.index(), site, message);
    location.append(store);
    if (mode == Mode.VOLATILE) {
      global.joinStamps(thread.current());
      additions.add(new Addition(serials, message));
      location.addVolatileStore(message);
    }
    return store;
  }
}
