package io.vmalock.conformance.model;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the contract knows of one VMA. */
final class Area {
  /** Where in its life it is. */
  enum Life {
    NEW,
    ATTACHED,
    LEFT,
    RETIRED
  }

  /** A hold that somebody has. */
  record Held(long stamp, Who owner) {}

  /** An optimistic read that was begun. */
  static final class Begun {
    final long stamp;
    final int mm;
    boolean mayBeTrue = true;
    boolean mustBeTrue = true;

    Begun(long stamp, int mm) {
      this.stamp = stamp;
      this.mm = mm;
    }
  }

  Life life = Life.NEW;

  /** Whose it is or was. */
  int mm;

  boolean writeHeld;

  /** Whether a call for this VMA alone waits for its readers. */
  boolean awaited;

  /** Whether a call for several, this one among them, may wait for its readers. */
  boolean perhapsAwaited;

  final List<Held> holds = new ArrayList<>();
  final List<Begun> reads = new ArrayList<>();

  /** How many calls of writers the mm had seen when this was write-held. */
  int heldAt;

  /** The rule by which to judge a wrong answer after what was done last, or null for its own. */
  @Nullable Rule blame;

  /** The number of its retirement. */
  int retirement = -1;

  boolean drainedAtOnce;

  boolean isOf(int other) {
    return life == Life.ATTACHED && mm == other;
  }

  void writeHold(int calls) {
    if (!writeHeld) {
      spoil();
      heldAt = calls;
    }
    writeHeld = true;
    blame = null;
  }

  /** No read that was begun may validate any more. */
  void spoil() {
    for (Begun read : reads) {
      read.mayBeTrue = false;
      read.mustBeTrue = false;
    }
  }

  /** Reads that were begun need not validate. */
  void disturb() {
    for (Begun read : reads) {
      read.mustBeTrue = false;
    }
  }
}
