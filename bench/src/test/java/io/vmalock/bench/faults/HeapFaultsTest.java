package io.vmalock.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes at the end of the heap, at every budget: {@link FaultSweep} in short. */
@Tag("slow")
class HeapFaultsTest {
  /**
   * Found by the sweep: a change that failed allocated to take its counts back, failed there, too,
   * and its attachment was never released.
   */
  @Test
  void aFailedChangeTakesItsCountsBack() throws Exception {
    List<String> options = new ArrayList<>(SweepJvm.SMALL_HEAP);
    options.add("-Dvmalock.faults.only=UNMAP");
    options.add("-Dvmalock.faults.step=8"); // a window of one small object
    assertThat(SweepJvm.run(options, "heap", "600", "refcnt")).as("see the tables above").isZero();
  }
}
