package io.vmalock.bench.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A section that detaches many areas at once.
 *
 * <p>New areas are attached before each operation, outside its time. That is a set-up for each
 * invocation, which JMH warns of: a look at the clock on either side, some 50 ns, counts as part of
 * an operation, which takes hundreds of times as long.
 *
 * <p>Nothing is removed: each area's state and its mm change in objects that the heap reaches.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BulkDetach {
  private static final int AREAS = 1024;

  /** An mm and the areas that leave it next. */
  @State(Scope.Benchmark)
  public static class Areas {
    final Mm mm = ThisJvm.STRATEGY.newMm();
    List<Vma> vmas = List.of();

    /** Attaches new ones. */
    @Setup(Level.Invocation)
    public void attach() {
      VmaLockStrategy strategy = ThisJvm.STRATEGY;
      Vma[] made = new Vma[AREAS];
      mm.writeLock();
      try {
        for (int i = 0; i < AREAS; i++) {
          made[i] = strategy.newVma(i * Spaces.PAGE, (i + 1) * Spaces.PAGE, null);
          strategy.attach(mm, made[i]);
        }
      } finally {
        mm.writeUnlock();
      }
      vmas = Arrays.asList(made);
    }
  }

  /** One section. */
  @Scenario(
      name = "detach-1k",
      family = Family.WRITE_SECTION,
      meaning = "a section that detaches 1,024 areas in bulk, nobody inside",
      load = "munmap of a range, exit of a process, closing a store",
      timing = Timing.SAMPLED)
  @Benchmark
  public void detach(Areas areas) {
    areas.mm.writeLock();
    try {
      ThisJvm.STRATEGY.detach(areas.mm, areas.vmas);
    } finally {
      areas.mm.writeUnlock();
    }
  }
}
