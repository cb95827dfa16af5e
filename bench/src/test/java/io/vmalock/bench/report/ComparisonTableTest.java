package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.diff.Diff;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTableTest {
  private final Results results = FixedResults.make();
  private final ComparisonTable table = ComparisonTable.of(List.of(results), null);

  @Test
  void comparesWithTheFirstStrategyUnlessToldOtherwise() {
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
  void marksNobodyWhereNobodyIsToldApart() {
    var row = table.rows().stream().filter(l -> l.first().family().equals("MIXED"));
    assertThat(row.findFirst().orElseThrow().cells().values())
        .noneMatch(ComparisonTable.Comparison::best);
  }

  @Test
  void findsARegressionAndNoOther() {
    List<Measurement> slower =
        results.measurements().stream()
            .map(
                measurement ->
                    measurement.scenario().equals("pair") ? slowed(measurement) : measurement)
            .toList();
    List<Diff.Change> changes =
        Diff.of(results, new Results(results.environment(), slower, results.footprints()));
    assertThat(changes.stream().filter(change -> change.regression(0.10)))
        .extracting(change -> change.measurement().scenario())
        .containsOnly("pair")
        .hasSize(4);
    assertThat(changes.stream().filter(change -> change.regression(0.25))).isEmpty();
    assertThat(Diff.of(results, results).stream().filter(Diff.Change::told)).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("x.json");
    for (String content : List.of("", "[]", "{}", "[{\"benchmark\":\"x\"}]", "not json")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> ResultFile.read(file))
          .as(content)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("x.json: not a result file of vmalock compare");
    }
  }

  private static Measurement slowed(Measurement measurement) {
    List<ForkRun> forks =
        measurement.forks().stream()
            .map(
                fork -> {
                  double[] times = fork.times().clone();
                  for (int i = 0; i < times.length; i++) {
                    times[i] *= 1.2;
                  }
                  return new ForkRun(
                      fork.round(), times, fork.busy(), fork.counters(), fork.latencies());
                })
            .toList();
    return new Measurement(
        measurement.scenario(),
        measurement.family(),
        measurement.meaning(),
        measurement.threads(),
        measurement.column(),
        measurement.control(),
        measurement.busyMatters(),
        measurement.benchmark(),
        measurement.mode(),
        measurement.params(),
        forks,
        measurement.failure());
  }
}
