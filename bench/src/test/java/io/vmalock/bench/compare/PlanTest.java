package io.vmalock.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vmalock.bench.report.ComparisonTable;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.scenario.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final Environment NOWHERE =
      new Environment("", 2, 1, "", "17", "", "", "", "", "", 0, "tiny");

  private final Catalogue catalogue = Catalogue.find();
  private final String standard = catalogue.columns().get(0).name();

  @Test
  void comparesWithTheDefaultStrategyByDefault(@TempDir Path out) throws IOException {
    assertThat(baseline(plan("readers-writer-1ms", "stamped", standard), out)).isEqualTo(standard);
  }

  @Test
  void comparesWithTheStrategyNamedFirstWhereTheDefaultIsNotThere(@TempDir Path out)
      throws IOException {
    assertThat(baseline(plan("readers-writer-1ms", "stamped", "rwsem"), out)).isEqualTo("stamped");
    assertThat(baseline(plan("pair", "bare-add", "stamped", "rwsem"), out)).isEqualTo("stamped");
  }

  @Test
  void aFamilyStandsForItsScenarios() {
    Plan plan = plan("mapped-files");
    assertThat(plan.rows()).hasSizeGreaterThan(10);
    assertThat(plan.rows())
        .allSatisfy(
            row -> assertThat(row.get(0).scenario().family()).isEqualTo(Family.MAPPED_FILES));
  }

  @Test
  void onlyItsNameChoosesARowOfMillionsOfAreas() {
    assertThat(scenarios(plan("unmap-all-5m"))).containsExactly("unmap-all-5m");
    assertThat(scenarios(plan("life-cycle"))).contains("unmap-all-1m").doesNotContain("build-5m");
    assertThat(scenarios(plan("all"))).contains("pair").doesNotContain("map-unmap-5m");
    Plan full = Plan.of(catalogue, Profile.FULL, Set.of(), Set.of(), List.of(), 2);
    assertThat(scenarios(full)).contains("unmap-all-1m").doesNotContain("unmap-all-5m");
  }

  private static List<String> scenarios(Plan plan) {
    return plan.rows().stream().map(row -> row.get(0).scenario().name()).distinct().toList();
  }

  @Test
  void peersSitOutWhatWouldCrashThemOrTheyCannotDo() {
    assertThat(columns(plan("files-hot"))).contains(standard, "no-protection", "auto-arena");
    assertThat(columns(plan("files-replace-10")))
        .contains(standard, "auto-arena")
        .doesNotContain("no-protection");
    assertThat(columns(plan("files-unmap-0")))
        .contains(standard, "shared-arena")
        .doesNotContain("auto-arena", "grouped-arena");
    assertThat(columns(plan("pair"))).doesNotContain("count-array");
    Plan named = plan("pair", "count-array", standard);
    assertThat(columns(named)).containsExactly(standard);
  }

  @Test
  void whatNeedsArenasIsLeftOutOn17WithTheReason() {
    assertThat(catalogue.leaveOut(17))
        .containsExactly(
            "shared-arena needs JDK 22 or newer, for its arenas",
            "grouped-arena needs JDK 22 or newer, for its arenas",
            "auto-arena needs JDK 22 or newer, for its arenas");
    assertThat(columns(plan("files-hot"))).contains("epochs").doesNotContain("shared-arena");
  }

  private static List<String> columns(Plan plan) {
    return plan.rows().get(0).stream().map(cell -> cell.column().name()).toList();
  }

  private Plan plan(String scenario, String... strategies) {
    Set<String> names = new LinkedHashSet<>(List.of(strategies));
    return Plan.of(catalogue, Profile.TINY, Set.of(scenario), names, List.of(), 2);
  }

  private static JsonObject entry() {
    JsonObject entry = new JsonObject();
    entry.add("primaryMetric", new JsonObject());
    return entry;
  }

  /** The column that a report compares with, after forks in the opposite of the plan's order. */
  private static String baseline(Plan plan, Path out) throws IOException {
    ResultsSoFar measured =
        new ResultsSoFar(out.resolve("result.json"), NOWHERE, Profile.TINY, plan, List.of());
    List<Cell> cells = new ArrayList<>(plan.rows().get(0));
    Collections.reverse(cells);
    for (Cell cell : cells) {
      ForkRun fork = new ForkRun(0, new double[] {1}, new double[] {1}, Map.of(), Map.of());
      measured.add(cell, new ForkRunner.Measured(fork, entry()));
    }
    return ComparisonTable.of(List.of(measured.results()), null).baseline();
  }
}
