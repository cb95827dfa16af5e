package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.result.ResultFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseTest {
  @Test
  void countsSignificantDifferencesOfTheSameCode() {
    assertThat(Noise.of(measuredTwice("stamped")))
        .singleElement()
        .asString()
        .startsWith(
            "refcnt against itself: 3 of 6 rows without a significant difference; significantly different: write-16 0.31x [")
        .contains("look-up-1k-uniform 0.8", "look-up-1k-uniform, 2 threads 0.8");
  }

  @Test
  void doesNotCountRowsThatCannotShowADifference() {
    // Two threads of the biased one are never at work at once, so that row has no times.
    assertThat(Noise.of(measuredTwice("biased")))
        .singleElement()
        .asString()
        .startsWith("refcnt against itself: 1 of 5 rows without a significant difference")
        .endsWith("; too few pairs of forks in 1 more");
  }

  @Test
  void hasNothingToSayOfDifferentCode() {
    assertThat(Noise.of(ComparisonTable.of(List.of(FixedResults.make()), null))).isEmpty();
  }

  /** As if this one had been the first strategy's code, too. */
  private static ComparisonTable measuredTwice(String strategy) {
    String json =
        ResultFile.json(FixedResults.make())
            .replace('"' + strategy + '"', "\"refcnt" + ComparisonTable.AGAIN + '"');
    return ComparisonTable.of(List.of(ResultFile.parse(json)), null);
  }
}
