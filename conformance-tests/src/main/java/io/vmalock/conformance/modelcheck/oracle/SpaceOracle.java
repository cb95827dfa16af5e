package io.vmalock.conformance.modelcheck.oracle;

import io.vmalock.modelcheck.program.CurrentExecution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The states that an address space went through, one for each commit, and the answers that readers
 * may get.
 *
 * <p>A state counts from just before the call that commits it. A thread must see one of the states
 * from the last one that it knows of, by its own commit or by an earlier answer, to the newest: two
 * threads need not agree on the time. One thread runs at a time, hence nothing here is
 * synchronized.
 */
public final class SpaceOracle {
  /**
   * The content of a page.
   *
   * @param tile the number of its attachment
   * @param offset of the page in the attachment
   */
  public record Mapped(int tile, long offset) {
    @Override
    public String toString() {
      return "tile " + tile + (offset == 0 ? "" : " from its page " + offset / SpaceOracle.PAGE);
    }
  }

  /** The number of addresses of a page. */
  public static final long PAGE = 0x1000;

  /** The number of pages. */
  public static final int PAGES = 5;

  private static final int MOST_TILES = 32;

  /** The states, each with an entry for each page, null where nothing is mapped. */
  private final List<@Nullable Mapped[]> states = new ArrayList<>();

  /** The tiles of the forks that are not closed. */
  private final List<@Nullable Mapped[]> forks = new ArrayList<>();

  /** The oldest state that a thread may see, by thread. */
  private final int[] floor = new int[8];

  private final int[] inside = new int[MOST_TILES];
  private final int[] releases = new int[MOST_TILES];

  /** Tiles that a commit has handed to the space. */
  private final boolean[] owned = new boolean[MOST_TILES];

  private int tiles;

  /** The number of threads at work. */
  private int threads;

  /** Whether the newest state is that of a close, before which sections may still commit. */
  private boolean closing;

  /** Creates the oracle of an empty space and the number of its threads. */
  public SpaceOracle(int threads) {
    this.threads = threads;
    states.add(new Mapped[PAGES]);
  }

  /** The number of a new tile. */
  public int newTile() {
    return tiles++;
  }

  /** Ends the set-up, which all threads know. */
  public void begin() {
    Arrays.fill(floor, states.size() - 1);
  }

  // ---- Writers ----

  /** A copy of the newest state, for a writer that has a section open. */
  public @Nullable Mapped[] newest() {
    return states.get(open()).clone();
  }

  /** The index of the newest state except that of a close. */
  private int open() {
    return states.size() - (closing ? 2 : 1);
  }

  /**
   * Before a section commits: from now on its state may be seen.
   *
   * @return the index of that state
   */
  public int beforeCommit(@Nullable Mapped[] state) {
    CurrentExecution.sharesUnmodelled();
    int index = open() + 1;
    states.add(index, state);
    for (Mapped mapped : state) {
      if (mapped != null) {
        owned[mapped.tile] = true;
      }
    }
    return index;
  }

  /** Before the space is closed, which waits for the sections that are open. */
  public void beforeClose() {
    CurrentExecution.sharesUnmodelled();
    if (!closing) {
      states.add(new Mapped[PAGES]);
      closing = true;
    }
  }

  /** After it was closed: nothing is seen any more. */
  public void afterClose() {
    afterCommit(states.size() - 1);
  }

  /** A thread has done its work; returns whether it was the last. */
  public boolean isLastOut() {
    CurrentExecution.sharesUnmodelled();
    return --threads == 0;
  }

  /** After the section of a state has committed: its thread sees nothing older any more. */
  public void afterCommit(int state) {
    floor[CurrentExecution.thread()] = state;
    CurrentExecution.sharesUnmodelled();
  }

  // ---- Readers ----

  /** Judges an answer about a page: a hold's area (A1), or nothing (A2). */
  public void saw(int page, @Nullable Mapped seen) {
    CurrentExecution.sharesUnmodelled();
    if (!sawOne(state -> Objects.equals(state[page], seen))) {
      String where = "page " + page;
      if (seen == null) {
        CurrentExecution.fail(
            "A2",
            "a look-up of " + where + " found nothing, which was mapped throughout: " + all());
      } else {
        CurrentExecution.fail(
            "A1", "a look-up of " + where + " found " + seen + ", which was not there: " + all());
      }
    }
  }

