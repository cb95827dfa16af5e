package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.recording.Call;
import io.vmalock.bench.replay.recording.Operation;

/** A call that has begun: it takes effect once, at some time before its result is seen. */
final class PendingCall {
  final Call call;
  final RecordedThread thread;
  boolean applied;

  PendingCall(Call call, RecordedThread thread) {
    this.call = call;
    this.thread = thread;
  }

  /** Returns whether it would map the address, or make it accessible. */
  boolean opens(long address) {
    Operation operation = call.operation();
    if (operation instanceof Operation.Place place) {
      return place.protection() != 0 && contains(place.start(), place.end(), address);
    }
    if (operation instanceof Operation.Revise revise) {
      return revise.revision().protection() > 0 && contains(revise.start(), revise.end(), address);
    }
    return maps(address, address + 1);
  }

  /** Returns whether it would map a part of the range. */
  boolean maps(long start, long end) {
    Operation operation = call.operation();
    if (operation instanceof Operation.Place place) {
      return overlap(place.start(), place.end(), start, end);
    }
    if (operation instanceof Operation.Remap remap) {
      return overlap(remap.newStart(), remap.newEnd(), start, end);
    }
    RecordedSpace space = thread.space;
    return operation instanceof Operation.Break brk
        && space != null
        && below(space.brk, brk.end())
        && overlap(space.brk, PageSet.roundUp(brk.end()), start, end);
  }

  /** Returns whether it would unmap a part of the range. */
  boolean unmaps(long start, long end) {
    Operation operation = call.operation();
    if (operation instanceof Operation.Unmap unmap) {
      return overlap(unmap.start(), unmap.end(), start, end);
    }
    if (operation instanceof Operation.Remap remap) {
      return overlap(remap.start(), remap.end(), start, end);
    }
    RecordedSpace space = thread.space;
    return operation instanceof Operation.Break brk
        && space != null
        && below(brk.end(), space.brk)
        && overlap(brk.end(), PageSet.roundUp(space.brk), start, end);
  }

  /** Returns whether it could succeed only while a part of the range was mapped. */
  boolean needs(long start, long end) {
    Operation operation = call.operation();
    if (operation instanceof Operation.Revise revise) {
      return revise.reach() == Operation.Reach.ALL
          && overlap(revise.start(), revise.end(), start, end);
    }
    return operation instanceof Operation.Remap remap
        && overlap(remap.start(), remap.end(), start, end);
  }

  private static boolean contains(long start, long end, long address) {
    return below(address - start, end - start);
  }

  private static boolean overlap(long start, long end, long otherStart, long otherEnd) {
    return below(start, otherEnd) && below(otherStart, end);
  }
}
