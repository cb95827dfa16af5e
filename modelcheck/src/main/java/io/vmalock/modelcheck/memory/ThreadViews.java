package io.vmalock.modelcheck.memory;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The views of one thread: what it has seen and published.
 *
 * <p>{@code current} bounds its loads. {@code acquirable} is the knowledge that it would have if
 * all its loads acquired: an acquire fence adds it to {@code current}. {@code released} is its
 * knowledge at its last release fence: later stores of any mode publish it. {@code forLoads} is the
 * knowledge that a load-load fence ordered before its later loads, and only before these.
 */
public final class ThreadViews {
  private final int index;
  private final View current;
  private final View acquirable = new View();
  private View released = new View();
  private final View forLoads = new View();
  private final Map<Object, View> reached = new IdentityHashMap<>(1);
  private int events;
  private int fresh;
  private int seen;

  /** Makes the views of a thread that knows only the state from before the threads began. */
  public ThreadViews(int index) {
    this(index, new View());
  }

  private ThreadViews(int index, View current) {
    this.index = index;
    this.current = current;
  }

  /** Returns the views of a thread that this one starts: it knows all that this one knows. */
  public ThreadViews start(int childIndex) {
    return new ThreadViews(childIndex, current.copy());
  }

  /** Records the view published with a reference that the thread loaded, for loads through it. */
  void reached(Object reference, @Nullable View published, @Nullable Object through) {
    View earlier = through == null ? null : reached.get(through);
    if (published != null || earlier != null) {
      View view = reached.computeIfAbsent(reference, unknown -> new View());
      if (published != null) {
        view.joinStamps(published);
      }
      if (earlier != null) {
        view.joinStamps(earlier);
      }
    }
  }

  /** Returns the view published with a reference that the thread loaded, or null. */
  @Nullable View published(@Nullable Object reference) {
    return reference == null ? null : reached.get(reference);
  }

  /** Learns all that an ended thread knew. */
  public void join(ThreadViews ended) {
    current.join(ended.current);
  }

  /** Returns all that this thread knows now, for another to {@link #receive}. */
  public View publish() {
    return current.copy();
  }

  /** Learns a published view, as when the thread takes a monitor that another thread left. */
  public void receive(View published) {
    current.join(published);
  }

  /** Learns the published stores, without any happens-before. */
  public void receiveStores(View published) {
    current.joinStamps(published);
  }

  /** Returns its number, from 0. */
  public int index() {
    return index;
  }

  /** Returns the number of its events so far. */
  public int events() {
    return events;
  }

  /**
   * Returns whether event number {@code event} of another thread, with all before it, happened
   * before.
   */
  public boolean happenedBefore(int thread, int event) {
    return thread == index || current.storesOf(thread) >= event && current.loadsOf(thread) >= event;
  }

  /**
   * Begins an event that is no access, such as the begin or end of an operation, and returns its
   * number.
   */
  public int mark() {
    events++;
    current.raiseStores(index, events);
    current.raiseLoads(index, events);
    return events;
  }

  int nextLoad() {
    events++;
    current.raiseLoads(index, events);
    return events;
  }

  int nextStore() {
    events++;
    current.raiseStores(index, events);
    return events;
  }

  int nextUpdate() {
    return mark();
  }

  int knownStores(int thread, boolean forLoad) {
    int known = current.storesOf(thread);
    return forLoad ? Math.max(known, forLoads.storesOf(thread)) : known;
  }

  int knownLoads(int thread) {
    return current.loadsOf(thread);
  }

  View current() {
    return current;
  }

  View acquirable() {
    return acquirable;
  }

  View released() {
    return released;
  }

  void acquireFence() {
    current.join(acquirable);
  }

  void releaseFence() {
    released = current.copy();
  }

  void loadLoadFence() {
    current.joinStamps(acquirable);
    forLoads.joinStores(acquirable);
  }

  void storeStoreFence() {
    released.joinStores(current);
  }

  /** Returns the serial number of the newest store of another thread that a weak load returned. */
  int seen() {
    return seen;
  }

  void see(Store store) {
    if (store.thread() != index) {
      seen = Math.max(seen, store.serial());
    }
  }

  /** Returns the serial number of the newest store that this thread has to see. */
  int fresh() {
    return fresh;
  }

  void refresh(int serial) {
    fresh = serial;
  }
}
