package io.vmalock.bench.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;

/** A program that ends after its first {@value #TIMES} operations of one kind. */
public enum FirstSteps {
  /** Nothing of vmalock. */
  NONE {
    @Override
    long take() {
      return 0;
    }
  },
  /** Pairs of startRead and endRead, of one area. */
  READS {
    @Override
    long take() {
      VmaLockStrategy strategy = ThisJvm.STRATEGY;
      Mm mm = strategy.newMm();
      Vma vma = strategy.newVma(0, Spaces.PAGE, new Page(1));
      mm.writeLock();
      try {
        strategy.attach(mm, vma);
      } finally {
        mm.writeUnlock();
      }
      long sum = 0;
      for (int i = 0; i < TIMES; i++) {
        long stamp = strategy.startRead(mm, vma);
        sum += Page.of(vma).value;
        strategy.endRead(vma, stamp);
      }
      return sum;
    }
  },
  /** Look-ups by a hold, in a space of 16 areas. */
  LOOK_UPS {
    @Override
    long take() {
      Hold<Page> hold = Spaces.of(AREAS, 1).hold();
      long sum = 0;
      for (int i = 0; i < TIMES; i++) {
        if (!hold.startRead(Spaces.start(i % AREAS, 1))) {
          throw new IllegalStateException("not mapped");
        }
        sum += hold.attachment().value;
        hold.endRead();
      }
      return sum;
    }
  },
  /** Look-ups by a lambda, in a space of 16 areas. */
  FUNCTIONS {
    @Override
    long take() {
      AddressSpace<Page> space = Spaces.of(AREAS, 1);
      long sum = 0;
      for (int i = 0; i < TIMES; i++) {
        sum += space.readLong(Spaces.start(i % AREAS, 1), hold -> hold.attachment().value, -1);
      }
      return sum;
    }
  },
  /** Sections that each map an area and unmap another. */
  SECTIONS {
    @Override
    long take() {
      AddressSpace<Page> space = Spaces.of(AREAS, 1);
      for (int i = 0; i < TIMES; i++) {
        try (WriteSection<Page> section = space.write()) {
          long start = Spaces.start(AREAS + i, 1);
          section.map(start, start + Spaces.PAGE, new Page(i));
          long gone = Spaces.start(i, 1);
          section.unmap(gone, gone + Spaces.PAGE);
          section.commit();
        }
      }
      return space.hold().startRead(Spaces.start(TIMES, 1)) ? 1 : 0;
    }
  };

  private static final int TIMES = 1_000;
  private static final int AREAS = 16;

  abstract long take();

  /** Takes the steps that the argument names, and prints what they add up to. */
  public static void main(String[] args) {
    System.out.println(valueOf(args[0]).take());
  }
}
