package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.areas.AreaMap;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.SpaceStats;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A space that answers right, slowly: the model under one lock. Tests break parts of it. */
class ModelSpace implements ReplayedSpace, Cloneable {
  private AreaMap areas = new AreaMap();

  /** Does nothing; here a test can wait or throw. */
  void beforeChange(Change change) {}

  /** True; here a test can lose a change. */
  boolean keeps(Change change) {
    return true;
  }

  /** The address; here a test can find another. */
  long beforeFind(long address) {
    return address;
  }

  @Override
  public void change(List<Change> changes) {
    changes.forEach(this::beforeChange);
    synchronized (this) {
      changes.stream().filter(this::keeps).forEach(areas::apply);
    }
  }

  @Override
  public synchronized ReplayedSpace fork(List<Change> inChild) {
    try {
      // So that a copy is as wrong as the original.
      ModelSpace copy = (ModelSpace) clone();
      copy.areas = areas.copy();
      copy.change(inChild);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized @Nullable MappedArea find(long address) {
    return areas.find(address);
  }

  @Override
  public Finder finder() {
    return new Finder() {
      private @Nullable MappedArea held;

      @Override
      public boolean start(long address) {
        held = find(beforeFind(address));
        return held != null;
      }

      @Override
      public boolean is(MappedArea area) {
        return found().equals(area);
      }

      @Override
      public MappedArea found() {
        return Objects.requireNonNull(held);
      }

      @Override
      public void end() {
        held = null;
      }
    };
  }

  @Override
  public synchronized List<MappedArea> areas() {
    return areas.all();
  }

  @Override
  public void close() {}

  @Override
  public SpaceStats counts() {
    return AddressSpace.<Mapping>builder().counters(true).build().stats();
  }
}
