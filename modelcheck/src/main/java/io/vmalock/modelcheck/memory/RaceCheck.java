package io.vmalock.modelcheck.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds conflicting accesses of one location, one of them plain, that happens-before does not
 * order.
 *
 * <p>The check keeps the last plain and the last other load and store of each thread. That is
 * enough: each thread's events are ordered, so an event ordered after the last of a kind is ordered
 * after all of that kind.
 */
final class RaceCheck {
  /** The last accesses of one kind, by thread. */
  private static final class Lasts {
    private static final int[] NONE = new int[0];

    private final boolean stores;
    private int[] events = NONE;
    private @Nullable Object[] sites = new @Nullable Object[0];

    Lasts(boolean stores) {
      this.stores = stores;
    }

    void remember(int thread, int event, @Nullable Object site) {
      if (thread >= events.length) {
        events = Arrays.copyOf(events, thread + 1);
        sites = Arrays.copyOf(sites, thread + 1);
      }
      events[thread] = event;
      sites[thread] = site;
    }

    @Nullable Race unordered(ThreadViews thread, boolean store, @Nullable Object site) {
      for (int other = 0; other < events.length; other++) {
        if (events[other] == 0 || other == thread.index()) {
          continue;
        }
        int known = stores ? thread.knownStores(other, !store) : thread.knownLoads(other);
        if (events[other] > known) {
          return new Race(other, stores, sites[other], thread.index(), store, site);
        }
      }
      return null;
    }
  }

  private final Lasts plainLoads = new Lasts(false);
  private final Lasts plainStores = new Lasts(true);
  private final Lasts otherLoads = new Lasts(false);
  private final Lasts otherStores = new Lasts(true);

  /** Records a load, and returns an access that races with it, or null. */
  @Nullable Race onLoad(ThreadViews thread, Mode mode, int event, @Nullable Object site) {
    boolean plain = mode == Mode.PLAIN;
    Race race = plainStores.unordered(thread, false, site);
    if (race == null && plain) {
      race = otherStores.unordered(thread, false, site);
    }
    (plain ? plainLoads : otherLoads).remember(thread.index(), event, site);
    return race;
  }

  /** Records a store, and returns an access that races with it, or null. */
  @Nullable Race onStore(ThreadViews thread, Mode mode, int event, @Nullable Object site) {
    boolean plain = mode == Mode.PLAIN;
    Race race = plainStores.unordered(thread, true, site);
    if (race == null) {
      race = plainLoads.unordered(thread, true, site);
    }
    if (race == null && plain) {
      race = otherStores.unordered(thread, true, site);
    }
    if (race == null && plain) {
      race = otherLoads.unordered(thread, true, site);
    }
    (plain ? plainStores : otherStores).remember(thread.index(), event, site);
    return race;
  }
}
