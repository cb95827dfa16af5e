package io.vmalock.space;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One wait of a writer for readers, with the mmap lock held: of attached areas by the strategy, and
 * of retired ones by looking again and again.
 */
final class ReaderWait<A> {
  private static final long SHORTEST_PAUSE = 10_000;
  private static final long LONGEST_PAUSE = 1_000_000;

  private final AddressSpace<A> space;
  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final long patience;
  private final long start = System.nanoTime();

  /** A wait as long as {@code patience} nanoseconds, or without bound if that is negative. */
  ReaderWait(AddressSpace<A> space, long patience) {
    this.space = space;
    this.strategy = space.strategy();
    this.mm = space.mm();
    this.patience = patience;
  }

  /** Write-holds areas, and waits for the readers of retired ones with these attachments. */
  void writeHold(List<Vma> vmas, Set<A> attachments) {
    boolean found = space.counting() && readersInside(vmas);
    try {
      if (!vmas.isEmpty()) {
        if (patience < 0) {
          startWrite(vmas);
        } else {
          tryStartWrite(vmas);
        }
      }
      awaitRetired(space.retired().sharing(attachments::contains));
    } finally {
      long waited = System.nanoTime() - start;
      if (found) {
        space.waited(waited);
      }
      SpaceEvents.waited(mm, vmas.size(), waited);
    }
  }

  /** Waits without bound, but not silently: after a second it logs the areas that it waits for. */
  private void startWrite(List<Vma> vmas) {
    if (strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)
        && strategy.capabilities().contains(Capability.EARLY_END_WRITE)) {
      boolean interrupted = false;
      try {
        for (int tries = 0; tries < 3; tries++) { // an interrupt starts the second anew, then not
          try {
            if (strategy.tryStartWrite(mm, vmas, RetiredAreas.SECOND) == 0) {
              return;
            }
            SpaceLog.warn(() -> "waiting for readers for a second: " + inside(vmas));
            break;
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    strategy.startWrite(mm, vmas);
  }

  private void tryStartWrite(List<Vma> vmas) {
    int readers;
    try {
      // A single area needs no EARLY_END_WRITE, because there is no other to give back.
      readers =
          vmas.size() == 1
              ? strategy.tryStartWrite(mm, vmas.get(0), patience)
              : strategy.tryStartWrite(mm, vmas, patience);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (readers > 0) {
      throw timedOut(readers, inside(vmas));
    }
  }

  /** Wakes by itself, because a last reader out does not know of the thread that waits here. */
  private void awaitRetired(List<RetiredArea<A>> areas) {
    boolean interrupted = false;
    boolean spoke = false;
    try {
      for (RetiredArea<A> area : areas) {
        for (long pause = SHORTEST_PAUSE; !strategy.lookAgain(area); ) {
          long waited = System.nanoTime() - start;
          if (patience >= 0 && waited >= patience) {
            throw timedOut(
                Math.max(1, strategy.readers(area.vma())), space.retired().describe(area.release));
          }
          if (patience < 0 && waited >= RetiredAreas.SECOND && !spoke) {
            spoke = true;
            SpaceLog.warn(
                () ->
                    "waiting for readers for a second: " + space.retired().describe(area.release));
          }
          LockSupport.parkNanos(this, patience < 0 ? pause : Math.min(pause, patience - waited));
          pause = Math.min(2 * pause, LONGEST_PAUSE);
          if (Thread.interrupted()) {
            if (patience >= 0) {
              throw interrupted();
            }
            interrupted = true;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ReadersInsideException interrupted() {
    Thread.currentThread().interrupt();
    return new ReadersInsideException(
        "interrupted while waiting for readers to leave; nothing was changed", 0);
  }

  private ReadersInsideException timedOut(int readers, String where) {
    return new ReadersInsideException(
        readers
            + (readers == 1 ? " reader was" : " readers were")
            + " still inside after "
            + Duration.ofNanos(patience)
            + ": "
            + where
            + "; nothing was changed",
        readers);
  }

  /** The areas with readers inside, as many as fit a line or two, and the holders where tracked. */
  private String inside(List<Vma> vmas) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (Vma vma : vmas) {
      int readers = strategy.readers(vma);
      if (readers > 0 && shown++ < 4) {
        text.append(text.length() == 0 ? "" : ", ").append(vma).append(" with ").append(readers);
        text.append(readers == 1 ? " reader" : " readers").append(space.holders(vma));
      }
    }
    return text.length() == 0 ? vmas.size() + " areas" : text.toString();
  }

  private boolean readersInside(List<Vma> vmas) {
    for (Vma vma : vmas) {
      if (strategy.readers(vma) > 0) {
        return true;
      }
    }
    return false;
  }
}
