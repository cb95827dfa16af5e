package io.vmalock.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation at every depth near the end of the stack and with every budget of heap, in JVMs
 * of its own, compiled and interpreted: the profile {@code faults}. Prints its tables.
 */
@EnabledIfSystemProperty(named = "vmalock.faults", matches = "[1-9][0-9]*")
class FaultSweepTest {
  @ParameterizedTest
  @CsvSource({"stack, default", "stack, -Xint", "heap, default", "heap, -Xint"})
  void losesNothing(String kind, String flag) throws Exception {
    List<String> options = new ArrayList<>();
    if (flag.startsWith("-")) {
      options.add(flag);
    }
    if (kind.equals("heap")) {
      options.addAll(SweepJvm.SMALL_HEAP);
    }
    assertThat(SweepJvm.run(options, kind, System.getProperty("vmalock.faults")))
        .as("%s, %s: see the tables above", kind, flag)
        .isZero();
  }
}
