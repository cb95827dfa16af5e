package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.ClosedSpaceException;
import io.vmalock.space.Commit;
import io.vmalock.space.Hold;
import io.vmalock.space.HoldSet;
import io.vmalock.space.ReadersInsideException;
import io.vmalock.space.Tracking;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A space in which one operation meets an Error, and what must be true of it afterwards: the mmap
 * lock is free, no section is half done, every hold is ended or can be, and each attachment is
 * released once.
 */
final class Scene {
  /** An attachment that counts its releases. */
  static final class Thing {
    final AtomicInteger releases = new AtomicInteger();
  }

  /** Long enough for a thread of low priority on a busy machine; waited for only if it is lost. */
  private static final Duration SOON = Duration.ofSeconds(20);

  final VmaLockStrategy strategy;
  final AddressSpace<Thing> space;
  final boolean counts;
  final Thing[] mapped = {new Thing(), new Thing(), new Thing()};
  final Thing spare = new Thing();
  final Hold<Thing> hold;
  final HoldSet<Thing> set;

  /** A reader that is inside from the start where the operation asks for one. */
  final Hold<Thing> inside;

  final long[] addresses = {0x1000, 0x2000, 0x9000};

  Commit commit;
  AddressSpace<Thing> child;
  int calls;
  Throwable thrown;

  Scene(VmaLockStrategy strategy, Operation.Watch watch) {
    this.strategy = strategy;
    counts = watch != Operation.Watch.NOTHING;
    space =
        AddressSpace.<Thing>builder()
            .strategy(strategy)
            .counters(counts)
            .tracking(watch == Operation.Watch.COUNTERS_AND_HOLDERS ? Tracking.ALL : Tracking.OFF)
            .release(thing -> thing.releases.incrementAndGet())
            .readableAfterRelease()
            .build();
    space.write(
        first -> {
          first.map(0x1000, 0x2000, mapped[0]);
          first.map(0x2000, 0x3000, mapped[1]);
          first.map(0x4000, 0x6000, mapped[2]);
        });
    hold = space.hold();
    inside = space.hold();
    set = space.holds(3);
  }

  /** Ends it, if nothing is to be judged. */
  void close() {
    hold.close();
    inside.close();
    set.close();
    if (child != null) {
      child.close();
    }
    space.close();
  }

  /** Returns the losses, in words; empty if there are none. */
  String losses(Operation operation) {
    List<String> lost = new ArrayList<>();
    try {
      if (hold.isHeld()) {
        hold.endRead();
      }
      if (inside.isHeld()) {
        inside.endRead();
      }
      set.close();
      WriteSection<Thing> again = space.tryWrite(operation.closes() ? Duration.ZERO : SOON);
      if (again == null) {
        return "the mmap lock is held: " + space;
      }
      try (again) {
        inspect(again, operation, lost);
      }
    } catch (ClosedSpaceException e) {
      if (!operation.closes()) {
        return "not usable: " + e;
      }
    } catch (Throwable e) {
      return "not usable: " + e;
    }
    AtomicInteger tries = new AtomicInteger();
    space.speculate(view -> tries.incrementAndGet());
    if (tries.get() != 1) {
      lost.add("the sequence is odd outside a section");
    }
    for (long address = 0; address < 0xa000; address += 0x800) {
      Outcomes.endedHold(this, address, lost);
    }
    try {
      unpin();
      if (child != null) {
        child.close(SOON);
      }
      space.close(SOON);
    } catch (ReadersInsideException e) {
      lost.add("a hold or a release is lost: " + e.getMessage());
    } catch (Throwable e) {
      lost.add("close failed: " + e);
    }
    if (space.describe().contains("\n  hold ")) {
      lost.add("an ended hold is still tracked: " + space.describe());
    }
    if (lost.isEmpty()) {
      for (Thing thing : mapped) {
        if (thing.releases.get() != 1) {
          lost.add(thing.releases + " releases of what was mapped");
        }
      }
      if (spare.releases.get() > 1 || (operation.owns() && spare.releases.get() == 0)) {
        lost.add(spare.releases + " releases of what was handed in");
      }
    }
    return String.join("; ", lost);
  }

  /** An error may have come before the pin was on, or off: then there is none, or still one. */
  private void unpin() {
    try {
      space.unpin(spare);
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).contains("is not pinned")) {
        throw e;
      }
    }
  }

  private void inspect(WriteSection<Thing> now, Operation operation, List<String> lost) {
    List<Area<Thing>> areas = new ArrayList<>();
    now.forEach(areas::add);
    if (areas.size() != now.size()) {
      lost.add("the index has " + areas.size() + " areas, and says " + now.size());
    }
    for (Area<Thing> area : areas) {
      if (!area.equals(now.find(area.start())) || !area.equals(now.find(area.end() - 1))) {
        lost.add("the index does not find " + area);
      }
    }
    StringBuilder state = new StringBuilder();
    for (Area<Thing> area : areas) {
      state.append(Long.toHexString(area.start())).append('-');
      state.append(Long.toHexString(area.end())).append(' ');
    }
    if (!operation.allows(state.toString().trim())) {
      lost.add("half done: " + state);
    }
  }

  /** Reads an area and finds only itself inside. */
  private static final class Outcomes {
    static void endedHold(Scene scene, long address, List<String> lost) {
      try (Hold<Thing> own = scene.space.hold()) {
        if (own.startRead(address, SOON) == io.vmalock.space.Outcome.HELD) {
          int readers = scene.strategy.readers(own.vma());
          if (readers != 1) {
            lost.add("a hold of " + own.vma() + " is lost: " + (readers - 1) + " inside");
          }
        }
      } catch (Throwable e) {
        lost.add("not readable: " + e);
      }
    }
  }
}
