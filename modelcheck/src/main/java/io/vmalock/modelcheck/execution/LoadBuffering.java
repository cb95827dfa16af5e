package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.search.Choice;
import io.vmalock.modelcheck.search.Search;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plain loads that return a value that another thread stores later, because they are performed
 * after stores that follow them in the program.
 *
 * <p>The value of such a load does not exist when the program executes it. So the search guesses a
 * value that another thread was seen to store there, after the loading thread had stored something,
 * with nothing ordering that store after the load. An execution with a guess counts only if
 *
 * <ul>
 *   <li>another thread does store that value, nothing orders that store after the load, and until
 *       then the loading thread had only plain and opaque accesses to other variables; and
 *   <li>until then the loading thread made the stores that it makes if the load returns the newest
 *       value: so none depends on the guess, and no value comes out of thin air.
 * </ul>
 *
 * <p>The stores are promises in the sense of Kang, Hur, Lahav, Vafeiadis and Dreyer, <i>A promising
 * semantics for relaxed-memory concurrency</i> (POPL 2017, doi:10.1145/3009837.3009850), certified
 * by another execution. The search guesses whole numbers that are not negative, characters and
 * booleans.
 */
final class LoadBuffering {
  private static final String KINDS = "ZBSCIJ";
  private static final long GREATEST = 100_000_000;

  /** A plain load that later stores of its thread may pass. */
  private static final class Load {
    final ModelThread thread;
    final Cell cell;

    /** The number of its event in schedules. */
    final int event;

    /** The number of its event in happens-before. */
    final int moment;

    final int place;
    final @Nullable Object guess;

    /** The stores of its thread since then. */
    final StringBuilder stores = new StringBuilder();

    Load(ModelThread thread, Cell cell, int moment, int place, @Nullable Object guess) {
      this.thread = thread;
      this.cell = cell;
      this.event = thread.events;
      this.moment = moment;
      this.place = place;
      this.guess = guess;
    }
  }

  private final Execution execution;
  private final Search search;
  private final List<Load> loads = new ArrayList<>();
  private final Set<String> claims = new HashSet<>();
  private final Set<String> certificates = new HashSet<>();

  LoadBuffering(Execution execution, Search search) {
    this.execution = execution;
    this.search = search;
  }

  /**
   * Decides, before a load, whether it returns a value that is stored later.
   *
   * @return the value, or null to load as usual
   */
  @Nullable Object load(ModelThread me, Cell cell, Mode mode) {
    char kind = cell.variable().kind();
    boolean matters = search.isEverywhere() || cell.variable().isContended();
    if (mode != Mode.PLAIN || KINDS.indexOf(kind) < 0 || !matters) {
      return null;
    }
    int option = execution.decide(Choice.Kind.LATER, me, Integer.MAX_VALUE, Scheduler.NO_THREADS);
    if (option == 0) {
      loads.add(new Load(me, cell, me.views.events() + 1, search.place(), null));
      return null;
    }
    Object guess = Values.as(kind, (long) (option - 1));
    loads.add(new Load(me, cell, me.views.mark(), search.place(), guess));
    return guess;
  }

  /** Examines a store that has just become the newest one of its cell. */
  void stored(ModelThread me, Cell cell) {
    Object value = cell.newest().value();
    for (Iterator<Load> all = loads.iterator(); all.hasNext(); ) {
      Load load = all.next();
      if (load.thread == me) {
        if (load.cell == cell) {
          drop(load); // it cannot read a store newer than its own thread's
          all.remove();
        } else {
          load.stores.append(' ').append(name(cell)).append(":=").append(name(value));
        }
      } else if (load.cell == cell
          && load.stores.length() > 0
          && !me.views.happenedBefore(load.thread.index, load.moment)) {
        if (load.guess == null) {
          offer(load, me, value);
        } else if (load.guess.equals(value)) {
          claims.add(text(load, me, value));
          execution.memory.receiveLater(load.thread.views, cell);
          all.remove();
        }
      }
    }
  }

  private void offer(Load load, ModelThread me, @Nullable Object value) {
    certificates.add(text(load, me, value));
    long number = value == null ? -1 : Values.toLong(value);
    if (load.place >= 0 && number >= 0 && number <= GREATEST) {
      search.askLater(load.place, (int) number);
    }
  }

  /** Called before an event of a thread that none of its earlier loads may be performed after. */
  void ordered(ModelThread me) {
    for (Iterator<Load> all = loads.iterator(); all.hasNext(); ) {
      Load load = all.next();
      if (load.thread == me) {
        all.remove();
        drop(load);
      }
    }
  }

  /** Called when all threads have ended. */
  void end() {
    loads.forEach(this::drop);
    loads.clear();
  }

  private void drop(Load load) {
    if (load.guess != null) {
      execution.discard();
      throw Unwind.NOW;
    }
  }

  /** Returns whether any load returned a value that was stored later. */
  boolean hasClaims() {
    return !claims.isEmpty();
  }

  /** Returns whether the execution without the guesses shows that no store depended on one. */
  boolean isCertifiedBy(LoadBuffering without) {
    return without.certificates.containsAll(claims);
  }

  private String text(Load load, ModelThread storing, @Nullable Object value) {
    return load.thread.index
        + "."
        + load.event
        + " "
        + storing.index
        + "."
        + storing.events
        + " "
        + value
        + ":"
        + load.stores;
  }

  private String name(Cell cell) {
    Object owner = cell.owner();
    return cell.variable()
        + "@"
        + (owner == null ? "" : execution.identityHash(owner))
        + "["
        + cell.index()
        + "]";
  }

  private String name(@Nullable Object value) {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof String) {
      return String.valueOf(value);
    }
    return "@" + execution.identityHash(value);
  }
}
