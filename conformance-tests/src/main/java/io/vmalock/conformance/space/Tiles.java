package io.vmalock.conformance.space;

import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.space.Area;
import io.vmalock.space.AreaView;
import io.vmalock.space.Attachments;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The attachments of a test's areas: tiles, each of which exists until its release, and on which
 * readers leave tracks. Each part and each merged area gets a new tile, so a tile identifies its
 * area.
 *
 * <p>The content of a tile is plain memory, which only the locks under test order.
 */
final class Tiles implements Attachments<Tiles.Tile> {
  private final int readers;

  /** Counts sections that have ended. */
  private final AtomicLong clock = new AtomicLong();

  /** Every tile ever made. */
  private final Queue<Tile> all = new ConcurrentLinkedQueue<>();

  /** The faults found in releases, which have no caller to report to. */
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /** Whether the section that is open will be rolled back; guarded by the mmap lock. */
  private boolean rollingBack;

  Tiles(int readers) {
    this.readers = readers;
  }

  // ---- The space's ----

  @Override
  public Tile part(Tile whole, long offset, long length) {
    return make(whole.colour, false);
  }

  @Override
  public boolean mergeable(Tile left, long leftEnd, Tile right, long rightStart) {
    return left.colour.equals(right.colour);
  }

  @Override
  public Tile merge(Tile left, Tile right) {
    return make(left.colour, false);
  }

  /** For {@link io.vmalock.space.AddressSpace.Builder#release}. */
  void release(Tile tile) {
    if (tile.releases.incrementAndGet() > 1) {
      faults.add(tile + " was released twice");
    }
    if (tile.handedIn && tile.neverSeen) {
      faults.add(tile + " was released, and is the caller's after the rollback");
    }
    for (int track : tile.tracks) {
      if ((track & 1) != 0) {
        faults.add(tile + " was released under a reader");
      }
    }
    tile.present = false;
  }

  // ---- A writer's, with a section open ----

  /** A tile to hand to a section. */
  Tile make(String colour) {
    return make(colour, true);
  }

  private Tile make(String colour, boolean handedIn) {
    Tile tile = new Tile(colour, handedIn, rollingBack, new int[readers]);
    all.add(tile);
    return tile;
  }

  /** Sets how the open section will end. */
  void opened(boolean rollsBack) {
    rollingBack = rollsBack;
  }

  /** The tiles of a space or a section. */
  static Set<Tile> in(AreaView<Tile> view) {
    Set<Tile> tiles = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Area<Tile> area : view) {
      tiles.add(area.attachment());
    }
    return tiles;
  }

  /** Records, after a commit has returned, the tiles that it took away. */
  void committed(Set<Tile> before, Set<Tile> after) {
    long now = clock.incrementAndGet();
    for (Tile tile : before) {
      if (!after.contains(tile)) {
        tile.goneAt = now;
      }
    }
  }

  // ---- A reader's ----

  /** Before a look-up, for {@link #requireFound}. */
  long now() {
    return clock.get();
  }

  /**
   * Requires that a look-up that began at {@code since} could find a tile: no commit that took it
   * away had returned by then (A1), and no rollback hid it.
   */
  static void requireFound(Tile tile, long since) {
    long gone = tile.goneAt;
    if (gone != 0 && gone <= since) {
      throw new AssertionError(tile + " was found, and gone before the look-up began (A1)");
    }
    if (tile.neverSeen) {
      throw new AssertionError(tile + " was found, and its section was rolled back");
    }
  }

  // ---- At the end ----

  /** Requires that each tile has been released exactly once, those of the caller excepted. */
  void requireAllReleased() {
    boolean done = WaitBudget.standard().until(() -> all.stream().allMatch(Tile::isDone));
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.size() + " faults, the first: " + faults.peek());
    }
    if (!done) {
      Tile left = all.stream().filter(tile -> !tile.isDone()).findFirst().orElseThrow();
      throw new AssertionError(left + " was not released");
    }
  }

  /** One tile. */
  static final class Tile {
    private final String colour;
    private final boolean handedIn;

    /** Whether its section is rolled back. */
    private final boolean neverSeen;

    /** A counter for each reader, even while that reader is not at work. Plain. */
    private final int[] tracks;

    /** Plain. */
    private boolean present = true;

    /** The moment at which a commit that took it away had returned; 0 before. */
    private volatile long goneAt;

    private final AtomicInteger releases = new AtomicInteger();

    Tile(String colour, boolean handedIn, boolean neverSeen, int[] tracks) {
      this.colour = colour;
      this.handedIn = handedIn;
      this.neverSeen = neverSeen;
      this.tracks = tracks;
    }

    String colour() {
      return colour;
    }

    boolean isReleased() {
      return releases.get() > 0;
    }

    /** A reader's work inside a hold, during which the tile must exist. */
    void use(int reader, Runnable inTheMiddle) {
      requirePresent();
      tracks[reader]++;
      try {
        inTheMiddle.run();
      } finally {
        tracks[reader]++;
      }
      requirePresent();
    }

    private void requirePresent() {
      if (!present) {
        throw new AssertionError(this + " is held and was released");
      }
    }

    private boolean isDone() {
      return handedIn && neverSeen || releases.get() > 0;
    }

    @Override
    public String toString() {
      return "tile " + colour + "@" + Integer.toHexString(System.identityHashCode(this));
    }
  }
}
