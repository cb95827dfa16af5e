package io.vmalock.bench.scenario;

import io.vmalock.Vma;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The whole look-up: find an address, hold its area, see that the address is inside, touch, let go.
 * A page fault does this, and so does a store that reads a mapped segment by position.
 *
 * <p>Nothing is removed or folded: each call takes the next of {@value #STREAM} addresses from an
 * array, too many for branches to be learned, and returns what it read. The locks are argued for in
 * {@link ReadPair}; each pair is followed by a search, but for {@code HOT}, where all addresses are
 * in the area that the hold had last, and it looks there first.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUp {
  /** The number of addresses that each thread goes through: a power of two. */
  static final int STREAM = 1 << 16;

  /** A space with areas of a page, and a page free after each. */
  @State(Scope.Benchmark)
  public static class Space {
    /** The number of areas. */
    @Param({"16", "1024", "100000"})
    public int areas = 1024;

    /** The choice of the areas that are read. */
    @Param({"UNIFORM", "ZIPF", "HOT"})
    public Addresses addresses = Addresses.UNIFORM;

    AddressSpace<Page> space;

    /** Maps them. */
    @Setup
    public void map() {
      space = Spaces.of(areas, 1);
    }
  }

  /** One thread's stream of addresses. */
  @State(Scope.Thread)
  public static class Reader {
    long[] stream;
    int next;
    Hold<Page> hold;

    /** Draws it. */
    @Setup
    public void draw(Space space, ThreadParams thread) {
      int seed = 1 + thread.getThreadIndex();
      int[] indices = space.addresses.indices(space.areas, STREAM, seed);
      stream = new long[STREAM];
      for (int i = 0; i < STREAM; i++) {
        stream[i] = Spaces.start(indices[i], 1) + (i * 64L & (Spaces.PAGE - 1));
      }
      hold = space.space.hold();
    }

    long address() {
      return stream[next++ & STREAM - 1];
    }
  }

  /** A flat array of the starts, and one of the areas, for the control. */
  @State(Scope.Benchmark)
  public static class Flat {
    long[] starts;
    Vma[] vmas;

    /** Fills them. */
    @Setup
    public void fill(Space space) {
      starts = new long[space.areas];
      vmas = new Vma[space.areas];
      for (int i = 0; i < space.areas; i++) {
        starts[i] = Spaces.start(i, 1);
        vmas[i] = ThisJvm.STRATEGY.newVma(starts[i], starts[i] + Spaces.PAGE, new Page(i));
      }
    }
  }

  /** The whole of it. */
  @Scenario(
      name = "look-up-16-uniform",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 16 areas, each as often",
      load = "a small process, or a store of a few segments",
      params = {"areas=16", "addresses=UNIFORM"},
      scales = true)
  @Scenario(
      name = "look-up-16-zipf",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 16 areas, a few most of the time",
      load = "a small process, or a store of a few segments",
      params = {"areas=16", "addresses=ZIPF"},
      scales = true,
      full = true)
  @Scenario(
      name = "look-up-1k-uniform",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 1,024 areas, each as often",
      load = "a process of ordinary size",
      params = {"areas=1024", "addresses=UNIFORM"},
      scales = true,
      quick = true,
      curve = true)
  @Scenario(
      name = "look-up-1k-zipf",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 1,024 areas, a few most of the time",
      load = "a process of ordinary size",
      params = {"areas=1024", "addresses=ZIPF"},
      scales = true)
  @Scenario(
      name = "look-up-100k-uniform",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 100,000 areas, each as often",
      load = "a database or a JVM with very many mappings",
      params = {"areas=100000", "addresses=UNIFORM"},
      scales = true)
  @Scenario(
      name = "look-up-100k-zipf",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 100,000 areas, a few most of the time",
      load = "a database or a JVM with very many mappings",
      params = {"areas=100000", "addresses=ZIPF"},
      scales = true,
      full = true)
  @Scenario(
      name = "look-up-hot",
      family = Family.LOOK_UP,
      meaning =
          "hold, touch, let go, all threads in one of 1,024 areas, which their holds remember",
      load = "a thread pool that works on one large mapping, such as a heap",
      params = {"areas=1024", "addresses=HOT"},
      scales = true,
      curve = true)
  @Benchmark
  public long lookUp(Reader reader) {
    Hold<Page> hold = reader.hold;
    long address = reader.address();
    if (!hold.startRead(address)) {
      throw new IllegalStateException("not mapped: " + address);
    }
    long seen = hold.attachment().value;
    hold.endRead();
    return seen;
  }

  /**
   * Actions of programs inside a hold; several, so that the compiler does not know the target of a
   * call.
   */
  private static final List<ToLongFunction<Hold<Page>>> VISITS =
      List.of(
          hold -> hold.attachment().value,
          hold -> hold.attachment().value + 1,
          hold -> hold.attachment().value ^ hold.start(),
          hold -> hold.attachment().value - hold.end());

  /** The whole of it, by a function. */
  @Scenario(
      name = "look-up-lambda",
      family = Family.LOOK_UP,
      meaning = "as look-up-1k-uniform, by the space's readLong with 4 functions in turn",
      load = "a store whose parts each read by a function of their own",
      params = {"areas=1024", "addresses=UNIFORM"},
      scales = true)
  @Benchmark
  public long lookUpByFunction(Space space, Reader reader) {
    return space.space.readLong(reader.address(), VISITS.get(reader.next & 3), -1);
  }

  /** Finding alone, by the index's own search. */
  @Control(
      name = "find-only",
      of = {"look-up-1k-uniform", "look-up-1k-zipf"},
      meaning = "the index's own search alone: no hold, no check")
  @Benchmark
  public long find(Space space, Reader reader) throws Throwable {
    Vma vma = IndexAlone.find(space.space, reader.address());
    if (vma == null) {
      throw new IllegalStateException("not mapped");
    }
    return Page.of(vma).value;
  }

  /**
   * A control: finding by a binary search without branches over a flat array, which could not be
   * changed while it is read.
   */
  @Control(
      name = "flat-search",
      of = {"look-up-1k-uniform", "look-up-1k-zipf"},
      meaning = "a branch-free binary search over a flat array: no hold")
  @Benchmark
  public long binarySearch(Reader reader, Flat flat) {
    long address = reader.address();
    long[] starts = flat.starts;
    int low = 0;
    int length = starts.length;
    while (length > 1) {
      int half = length >>> 1;
      low = starts[low + half] <= address ? low + half : low;
      length -= half;
    }
    return Page.of(flat.vmas[low]).value;
  }
}
