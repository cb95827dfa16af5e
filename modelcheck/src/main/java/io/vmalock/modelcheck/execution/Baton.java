package io.vmalock.modelcheck.execution;

import java.util.concurrent.locks.LockSupport;

/** What a thread must have to run: passed from one to the next, so that one runs at a time. */
final class Baton {
  /** Waiting costs less than being woken, if it is short: so many looks before a park. */
  private static final int LOOKS = Integer.getInteger("vmalock.modelcheck.spins", 200);

  private final Thread owner;
  private volatile boolean here;
  private volatile boolean parked;

  Baton(Thread owner) {
    this.owner = owner;
  }

  /** Gives it to the owner. What the giver did happens-before the owner goes on. */
  void give() {
    here = true;
    if (parked) {
      LockSupport.unpark(owner);
    }
  }

  /** Waits until the owner, the caller, has been given it, and takes it. */
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
