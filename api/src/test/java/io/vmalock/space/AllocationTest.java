package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vmalock.MonitorStrategy;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A hold is taken and given back without an allocation, interpreted code included. */
class AllocationTest {
  private static final int PAIRS = 10_000;

  private final ThreadMXBean threads =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @Test
  void startReadAndEndReadAllocateNothing() {
    for (boolean counters : new boolean[] {false, true}) {
      for (boolean checkHolds : new boolean[] {false, true}) {
        AddressSpace<String> space =
            AddressSpace.<String>builder()
                .strategy(new MonitorStrategy())
                .counters(counters)
                .checkHolds(checkHolds)
                .build();
        try (WriteSection<String> section = space.write()) {
          for (long start = 0; start < 1000; start++) {
            section.map(2 * start, 2 * start + 1, "a");
          }
        }
        Hold<String> hold = space.hold();
        long warm = readAll(space, hold);
        long before = threads.getCurrentThreadAllocatedBytes();
        long found = readAll(space, hold);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(found).isEqualTo(warm).isEqualTo(3L * PAIRS / 2);
        // A few objects once, such as for linking; one a pair would be 16 bytes times the pairs.
        assertThat(allocated).isLessThan(PAIRS);
      }
    }
  }

  private static long readAll(AddressSpace<String> space, Hold<String> hold) {
    long found = 0;
    for (int i = 0; i < PAIRS; i++) {
      long address = i % 2000;
      if (hold.startRead(address)) {
        found += hold.attachment().length();
        hold.endRead();
      }
      if (hold.startReadAtOrAfter(address % 1998)) {
        found += hold.isHeld() ? 1 : 0;
        hold.close();
      }
    }
    return found;
  }
}
