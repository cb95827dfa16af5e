package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vmalock.MonitorStrategy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The allocation of reads, including interpreted code: nothing a read, if the API says so. */
class AllocationTest {
  private static final int PAIRS = 10_000;

  /** The allocation of a space's lambda forms: the hold itself. */
  private static final int HOLD_BYTES = 64;

  private final ThreadMXBean threads =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private static AddressSpace<String> space(boolean counters) {
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .counters(counters)
            .tracking(Tracking.OFF)
            .build();
    space.write(
        section -> {
          for (long start = 0; start < 1000; start++) {
            section.map(2 * start, 2 * start + 1, "a");
          }
        });
    return space;
  }

  @Test
  void startReadAndEndReadAllocateNothing() {
    for (boolean counters : new boolean[] {false, true}) {
      AddressSpace<String> space = space(counters);
      Hold<String> hold = space.hold();
      assertAllocatesAtMost(
          0,
          i -> {
            long address = i % 2000;
            long found = 0;
            if (hold.startRead(address)) {
              found += hold.attachment().length() + hold.offset(address);
              hold.endRead();
            }
            if (hold.startReadAtOrAfter(address % 1998)) {
              found += hold.isHeld() ? 1 : 0;
              hold.close();
            }
            return found;
          });
    }
  }

  @Test
  void timedReadsAllocateNothing() {
    Hold<String> hold = space(false).hold();
    Duration second = Duration.ofSeconds(1);
    assertAllocatesAtMost(
        0,
        i -> {
          try {
            if (hold.startRead(i % 2000, second) == Outcome.HELD) {
              hold.endRead();
              return 1;
            }
            return 0;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aSetOfHoldsIsAllocatedOnce() {
    HoldSet<String> set = space(false).holds(3);
    long[] addresses = {0, 3, 1998};
    assertAllocatesAtMost(
        0,
        i -> {
          addresses[0] = i % 2000;
          set.startRead(addresses);
          long found = 0;
          for (int h = 0; h < 3; h++) {
            found += set.hold(h).isHeld() ? 1 : 0;
          }
          set.endRead();
          return found;
        });
  }

  @Test
  void manyAreasCostOneHold() {
    AddressSpace<String> space = space(false);
    long[] addresses = new long[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      addresses[i] = i % 2000;
    }
    long[] found = new long[1];
    space.visitEach(addresses, (hold, i) -> found[0] += hold.attachment().length());
    assertThat(found[0]).isEqualTo(PAIRS / 2);
    Consumer<Hold<String>> count = hold -> found[0]++;
    space.forEach(count);
    space.forEach(10, 1990, count);
    long before = threads.getCurrentThreadAllocatedBytes();
    space.visitEach(addresses, (hold, i) -> found[0] += hold.attachment().length());
    space.forEach(count);
    space.forEach(10, 1990, count);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(4L * PAIRS); // a hold each: 40 times
  }

  /** Behind its fields a hold that is kept has two lines for itself; one of a call has not. */
  @Test
  void holdsOfTwoThreadsHaveNoCacheLineInCommon() {
    AddressSpace<String> space = space(false);
    Hold<?>[] kept = new Hold<?>[PAIRS]; // else they might not be made at all
    long each =
        bytesEach(
            i -> {
              kept[(int) i] = space.hold();
              return i;
            });
    assertThat(each).isBetween(HOLD_BYTES + 120L, HOLD_BYTES + 136L);
  }

  /** A boxed long or double would be 16 bytes more than the hold. */
  @Test
  void primitivesAreNotBoxed() {
    AddressSpace<String> space = space(false);
    assertAllocatesAtMost(
        HOLD_BYTES, i -> space.readLong(i % 2000, hold -> hold.start() + (1L << 40), -1));
    assertAllocatesAtMost(
        HOLD_BYTES, i -> space.readInt(i % 2000, hold -> (int) hold.start() + (1 << 20), -1));
    assertAllocatesAtMost(
        HOLD_BYTES, i -> (long) space.readDouble(i % 2000, hold -> hold.start() + 0.5, -1));
    long boxed =
        bytesEach(
            i -> {
              Long start = space.read(i % 2000, hold -> hold.start() + (1L << 40));
              return start == null ? -1 : start;
            });
    long plain = bytesEach(i -> space.readLong(i % 2000, hold -> hold.start() + (1L << 40), -1));
    assertThat(boxed)
        .as("the measure sees a box: half of the addresses are mapped")
        .isGreaterThanOrEqualTo(plain + 8);
  }

  private void assertAllocatesAtMost(long bytes, LongUnaryOperator read) {
    assertThat(bytesEach(read)).isLessThanOrEqualTo(bytes);
  }

  /** The whole bytes a call: a few objects once, such as for linking, do not count. */
  private long bytesEach(LongUnaryOperator read) {
    long warm = all(read);
    long before = threads.getCurrentThreadAllocatedBytes();
    long found = all(read);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(found).isEqualTo(warm);
    return allocated / PAIRS;
  }

  private static long all(LongUnaryOperator read) {
    long sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      sum += read.applyAsLong(i);
    }
    return sum;
  }
}