  /** Judges a tile that was seen at a page by a reader that cannot ask for its offset. */
  public void sawTile(int page, int tile) {
    CurrentExecution.sharesUnmodelled();
    if (!sawOne(state -> state[page] != null && state[page].tile == tile)) {
      CurrentExecution.fail(
          "A1",
          "a look-up of page " + page + " found tile " + tile + ", which was not there: " + all());
    }
  }

  /** A walk reported that nothing is mapped at a page. */
  public void sawGap(int page) {
    CurrentExecution.sharesUnmodelled();
    if (!sawOne(state -> state[page] == null)) {
      CurrentExecution.fail(
          "A3", "a walk saw a gap at page " + page + ", which was mapped throughout: " + all());
    }
  }

  /**
   * Judges an answer about several pages at once, which must be of one state; only pages in {@code
   * asked} count.
   */
  public void sawWhole(String rule, String how, @Nullable Mapped[] seen, boolean[] asked) {
    CurrentExecution.sharesUnmodelled();
    if (!sawOne(
        state -> {
          for (int page = 0; page < PAGES; page++) {
            if (asked[page] && !Objects.equals(state[page], seen[page])) {
              return false;
            }
          }
          return true;
        })) {
      CurrentExecution.fail(
          rule, how + " saw " + Arrays.toString(seen) + ", which no state was: " + all());
    }
  }

  private boolean sawOne(Predicate<@Nullable Mapped[]> is) {
    int thread = CurrentExecution.thread();
    for (int i = floor[thread]; i < states.size(); i++) {
      if (is.test(states.get(i))) {
        floor[thread] = i;
        return true;
      }
    }
    return false;
  }

  private String all() {
    int from = floor[CurrentExecution.thread()];
    StringBuilder text = new StringBuilder("it may have seen");
    for (int i = from; i < states.size(); i++) {
      text.append(i == from ? " " : " or ").append(Arrays.toString(states.get(i)));
    }
    return text.toString();
  }

  /** A reader is inside an area that has the tile. */
  public void enter(int tile) {
    CurrentExecution.sharesUnmodelled();
    if (releases[tile] > 0) {
      CurrentExecution.fail("A1", "tile " + tile + " is held, and has been released");
    }
    inside[tile]++;
  }

  /** Before that reader ends its hold. */
  public void leave(int tile) {
    inside[tile]--;
    CurrentExecution.sharesUnmodelled();
  }

  // ---- Forks ----

  /** A fork was made, and is looked at later. */
  public void forked(@Nullable Mapped[] seen) {
    boolean[] asked = new boolean[PAGES];
    Arrays.fill(asked, true);
    sawWhole("A4", "a fork", seen, asked);
    forks.add(seen);
  }

  /** Before a fork is closed. */
  public void closing(@Nullable Mapped[] fork) {
    forks.remove(fork);
    CurrentExecution.sharesUnmodelled();
  }

  // ---- Releases ----

  /** Judges the release of a tile: once, and when no area and no reader has it any more. */
  public void released(int tile) {
    CurrentExecution.sharesUnmodelled();
    if (++releases[tile] > 1) {
      CurrentExecution.fail("R2", "tile " + tile + " was released twice");
    }
    if (inside[tile] > 0) {
      CurrentExecution.fail("R2", "tile " + tile + " was released under a reader");
    }
    if (!owned[tile]) {
      CurrentExecution.fail(
          "R2", "tile " + tile + " was released, and its section was rolled back");
    }
    // While a close is under way its areas may be released already.
    if (has(states.get(states.size() - 1), tile) || forks.stream().anyMatch(f -> has(f, tile))) {
      CurrentExecution.fail("R2", "tile " + tile + " was released, and is mapped");
    }
  }

  private static boolean has(@Nullable Mapped[] state, int tile) {
    return Arrays.stream(state).anyMatch(mapped -> mapped != null && mapped.tile == tile);
  }

  /** Judges the end, after the space is closed: every tile of the space has been released. */
  public void end() {
    for (int tile = 0; tile < tiles; tile++) {
      if (owned[tile] && releases[tile] == 0) {
        CurrentExecution.fail("R2", "in the end tile " + tile + " has not been released");
      }
    }
  }
}
