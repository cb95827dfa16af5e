package io.vmalock.bench.scale.load;

import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.scale.machine.Work;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The work of the cores in each scenario. */
public abstract class Load implements Work {
  /** Areas between those of two cores that are to have no line in common, as in the benchmarks. */
  private static final int APART = 32;

  private static final int SOME = 16;
  private static final int MANY = 1024;

  /** The time of a page fault without its lock: clearing a page, and the rest of the handler. */
  private static final double FAULT = 500;

  /** The stay of a reader that a writer finds. */
  private static final double HOLD = 500;

  /** The writer's pause between two sections. */
  static final double PAUSE = 20_000;

  private static final double SLOW = 100_000;

  /** The pause of readers beside a writer between two reads. */
  private static final double THINK = 200;

  final VmaLockStrategy strategy;

  Load(VmaLockStrategy strategy) {
    this.strategy = strategy;
  }

  /**
   * The load of a scenario, for a strategy.
   *
   * @param scenario its name
   * @param strategy an instance of a rewritten strategy
   * @param cores the number of cores that will work
   */
  public static Work of(String scenario, Object strategy, int cores) {
    VmaLockStrategy spi = (VmaLockStrategy) strategy;
    return switch (scenario) {
      case "pair", "pair-own" -> new Pairs(spi, cores, APART, 0);
      case "pair-hot" -> new Pairs(spi, cores, 0, 0);
      case "pair-neighbours" -> new Pairs(spi, cores, 1, 0);
      case "pft-one" -> new Pairs(spi, cores, 0, FAULT);
      case "pft-own" -> new Pairs(spi, cores, APART, FAULT);
      case "mixed-4" -> new Mixed(spi, cores, 4);
      case "mixed-16" -> new Mixed(spi, cores, 16);
      case "mixed-64" -> new Mixed(spi, cores, 64);
      case "mixed-256" -> new Mixed(spi, cores, 256);
      case "mixed-1k" -> new Mixed(spi, cores, 1024);
      case "sections" -> new Writers(spi, cores);
      case "readers-writer" -> new ReadersAndWriter(spi, SOME, 1, 0);
      case "write-1k" -> new ReadersAndWriter(spi, MANY, MANY, HOLD);
      case "slow-reader" -> new SlowReader(spi);
      case "counter" -> new Counters(spi, cores, 0);
      case "counters" -> new Counters(spi, cores, APART);
      default -> throw new IllegalArgumentException("no load " + scenario);
    };
  }

  /** Each core adds to a counter, over and over. */
  private static final class Counters extends Load {
    private final int apart;
    private final AtomicLong[] counters;

    Counters(VmaLockStrategy strategy, int cores, int apart) {
      super(strategy);
      this.apart = apart;
      counters = new AtomicLong[cores * Math.max(1, apart)];
      for (int i = 0; i < counters.length; i++) {
        counters[i] = new AtomicLong(1); // stored to, and so placed, in this order
      }
    }

    @Override
    public void operate(int core) {
      counters[core * apart].getAndIncrement();
    }
  }

  /** Each core reads one area, over and over. */
  private static final class Pairs extends Load {
    private final int apart;
    private final double nanos;
    private final Areas areas;
    private final int first;

    Pairs(VmaLockStrategy strategy, int cores, int apart, double nanos) {
      super(strategy);
      this.apart = apart;
      this.nanos = nanos;
      areas = new Areas(strategy, cores * (apart == 0 ? 1 : APART) + 1);
      first = apart == 1 ? Host.sideBySide(areas.vmas, cores) : 0;
    }

    @Override
    public void operate(int core) {
      areas.hold(first + core * apart, nanos);
    }
  }

  /** All cores read, and write after every so many reads. */
  private static final class Mixed extends Load {
    private final int reads;
    private final Areas areas;
    private final int[][] turns;

    Mixed(VmaLockStrategy strategy, int cores, int reads) {
      super(strategy);
      this.reads = reads;
      areas = new Areas(strategy, SOME, true);
      turns = new int[cores][];
      for (int i = 0; i < cores; i++) {
        turns[i] = new int[2 * SOME]; // no line in common with another core's
        turns[i][0] = i * SOME / cores;
        turns[i][1] = (int) ((long) reads * (i + 1) / cores); // not all at once
      }
    }

    @Override
    public void operate(int core) {
      int[] turn = turns[core];
      int area = turn[0]++ & SOME - 1;
      if (turn[1]-- == 0) {
        turn[1] = reads - 1;
        areas.write(area);
      }
      areas.read(area);
    }
  }

  /** All cores write, each its own area. */
  private static final class Writers extends Load {
    private final Areas areas;

    Writers(VmaLockStrategy strategy, int cores) {
      super(strategy);
      areas = new Areas(strategy, cores * APART + 1);
    }

    @Override
    public void operate(int core) {
      areas.write(core * APART);
    }

    @Override
    public boolean isWriter(int core) {
      return true;
    }
  }

  /** One core has sections of some of the areas that the others read. */
  private static final class ReadersAndWriter extends Load {
    private final int count;
    private final int locked;
    private final double nanos;
    private final Areas areas;
    private final List<Vma> list;
    private int next;

    ReadersAndWriter(VmaLockStrategy strategy, int count, int locked, double nanos) {
      super(strategy);
      this.count = count;
      this.locked = locked;
      this.nanos = nanos;
      areas = new Areas(strategy, count);
      list = Arrays.asList(areas.vmas);
    }

    @Override
    public void operate(int core) {
      if (!isWriter(core)) {
        areas.hold(ThreadLocalRandom.current().nextInt(count), nanos);
        Host.compute(THINK);
      } else if (locked == 1) {
        areas.write(next++ % count);
        Host.compute(PAUSE);
      } else {
        areas.mm.writeLock();
        try {
          strategy.startWrite(areas.mm, list);
        } finally {
          areas.mm.writeUnlock();
        }
        Host.compute(PAUSE);
      }
    }

    @Override
    public boolean isWriter(int core) {
      return core == 0;
    }

    @Override
    public double pause() {
      return PAUSE;
    }
  }

  /** One core stays in an area that another one writes, and which the rest read. */
  private static final class SlowReader extends Load {
    private final Areas areas;

    SlowReader(VmaLockStrategy strategy) {
      super(strategy);
      areas = new Areas(strategy, SOME);
    }

    @Override
    public void operate(int core) {
      if (core == 0) {
        areas.write(0);
        Host.compute(PAUSE);
      } else if (core == 1) {
        areas.hold(0, SLOW);
      } else {
        areas.read(ThreadLocalRandom.current().nextInt(SOME));
        Host.compute(THINK);
      }
    }

    @Override
    public boolean isWriter(int core) {
      return core == 0;
    }

    @Override
    public double pause() {
      return PAUSE;
    }
  }
}
