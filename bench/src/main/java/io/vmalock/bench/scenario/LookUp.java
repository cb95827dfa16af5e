package io.vmalock.bench.scenario;

import io.vmalock.Vma;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

  /** A space with areas. */
  @State(Scope.Benchmark)
  public static class Space {
    /** The number of areas. */
    @Param({"16", "1024", "100000", "1000000"})
    public int areas = 1024;

    /** How long they are. */
    @Param("EQUAL")
    public Lengths lengths = Lengths.EQUAL;

    /** The choice of the areas that are read. */
    @Param({"UNIFORM", "ZIPF", "IN_ORDER", "HOT"})
    public Addresses addresses = Addresses.UNIFORM;

    AddressSpace<Page> space;
    long[] starts;

    /** Maps them. */
    @Setup
    public void map() {
      space = Spaces.empty();
      starts = new long[areas];
      Random random = new Random(areas);
      long end = 0;
      try (WriteSection<Page> section = space.write()) {
        for (int i = 0; i < areas; i++) {
          starts[i] = end + lengths.gap(random);
          end = starts[i] + lengths.length(random);
          section.map(starts[i], end, new Page(i));
        }
        section.commit();
      }
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
        stream[i] = space.starts[indices[i]] + (i * 64L & (Spaces.PAGE - 1));
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
      starts = space.starts;
      vmas = new Vma[space.areas];
      for (int i = 0; i < space.areas; i++) {
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
      name = "look-up-1m-uniform",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, over 1,000,000 areas, each as often",
      load = "a store of a million blocks of one size",
      params = {"areas=1000000", "addresses=UNIFORM"},
      scales = true,
      full = true)
  @Scenario(
      name = "look-up-1k-lengths",
      family = Family.LOOK_UP,
      meaning = "as look-up-1k-uniform, over areas of random lengths with random gaps",
      load = "a process of ordinary size, as it is after a while",
      params = {"areas=1024", "addresses=UNIFORM", "lengths=RANDOM"},
      scales = true)
  @Scenario(
      name = "look-up-100k-lengths",
      family = Family.LOOK_UP,
      meaning = "as look-up-100k-uniform, over areas of random lengths with random gaps",
      load = "a database or a JVM with very many mappings, as it is after a while",
      params = {"areas=100000", "addresses=UNIFORM", "lengths=RANDOM"},
      scales = true,
      full = true)
  @Scenario(
      name = "look-up-1m-lengths",
      family = Family.LOOK_UP,
      meaning = "as look-up-1m-uniform, over areas of random lengths with random gaps",
      load = "a store of a million blocks of any size",
      params = {"areas=1000000", "addresses=UNIFORM", "lengths=RANDOM"},
      scales = true,
      full = true)
  @Scenario(
      name = "look-up-scan",
      family = Family.LOOK_UP,
      meaning = "find, hold, touch, let go, from each of 1,024 areas of random lengths to the next",
      load = "a reader that goes through a store from its start to its end",
      params = {"areas=1024", "addresses=IN_ORDER", "lengths=RANDOM"},
      scales = true)
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
      of = {
        "look-up-1k-uniform",
        "look-up-1k-zipf",
        "look-up-1k-lengths",
        "look-up-100k-uniform",
        "look-up-100k-lengths",
        "look-up-1m-uniform",
        "look-up-1m-lengths"
      },
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
      of = {
        "look-up-1k-uniform",
        "look-up-1k-zipf",
        "look-up-1k-lengths",
        "look-up-100k-uniform",
        "look-up-100k-lengths",
        "look-up-1m-uniform",
        "look-up-1m-lengths"
      },
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

  /** A control: finding by a division, which only areas of one length without a hole allow. */
  @Control(
      name = "by-division",
      of = {"look-up-1k-uniform", "look-up-100k-uniform", "look-up-1m-uniform"},
      meaning = "an array at the address by the length of all areas: no search, no hold")
  @Benchmark
  public long byDivision(Reader reader, Flat flat) {
    return Page.of(flat.vmas[(int) (reader.address() / Spaces.start(1, 1))]).value;
  }

  /** The JDK's ordered maps of the areas by their starts, for the controls. */
  @State(Scope.Benchmark)
  public static class Maps {
    final NavigableMap<Long, Vma> tree = new TreeMap<>();
    final NavigableMap<Long, Vma> skipList = new ConcurrentSkipListMap<>();

    /** Fills both. */
    @Setup
    public void fill(Flat flat) {
      for (Vma vma : flat.vmas) {
        tree.put(vma.start(), vma);
        skipList.put(vma.start(), vma);
      }
    }
  }

  /** A control: finding in the JDK's tree, which could not be changed while it is read. */
  @Control(
      name = "tree-map",
      of = {
        "look-up-1k-uniform",
        "look-up-1k-lengths",
        "look-up-100k-uniform",
        "look-up-100k-lengths",
        "look-up-1m-uniform",
        "look-up-1m-lengths"
      },
      meaning = "floorEntry of the JDK's TreeMap: no hold")
  @Benchmark
  public long treeMap(Reader reader, Maps maps) {
    return Page.of(maps.tree.floorEntry(reader.address()).getValue()).value;
  }

  /** A control: finding in the JDK's ordered map that may be changed while it is read. */
  @Control(
      name = "skip-list",
      of = {
        "look-up-1k-uniform",
        "look-up-1k-lengths",
        "look-up-100k-uniform",
        "look-up-100k-lengths",
        "look-up-1m-uniform",
        "look-up-1m-lengths"
      },
      meaning = "floorEntry of the JDK's ConcurrentSkipListMap: no hold")
  @Benchmark
  public long skipList(Reader reader, Maps maps) {
    return Page.of(maps.skipList.floorEntry(reader.address()).getValue()).value;
  }
}
