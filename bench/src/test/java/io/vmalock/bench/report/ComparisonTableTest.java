package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private final Results results = FixedResults.make();
  private final ComparisonTable table = ComparisonTable.of(List.of(results), null);

  @Test
  void comparesWithTheFirstStrategyByDefault() {
    assertThat(table.baseline()).isEqualTo("refcnt");
    assertThat(ComparisonTable.of(List.of(results), "stamped").baseline()).isEqualTo("stamped");
  }

  @Test
  void marksTheFastestAlone() {
    var cells = table.rows().get(0).cells();
    assertThat(cells.get("biased").best()).isTrue();
    assertThat(cells.get("refcnt").best()).isFalse();
    assertThat(cells.get("nothing").best()).as("controls are not ranked").isFalse();
    assertThat(cells.get("stamped").ratio().verdict()).isEqualTo(Verdict.SAME);
    assertThat(cells.get("biased").ratio().verdict()).isEqualTo(Verdict.FASTER);
  }

  @Test
  void saysNothingOfThreadsThatDidNotRunAtOnce() {
    var row = table.rows().stream().filter(l -> l.label().endsWith("uniform, 2 threads"));
    var cell = row.findFirst().orElseThrow().cells().get("biased");
    assertThat(cell.time()).isNaN();
    assertThat(cell.measurement().discarded()).isEqualTo(1);
  }

  @Test
  void marksNoneWithoutASignificantDifference() {
    var row = table.rows().stream().filter(l -> l.first().family().equals("MIXED"));
    assertThat(row.findFirst().orElseThrow().cells().values())
        .noneMatch(ComparisonTable.Comparison::best);
  }

  @Test
  void ranksNothingThatIsColdOrComesFromTooFewForks() {
    ComparisonTable cold =
        table(FixedResults.changed(results, measurement -> FixedResults.with(measurement, false)));
    assertThat(cold.rows())
        .allSatisfy(
            row ->
                assertThat(row.cells().values())
                    .noneMatch(cell -> cell.best() || cell.ratio() != null));
    assertThat(TextReport.of(cold, 120))
        .contains("cold", "not ranked")
        .doesNotContainPattern("(ns|µs)[^\n]* \\*");

    ComparisonTable one =
        table(FixedResults.changed(results, measurement -> FixedResults.forks(measurement, 1)));
    assertThat(TextReport.of(one, 120))
        .contains("come from one JVM for each figure", "no difference between", "--rounds 4")
        .doesNotContain("≈:")
        .doesNotContain("which one for me");
  }

  @Test
  void doesNotRankAColumnThatStillGetsFaster() {
    ComparisonTable table =
        table(
            FixedResults.changed(
                results,
                measurement ->
                    measurement.column().equals("biased")
                        ? FixedResults.warming(measurement)
                        : measurement));
    assertThat(table.rows().get(0).cells().get("biased").ratio()).isNull();
    assertThat(table.rows().get(0).cells().get("biased").best()).isFalse();
    assertThat(TextReport.of(table, 120)).contains("warming");
  }

  private static ComparisonTable table(Results results) {
    return ComparisonTable.of(List.of(results), null);
  }
}
