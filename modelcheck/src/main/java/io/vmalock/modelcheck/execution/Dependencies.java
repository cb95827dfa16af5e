package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.search.Search;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the events of an execution that do not commute: dynamic partial-order reduction.
 *
 * <p>Two events of different threads that do not conflict lead to the same state in either order,
 * so only one order has to be explored. After each event this class looks for earlier events of
 * other threads that conflict with it, and asks the {@link Search} to let the later thread run
 * before them. A preemption that is not asked for is left out.
 *
 * <p>The source is Flanagan and Godefroid, <i>Dynamic partial-order reduction for model checking
 * software</i> (POPL 2005, doi:10.1145/1040305.1040315). With a bound on preemptions the state in
 * which the thread's turn began matters too, since to switch there may cost nothing: Coons,
 * Musuvathi and McKinley, <i>Bounded partial-order reduction</i> (OOPSLA 2013,
 * doi:10.1145/2509136.2509556). The search explores every switch that costs nothing, and a turn
 * that began by a preemption is asked for again here.
 *
 * <p>So each execution within a bound has an equivalent one within the bound that is explored. That
 * rests on two properties. First, a thread may be preempted right before every event that another
 * can notice. If an event were bound to the one before it, another thread could run between them
 * only elsewhere, at another price, or not at all. Second, a turn ends by itself only if its thread
 * waits in a loop. Otherwise an execution with one long turn would cost more than its preemptions.
 *
 * <p>The choice of the older store that a load returns depends only on the views of its thread and
 * on the stores to its location. Hence a load conflicts only with the stores to its location. In a
 * search with stale reads, a volatile load also conflicts with every event that added to the global
 * view.
 */
final class Dependencies {
  /** The effect of an event on a thing. */
  enum Effect {
    /** It looks at it. */
    READS,
    /**
     * It adds to it. A thread that looked before knows less, and may do anything that it may do
     * after a later look. So no addition has to be tried before an earlier look, nor before another
     * addition.
     */
    ADDS,
    /** It changes it. */
    CHANGES;

    /**
     * Returns whether an event with this effect has to be tried before an earlier one of another
     * thread.
     */
    boolean conflictsWith(Effect earlier) {
      return this == CHANGES || this == READS && earlier != READS;
    }
  }

  /** The place of an event without a choice, or with one that the search does not keep. */
  static final int NOWHERE = -1;

  /** The view of memory that volatile accesses and full fences share. */
  static final Object GLOBAL_VIEW = new Object();

  /** The state that the program's threads share outside the model, such as an oracle's. */
  static final Object UNMODELLED = new Object();

  /** The virtual clock. */
  static final Object CLOCK = new Object();

  /** All variables together, which an invariant looks at. */
  static final Object ALL_VARIABLES = new Object();

  /**
   * An event of a thread on a thing.
   *
   * @param number the number of the event in its thread
   * @param place the choice at which another thread could have run in its place
   * @param turn the choice at which the turn of its thread began
   * @param clock by thread, the newest event that comes before it, or it itself
   */
  private record Event(int number, int place, int turn, int[] clock) {}

  /** The events of one thread on one thing with one effect, in order. */
  private record Events(ModelThread thread, Effect effect, List<Event> list) {}

  private final Search search;
  private final Map<Object, List<Events>> things = new IdentityHashMap<>();

  Dependencies(Search search) {
    this.search = search;
  }

  /** Records that a thread has an effect on a thing: an object, or one of the constants above. */
  void note(ModelThread me, Object thing, Effect effect) {
    List<Events> earlier = things.computeIfAbsent(thing, unknown -> new ArrayList<>());
    Events mine = null;
    int[] after = me.clock;
    for (Events events : earlier) {
      if (events.thread == me) {
        mine = events.effect == effect ? events : mine;
      } else if (effect.conflictsWith(events.effect)) {
        Event newest = events.list.get(events.list.size() - 1);
        int known = at(me.clock, events.thread.index);
        if (known < newest.number) {
          askBefore(events.list, known, me);
          after = latest(after, newest.clock);
        }
      }
    }
    if (mine == null) {
      mine = new Events(me, effect, new ArrayList<>());
      earlier.add(mine);
    }
    after = Arrays.copyOf(after, Math.max(after.length, me.index + 1));
    int number = ++after[me.index];
    me.clock = after;
    mine.list.add(new Event(number, me.place, me.turn, after));
  }

  /** Asks for {@code me} before each of the events that are not ordered before its next one. */
  private void askBefore(List<Event> events, int known, ModelThread me) {
    for (int i = events.size() - 1; i >= 0 && events.get(i).number > known; i--) {
      ask(events.get(i).place, me);
      ask(events.get(i).turn, me);
    }
  }

  private void ask(int place, ModelThread thread) {
    if (place != NOWHERE) {
      search.ask(place, thread.index);
    }
  }

  private static int at(int[] clock, int thread) {
    return thread < clock.length ? clock[thread] : 0;
  }

  private static int[] latest(int[] one, int[] other) {
    int[] all = Arrays.copyOf(one, Math.max(one.length, other.length));
    for (int i = 0; i < other.length; i++) {
      all[i] = Math.max(all[i], other[i]);
    }
    return all;
  }
}
