package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.stats.Ratio.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardTest {
  private final Results results = FixedResults.make();
  private final Board board = Board.of(List.of(results), null);

  @Test
  void comparesWithTheFirstStrategyUnlessToldOtherwise() {
    assertThat(board.baseline()).isEqualTo("refcnt");
    assertThat(Board.of(List.of(results), "stamped").baseline()).isEqualTo("stamped");
  }

  @Test
  void marksTheFastestAlone() {
    var entries = board.lines().get(0).entries();
    assertThat(entries.get("biased").best()).isTrue();
    assertThat(entries.get("refcnt").best()).isFalse();
    assertThat(entries.get("nothing").best()).as("controls are not ranked").isFalse();
    assertThat(entries.get("stamped").ratio().verdict()).isEqualTo(Verdict.SAME);
    assertThat(entries.get("biased").ratio().verdict()).isEqualTo(Verdict.FASTER);
  }

  @Test
  void saysNothingOfThreadsThatDidNotRunAtOnce() {
    var line = board.lines().stream().filter(l -> l.label().endsWith("uniform, 2 threads"));
    var entry = line.findFirst().orElseThrow().entries().get("biased");
    assertThat(entry.time()).isNaN();
    assertThat(entry.row().discarded()).isEqualTo(1);
  }

  @Test
  void marksNobodyWhereNobodyIsToldApart() {
    var line = board.lines().stream().filter(l -> l.first().family().equals("MIXED"));
    assertThat(line.findFirst().orElseThrow().entries().values()).noneMatch(Board.Entry::best);
  }

  @Test
  void findsARegressionAndNoOther() {
    List<Row> slower =
        results.rows().stream()
            .map(row -> row.scenario().equals("pair") ? slowed(row) : row)
            .toList();
    List<Diff.Change> changes =
        Diff.of(results, new Results(results.environment(), slower, results.footprints()));
    assertThat(changes.stream().filter(change -> change.regression(0.10)))
        .extracting(change -> change.row().scenario())
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
          .hasMessageContaining("x.json is not a result file of vmalock compare");
    }
  }

  private static Row slowed(Row row) {
    List<ForkRun> forks =
        row.forks().stream()
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
    return new Row(
        row.scenario(),
        row.family(),
        row.meaning(),
        row.threads(),
        row.subject(),
        row.control(),
        row.busyMatters(),
        row.benchmark(),
        row.mode(),
        row.params(),
        forks,
        row.failure());
  }
}
