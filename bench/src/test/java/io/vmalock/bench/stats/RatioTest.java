package io.vmalock.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times with a known difference in them, under noise and drift as machines have them. */
class RatioTest {
  private static final int TRIALS = 150;
  private static final int ROUNDS = 5;
  private static final double NOISE = 0.015;
  private static final double DRIFT = 0.4;

  @Test
  void findsPlantedTenPercent() {
    int found = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      Verdict verdict = planted(1.10, ROUNDS, seed).verdict();
      assertThat(verdict).as("seed %d", seed).isNotEqualTo(Verdict.FASTER);
      found += verdict == Verdict.SLOWER ? 1 : 0;
    }
    assertThat(found).isGreaterThan(TRIALS * 99 / 100);
  }

  @Test
  void doesNotFindPlantedZero() {
    int found = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      found += planted(1, ROUNDS, seed).verdict() == Verdict.SAME ? 0 : 1;
    }
    assertThat(found).as("significant, of %d", TRIALS).isLessThan(TRIALS / 20);
  }

  @Test
  void doesNotFindPlantedZeroUnderHeavyNoise() {
    int found = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      Random random = new Random(seed);
      double[] a = new double[ROUNDS];
      double[] b = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        a[i] = 20 * Math.exp(0.3 * random.nextGaussian());
        b[i] = 20 * Math.exp(0.3 * random.nextGaussian());
      }
      found += Ratio.of(a, b).verdict() == Verdict.SAME ? 0 : 1;
    }
    assertThat(found).as("significant, of %d", TRIALS).isLessThan(TRIALS / 12);
  }

  @Test
  void coversTheTruth() {
    int covered = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      covered += planted(1.25, 7, seed).speed().contains(1 / 1.25) ? 1 : 0;
    }
    assertThat(covered).isGreaterThan(TRIALS * 93 / 100);
  }

  @Test
  void tellsNothingApartByFewForks() {
    Ratio ratio = Ratio.of(new double[] {10, 10, 10}, new double[] {20, 20, 20});
    assertThat(ratio.speed().value()).isEqualTo(0.5);
    assertThat(ratio.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void leavesOutRoundsThatOneOfTheTwoMissed() {
    Ratio ratio =
        Ratio.of(
            new double[] {10, Double.NaN, 10, 10, 10, 10},
            new double[] {5, 5, Double.NaN, 5, 5, 5});
    assertThat(ratio.pairs()).isEqualTo(4);
    assertThat(ratio.verdict()).isEqualTo(Verdict.FASTER);
  }

  @Test
  void saysNothingOfNothing() {
    assertThat(Ratio.of(new double[0], new double[0]).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  /** The second is {@code factor} times as slow; both drift together. */
  private static Ratio planted(double factor, int rounds, int seed) {
    Random random = new Random(seed);
    double[] a = new double[rounds];
    double[] b = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double drift = Math.exp(DRIFT * random.nextGaussian());
      a[i] = 20 * drift * Math.exp(NOISE * random.nextGaussian());
      b[i] = 20 * factor * drift * Math.exp(NOISE * random.nextGaussian());
    }
    return Ratio.of(a, b);
  }
}
