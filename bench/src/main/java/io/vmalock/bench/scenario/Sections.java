package io.vmalock.bench.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A write section: the mmap lock, startWrite of some areas, and the end that releases them all;
 * without readers inside the areas, or with readers that come and go.
 *
 * <p>Nothing is removed: the sequence and the mmap lock's word are changed in each section, in
 * objects that other threads can reach, and the areas' words in each startWrite, since the section
 * before has released them. The mmap lock's read-modify-write is between any two sections, so no
 * fences of two of them are merged; the stores to the areas of one section may be, which is the
 * purpose of a bulk form.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Sections {
  private static final long HOLD_NANOS = 500;

  /** Whether areas are locked by one call or one by one. */
  public enum Form {
    /** startWrite of the list. */
    BULK,
    /** startWrite of each. */
    SINGLY
  }

  /** An mm, its areas, and their readers. */
  @State(Scope.Benchmark)
  public static class Areas {
    /** The number of areas that a section locks. */
    @Param("16")
    public int areas = 16;

    /** How. */
    @Param("BULK")
    public Form form = Form.BULK;

    /** The number of threads that read them; negative for one for each core. */
    @Param("0")
    public int readers;

    Mm mm;
    List<Vma> vmas;
    Background background;

    /** Attaches the areas and lets the readers loose. */
    @Setup
    public void attach() {
      VmaLockStrategy strategy = ThisJvm.STRATEGY;
      mm = strategy.newMm();
      Vma[] made = new Vma[areas];
      mm.writeLock();
      try {
        for (int i = 0; i < areas; i++) {
          made[i] = strategy.newVma(i * 4096L, (i + 1) * 4096L, new Page(i));
          strategy.attach(mm, made[i]);
        }
      } finally {
        mm.writeUnlock();
      }
      vmas = Arrays.asList(made);
      background = new Background();
      int threads = readers < 0 ? Runtime.getRuntime().availableProcessors() : readers;
      for (int i = 0; i < threads; i++) {
        background.repeat("reader-" + i, this::read);
      }
    }

    /** Ends the readers. */
    @TearDown
    public void stop() {
      background.stop();
    }

    private void read() {
      Vma vma = vmas.get(ThreadLocalRandom.current().nextInt(areas));
      long stamp = ThisJvm.STRATEGY.startRead(mm, vma);
      if (stamp > 0) {
        Background.spin(HOLD_NANOS);
        ThisJvm.STRATEGY.endRead(vma, stamp);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** One section. */
  @Scenario(
      name = "write-0",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks no area",
      load = "a call that finds nothing to change",
      params = {"areas=0", "form=BULK", "readers=0"},
      busy = false)
  @Scenario(
      name = "write-1",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 1 area in bulk, nobody inside",
      load = "munmap or mprotect of one mapping",
      params = {"areas=1", "form=BULK", "readers=0"},
      busy = false)
  @Scenario(
      name = "write-16",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 16 areas in bulk, nobody inside",
      load = "mprotect over a few mappings",
      params = {"areas=16", "form=BULK", "readers=0"},
      busy = false,
      quick = true)
  @Scenario(
      name = "write-16-singly",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 16 areas one by one, nobody inside",
      load = "a walk that locks what it finds",
      params = {"areas=16", "form=SINGLY", "readers=0"},
      busy = false,
      full = true)
  @Scenario(
      name = "write-1k",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 1,024 areas in bulk, nobody inside",
      load = "exit of a process, or fork",
      params = {"areas=1024", "form=BULK", "readers=0"},
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "write-1k-singly",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 1,024 areas one by one, nobody inside",
      load = "a walk that locks what it finds",
      params = {"areas=1024", "form=SINGLY", "readers=0"},
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "write-10k",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 10,000 areas in bulk, nobody inside",
      load = "fork of a large process",
      params = {"areas=10000", "form=BULK", "readers=0"},
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "write-10k-singly",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 10,000 areas one by one, nobody inside",
      load = "a walk that locks what it finds",
      params = {"areas=10000", "form=SINGLY", "readers=0"},
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "write-16-readers-1",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 16 areas while one thread reads them, 500 ns at a time",
      load = "changing mappings that are in use",
      params = {"areas=16", "form=BULK", "readers=1"},
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "write-16-readers-n",
      family = Family.WRITE_SECTION,
      meaning =
          "a section that locks 16 areas while a thread for each core reads them, 500 ns at a time",
      load = "changing mappings that are in use",
      params = {"areas=16", "form=BULK", "readers=-1"},
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "write-1k-readers-1",
      family = Family.WRITE_SECTION,
      meaning = "a section that locks 1,024 areas while one thread reads them, 500 ns at a time",
      load = "changing mappings that are in use",
      params = {"areas=1024", "form=BULK", "readers=1"},
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "write-1k-readers-n",
      family = Family.WRITE_SECTION,
      meaning =
          "a section that locks 1,024 areas while a thread for each core reads them, 500 ns at a"
              + " time",
      load = "changing mappings that are in use",
      params = {"areas=1024", "form=BULK", "readers=-1"},
      timing = Timing.SAMPLED,
      busy = false)
  @Benchmark
  public void section(Areas areas) {
    Mm mm = areas.mm;
    List<Vma> vmas = areas.vmas;
    mm.writeLock();
    try {
      if (areas.form == Form.BULK) {
        ThisJvm.STRATEGY.startWrite(mm, vmas);
      } else {
        for (int i = 0; i < vmas.size(); i++) {
          ThisJvm.STRATEGY.startWrite(mm, vmas.get(i));
        }
      }
    } finally {
      mm.writeUnlock();
    }
  }
}
