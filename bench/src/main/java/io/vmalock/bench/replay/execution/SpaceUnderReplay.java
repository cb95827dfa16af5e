package io.vmalock.bench.replay.execution;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Attachments;
import io.vmalock.space.Counts;
import io.vmalock.space.Hold;
import io.vmalock.space.ReadSection;
import io.vmalock.space.WriteSection;
import java.util.ArrayList;
import java.util.List;

/** What is measured: an {@link AddressSpace} whose attachments are the recorded mappings. */
public final class SpaceUnderReplay implements ReplayedSpace {
  /** Neighbours merge as the kernel's do. */
  private static final Attachments<Mapping> ATTACHMENTS =
      new Attachments<>() {
        @Override
        public boolean mergeable(Mapping left, Mapping right) {
          return left.equals(right);
        }
      };

  private final AddressSpace<Mapping> space;

  public SpaceUnderReplay(VmaLockStrategy strategy) {
    this(
        AddressSpace.<Mapping>builder()
            .strategy(strategy)
            .attachments(ATTACHMENTS)
            .counters(true)
            .build());
  }

  private SpaceUnderReplay(AddressSpace<Mapping> space) {
    this.space = space;
  }

  @Override
  public void change(List<Change> changes) {
    try (WriteSection<Mapping> section = space.write()) {
      for (int i = 0; i < changes.size(); i++) {
        apply(section, changes.get(i));
      }
    }
  }

  private static void apply(WriteSection<Mapping> section, Change change) {
    if (change instanceof Change.Map map) {
      section.unmap(map.start(), map.end());
      section.map(map.start(), map.end(), map.mapping());
    } else if (change instanceof Change.Unmap unmap) {
      section.unmap(unmap.start(), unmap.end());
    } else if (change instanceof Change.Revise revise) {
      section.update(revise.start(), revise.end(), revise.revision());
    } else if (change instanceof Change.Move move) {
      section.move(move.start(), move.end(), move.newStart());
    } else if (change instanceof Change.Grow grow) {
      section.resize(grow.end() - 1, grow.newEnd());
    }
  }

  @Override
  public ReplayedSpace fork(List<Change> inChild) {
    SpaceUnderReplay child;
    try (WriteSection<Mapping> section = space.write()) {
      child = new SpaceUnderReplay(section.fork());
    }
    if (!inChild.isEmpty()) {
      child.change(inChild);
    }
    return child;
  }

  @Override
  public Finder finder() {
    return new HoldFinder(space.hold());
  }

  @Override
  public List<MappedArea> areas() {
    List<MappedArea> areas = new ArrayList<>();
    try (ReadSection<Mapping> section = space.readLocked()) {
      for (Area<Mapping> area : section) {
        areas.add(new MappedArea(area.start(), area.end(), area.attachment()));
      }
    }
    return areas;
  }

  @Override
  public void close() {
    space.close();
  }

  @Override
  public Counts counts() {
    return space.counts();
  }

  private static final class HoldFinder implements Finder {
    private final Hold<Mapping> hold;

    HoldFinder(Hold<Mapping> hold) {
      this.hold = hold;
    }

    @Override
    public boolean start(long address) {
      return hold.startRead(address);
    }

    @Override
    public boolean is(MappedArea area) {
      return hold.start() == area.start()
          && hold.end() == area.end()
          && hold.attachment().equals(area.mapping());
    }

    @Override
    public MappedArea found() {
      return new MappedArea(hold.start(), hold.end(), hold.attachment());
    }

    @Override
    public void end() {
      hold.endRead();
    }
  }
}
