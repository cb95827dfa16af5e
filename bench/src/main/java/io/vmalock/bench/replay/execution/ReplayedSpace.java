package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.space.SpaceStats;
import java.util.List;

/** An address space that a recording is replayed on. */
public interface ReplayedSpace {
  /** Makes changes in one write section. */
  void change(List<Change> changes);

  /** Copies the space in a write section, without the areas to be unmapped in the copy. */
  ReplayedSpace fork(List<Change> inChild);

  /** Returns a finder for one thread. */
  Finder finder();

  /** Returns all areas. */
  List<MappedArea> areas();

  /** Ends the space. */
  void close();

  /** Returns its counters, including those of its end. */
  SpaceStats counts();

  /** Looks areas up, each inside a read hold. */
  interface Finder {
    /** Begins a hold of the area that contains the address, and returns whether there is one. */
    boolean start(long address);

    /** Returns whether it is this area. Call this only inside a hold. */
    boolean is(MappedArea area);

    /** Returns its description, for messages. Call this only inside a hold. */
    MappedArea found();

    /** Ends the hold. */
    void end();
  }
}
