package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L1;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X7;

import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Two things have one name: a stamp, a range, a place in a table. */
final class WrongNames {
  private WrongNames() {}

  @Breaks(
      value = M3,
      by = Layer.GENERATED,
      how = "endRead takes the stamp of a live hold of another VMA")
  public static final class StampsOfAnybody extends Counted {
    private final AtomicLong next = new AtomicLong(1_000);
    private final Set<Long> live = ConcurrentHashMap.newKeySet();

    @Override
    public long startRead(Mm mm, Vma vma) {
      return named(super.startRead(mm, vma));
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return named(super.startReadLocked(mm, vma));
    }

    private long named(long answer) {
      if (answer <= 0) {
        return answer;
      }
      long stamp = next.getAndIncrement();
      live.add(stamp);
      return stamp;
    }

    @Override
    void assertRead(Area area, long stamp) {
      if (!live.remove(stamp)) {
        throw Misuse.notHeld(area, stamp);
      }
    }
  }

  @Breaks(
      value = X4,
      by = Layer.GENERATED,
      or = {X7, L5, W5, W6},
      how = "what is write-held is known by its range, which another mm has too")
  public static final class KnownByRange extends Counted {
    private final Map<Long, Area> held = new ConcurrentHashMap<>();

    @Override
    void hold(Mm mm, Area area) {
      super.hold(mm, area);
      held.put(area.start(), area);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area other = held.get(own(vma).start());
      return other != null && other.mm() != null && isWriteHeld(other)
          ? CONTENDED
          : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = X7,
      by = Layer.GENERATED,
      or = {X4, W5, W6, L5, L1, X1},
      how = "64 places for write holds, by the low bits of the page's number")
  public static final class SixtyFourPlaces extends Counted {
    private static final int PLACES = 64;

    private final Area[] places = new Area[PLACES];

    private static int place(Vma vma) {
      return (int) (vma.start() >>> 12) & (PLACES - 1);
    }

    @Override
    void hold(Mm mm, Area area) {
      super.hold(mm, area);
      places[place(area)] = area;
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area other = places[place(own(vma))];
      return other != null && other.mm() == mm && own(vma).mm() == mm && isWriteHeld(other)
          ? CONTENDED
          : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = L6,
      by = Layer.GENERATED,
      or = {L5, L1},
      how = "whose a VMA is, is known by the number at which its mm began")
  public static final class MmsByFirstNumber extends Counted {
    @Override
    boolean belongs(Mm mm, Area area) {
      Mm owner = area.mm();
      return owner != null && owner.limits().firstSequence() == mm.limits().firstSequence();
    }
  }

  @Breaks(
      value = L6,
      by = Layer.GENERATED,
      or = {L5, L1},
      how = "whose a VMA is, is known by 8 bits of the mm's number")
  public static final class ByteOfMm extends Counted {
    private final AtomicInteger next = new AtomicInteger();

    private static final class Numbered extends Space {
      final byte number;

      Numbered(ByteOfMm strategy, Limits limits) {
        super(strategy, limits);
        number = (byte) strategy.next.getAndIncrement();
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Numbered(this, limits);
    }

    @Override
    boolean belongs(Mm mm, Area area) {
      return area.mm() instanceof Numbered owner && owner.number == ((Numbered) mm).number;
    }
  }

  @Breaks(
      value = X7,
      by = Layer.GENERATED,
      or = {X4},
      how = "a place for write holds for each hash of 12 bits")
  public static final class HashOfTwelveBits extends Counted {
    private static final int PLACES = 1 << 12;

    private final AtomicReferenceArray<@Nullable Area> places = new AtomicReferenceArray<>(PLACES);

    private static int place(Vma vma) {
      return System.identityHashCode(vma) & (PLACES - 1);
    }

    @Override
    void hold(Mm mm, Area area) {
      super.hold(mm, area);
      places.set(place(area), area);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area other = places.get(place(own(vma)));
      boolean isHeld =
          other != null && other != vma && other.mm() == mm && other.mm() == own(vma).mm();
      return isHeld && isWriteHeld(other) ? CONTENDED : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = M3,
      by = Layer.GENERATED,
      how = "a stamp has 8 bits of the VMA's number, and no other proof of a hold")
  public static final class ByteOfStamp extends Counted {
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicIntegerArray holds = new AtomicIntegerArray(256);

    private static final class Numbered extends Area {
      final int number;

      Numbered(int number, long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
        this.number = number;
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new Numbered(next.getAndIncrement() & 0xFF, start, end, attachment);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      return stamped(vma, super.startRead(mm, vma));
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return stamped(vma, super.startReadLocked(mm, vma));
    }

    private long stamped(Vma vma, long answer) {
      if (answer <= 0) {
        return answer;
      }
      int number = ((Numbered) vma).number;
      holds.incrementAndGet(number);
      return 1 + number;
    }

    @Override
    void assertRead(Area area, long stamp) {
      int number = ((Numbered) area).number;
      if (stamp != 1 + number || holds.get(number) == 0) {
        throw Misuse.notHeld(area, stamp);
      }
      holds.decrementAndGet(number);
    }
  }

  @Breaks(
      value = X7,
      by = Layer.GENERATED,
      or = {X4},
      how = "a place for write holds for each hash of 20 bits")
  public static final class HashOfTwentyBits extends Counted {
    private static final int PLACES = 1 << 20;

    private final AtomicReferenceArray<@Nullable Area> places = new AtomicReferenceArray<>(PLACES);

    private static int place(Vma vma) {
      int hash = System.identityHashCode(vma);
      return (hash ^ hash >>> 7) & (PLACES - 1);
    }

    @Override
    void hold(Mm mm, Area area) {
      super.hold(mm, area);
      places.set(place(area), area);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area other = places.get(place(own(vma)));
      boolean isHeld =
          other != null && other != vma && other.mm() == mm && other.mm() == own(vma).mm();
      return isHeld && isWriteHeld(other) ? CONTENDED : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {W5},
      how =
          "readers are counted by a hash of 16 bits, and a try that asks once believes that count")
  public static final class ReadersByHash extends Counted {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(1 << 16);

    private static int place(Vma vma) {
      int hash = System.identityHashCode(vma);
      return (hash ^ hash >>> 5) & 0xFFFF;
    }

    @Override
    long enter(Mm mm, Area area) {
      long entered = super.enter(mm, area);
      if (entered > 0) {
        counts.incrementAndGet(place(area));
      }
      return entered;
    }

    @Override
    void leave(Area area) {
      counts.decrementAndGet(place(area));
      super.leave(area);
    }

    @Override
    int await(Mm mm, Area area, long nanos) throws InterruptedException {
      int readers = super.await(mm, area, nanos);
      return readers == 0 && nanos <= 0 ? counts.get(place(area)) : readers;
    }
  }

  @Breaks(
      value = L6,
      by = Layer.GENERATED,
      how = "whose a VMA is, is known by 16 bits of the mm's hash")
  public static final class HashOfMm extends Counted {
    @Override
    boolean belongs(Mm mm, Area area) {
      Mm owner = area.mm();
      return owner == mm || owner != null && hash(owner) == hash(mm);
    }

    private static int hash(Mm mm) {
      int hash = System.identityHashCode(mm);
      return (hash ^ hash >>> 9) & 0xFFFF;
    }
  }
}
