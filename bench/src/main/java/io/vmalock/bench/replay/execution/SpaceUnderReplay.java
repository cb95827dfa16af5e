package io.vmalock.bench.replay.execution;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Attachments;
import io.vmalock.space.Hold;
import io.vmalock.space.ReadSection;
import io.vmalock.space.SpaceStats;
import io.vmalock.space.WriteSection;
import java.util.ArrayList;
import java.util.List;

/**
 * The measured space: an {@link AddressSpace} whose attachments are the recorded mappings.
 *
 * <p>Its sections are in the kernel's form: they write-hold every area that they change or merge,
 * which waits for the readers inside with the mmap lock held. A replay measures the cost of the
 * kernel's designs, and a space's own form, which retires areas and waits for no reader, would not
 * show that.
 */
public final class SpaceUnderReplay implements ReplayedSpace {
  /** Neighbours merge as the kernel's do. */
  private static final Attachments<Mapping> ATTACHMENTS =
      new Attachments<>() {
        @Override
        public boolean mergeable(Mapping left, long leftEnd, Mapping right, long rightStart) {
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
      section.commit();
    }
  }

  private static void apply(WriteSection<Mapping> section, Change change) {
    if (change instanceof Change.Map map) {
      section.writeHold(map.start(), map.end());
      section.unmap(map.start(), map.end());
      holdIfLike(section, map.start() - 1, map.mapping());
      holdIfLike(section, map.end(), map.mapping());
      section.map(map.start(), map.end(), map.mapping());
    } else if (change instanceof Change.Unmap unmap) {
      section.writeHold(unmap.start(), unmap.end());
      section.unmap(unmap.start(), unmap.end());
    } else if (change instanceof Change.Revise revise) {
      List<Area<Mapping>> held = section.writeHold(revise.start(), revise.end());
      holdIfLike(section, revise.start() - 1, revised(first(held), revise));
      holdIfLike(section, revise.end(), revised(last(held), revise));
      section.update(revise.start(), revise.end(), old -> revised(old, revise));
    } else if (change instanceof Change.Move move) {
      List<Area<Mapping>> held = section.writeHold(move.start(), move.end());
      holdIfLike(section, move.newStart() - 1, first(held));
      holdIfLike(section, move.newStart() + (move.end() - move.start()), last(held));
      section.move(move.start(), move.end(), move.newStart());
    } else if (change instanceof Change.Grow grow) {
      List<Area<Mapping>> held = section.writeHold(grow.end() - 1, grow.end());
      holdIfLike(section, grow.newEnd(), last(held));
      section.resize(grow.end() - 1, grow.newEnd());
    }
  }

  /** Write-holds the area at an address if it will merge with its new neighbour. */
  private static void holdIfLike(WriteSection<Mapping> section, long address, Mapping coming) {
    Area<Mapping> neighbour = section.find(address);
    if (neighbour != null && neighbour.attachment().equals(coming)) {
      section.writeHold(address, address + 1);
    }
  }

  /** Returns the same object if a revision changes nothing, so that its area stays too. */
  private static Mapping revised(Mapping old, Change.Revise revise) {
    Mapping revised = revise.revision().apply(old);
    return revised.equals(old) ? old : revised;
  }

  private static Mapping first(List<Area<Mapping>> areas) {
    return areas.get(0).attachment();
  }

  private static Mapping last(List<Area<Mapping>> areas) {
    return areas.get(areas.size() - 1).attachment();
  }

  @Override
  public ReplayedSpace fork(List<Change> inChild) {
    try (WriteSection<Mapping> section = space.write()) {
      section.writeHold(0, -1); // every area, like dup_mmap; nothing comes before the copy
    }
    SpaceUnderReplay child = new SpaceUnderReplay(space.fork());
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
  public SpaceStats counts() {
    return space.stats();
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
