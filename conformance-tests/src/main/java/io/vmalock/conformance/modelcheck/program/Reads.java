package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.Oracle;
import io.vmalock.modelcheck.program.CurrentExecution;

/** The steps of readers. */
final class Reads {
  /**
   * The number of times that a reader that should get in asks: CONTENDED is allowed now and then
   * (X4).
   */
  private static final int ASKS = 20;

  private final Scene scene;
  private final VmaLockStrategy strategy;

  Reads(Scene scene) {
    this.scene = scene;
    this.strategy = scene.strategy();
  }

  private long start(int mm, int i) {
    Oracle.Read read = scene.oracle().beforeRead(mm, i);
    long stamp = strategy.startRead(scene.mm(mm), scene.vma(i));
    scene.oracle().afterRead(read, stamp);
    return stamp;
  }

  private void end(int i, long stamp, int holder) {
    scene.oracle().beforeEndRead(i, holder);
    strategy.endRead(scene.vma(i), stamp);
    scene.oracle().afterEndRead();
  }

  /** Takes a hold; returns whether it was granted. If not, the actions inside are left out. */
  private boolean hold(int i, long stamp, Runnable inside) {
    if (stamp > 0) {
      scene.data(i).look();
      if (scene.isReadOnly() && strategy.isWriteHeld(scene.vma(i))) {
        CurrentExecution.fail("P6", "a VMA that is only read says that it is write-held");
      }
      inside.run();
      end(i, stamp, CurrentExecution.thread());
    }
    return stamp > 0;
  }

  void hold(int mm, int i, Runnable inside) {
    hold(i, start(mm, i), inside);
  }

  void holdLocked(int mm, int i, Runnable inside) {
    scene.mm(mm).readLock();
    scene.oracle().inMmapRead(mm);
    Oracle.Read read = scene.oracle().beforeRead(mm, i);
    long stamp = strategy.startReadLocked(scene.mm(mm), scene.vma(i));
    scene.oracle().afterReadLocked(read, stamp);
    scene.oracle().beforeMmapReadEnd(mm);
    scene.mm(mm).readUnlock();
    hold(i, stamp, inside);
  }

  void handOver(int mm, int i) {
    long stamp = start(mm, i);
    if (stamp > 0) {
      int holder = CurrentExecution.thread();
      new Thread(
              () -> {
                scene.data(i).look();
                end(i, stamp, holder);
              })
          .start();
    }
  }

  /** Leaves the hold to a thread that begins later, so that this one need not stop inside. */
  void leave(int mm, int i) {
    long stamp = start(mm, i);
    if (stamp > 0) {
      scene.oracle().left(i, stamp);
    }
  }

  void endLeft(int i) {
    Oracle.Left left = scene.oracle().takeLeft(i);
    if (left != null) {
      scene.data(i).look();
      end(i, left.stamp(), left.holder());
    }
  }

  /** No thread can distinguish these holds from none, so the oracle need not hear of them. */
  void many(int mm, int i) {
    Vma vma = scene.vma(i);
    for (int n = 0; n < ProgramText.MANY; n++) {
      CurrentExecution.undisturbed(
          () -> {
            long stamp = strategy.startRead(scene.mm(mm), vma);
            if (stamp > 0) {
              strategy.endRead(vma, stamp);
            }
          });
    }
  }

  /** Uses a VMA that no other thread has. */
  void granted(int mm, int i) {
    for (int ask = 1; ask <= ASKS; ask++) {
      if (hold(i, start(mm, i), () -> {})) {
        return;
      }
      Thread.yield();
    }
    CurrentExecution.fail("W6", ASKS + " times startRead of a free VMA did not get in");
  }

  void optimistic(int mm, int i) {
    int waits = CurrentExecution.waits();
    long stamp = strategy.startOptimistic(scene.mm(mm), scene.vma(i));
    Oracle.isKnown("startOptimistic", stamp);
    if (stamp > 0) {
      int before = scene.oracle().writes(i);
      boolean right = scene.data(i).peek();
      int after = scene.oracle().writes(i);
      if (strategy.validate(scene.mm(mm), scene.vma(i), stamp)) {
        scene.oracle().validated(before, after);
        if (!right) {
          CurrentExecution.fail("O1", "validated, though the reads between saw a change half done");
        }
      }
    } else if (strategy.validate(scene.mm(mm), scene.vma(i), stamp)) {
      CurrentExecution.fail("O1", "validated a read that was refused, with " + stamp);
    }
    if (CurrentExecution.waits() != waits) {
      CurrentExecution.fail("O1", "an optimistic read waited");
    }
  }

  void speculate(int mm, int i) {
    long speculation = scene.mm(mm).speculate();
    boolean mine = scene.vma(i).mm() == scene.mm(mm);
    boolean right = scene.data(i).peek();
    if (scene.mm(mm).validate(speculation) && mine && !right) {
      CurrentExecution.fail("A4", "a speculation was valid, though it saw a change half done");
    }
  }
}
