package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.space.SpaceStats;
import java.util.List;

/** An address space that a recording is replayed on. */
public interface ReplayedSpace {
  /** Makes changes in one write section. */
  void change(List<Change> changes);

  /**
   * Copies the space in a write section, and leaves out of the copy what is to be unmapped there.
   */
  ReplayedSpace fork(List<Change> inChild);

  /** A finder for one thread. */
  Finder finder();

  /** What is mapped. */
  List<MappedArea> areas();

  /** Ends the space. */
  void close();

  /** What it counted, its end included. */
  SpaceStats counts();

  /** Looks areas up, each inside a read hold. */
  interface Finder {
    /** Begins a hold of the area that contains the address; whether there is one. */
    boolean start(long address);

    /** Whether it is this area; inside a hold only. */
    boolean is(MappedArea area);

    /** What it is, for messages; inside a hold only. */
    MappedArea found();

    /** Ends the hold. */
    void end();
  }
}
