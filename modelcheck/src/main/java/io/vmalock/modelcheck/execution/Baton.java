package io.vmalock.modelcheck.execution;

import java.util.concurrent.locks.LockSupport;

/** The permission to run, passed from thread to thread, so that one runs at a time. */
final class Baton {
  /** The number of looks before a park: a short wait costs less than a wake-up. */
  private static final int LOOKS = Integer.getInteger("vmalock.modelcheck.spins", 200);

  private final Thread owner;
  private volatile boolean here;
  private volatile boolean parked;

  Baton(Thread owner) {
    this.owner = owner;
  }

  /** Gives it to the owner. The giver's earlier actions happen before the owner goes on. */
  void give() {
    here = true;
    if (parked) {
      LockSupport.unpark(owner);
    }
  }

  /** Waits until the caller, its owner, has been given it, and takes it. */
  void await() {
    for (int i = 0; i < LOOKS; i++) {
      if (here) {
        here = false;
        return;
      }
      Thread.onSpinWait();
    }
    parked = true;
    while (!here) {
      LockSupport.park(this);
    }
    parked = false;
    here = false;
  }
}
