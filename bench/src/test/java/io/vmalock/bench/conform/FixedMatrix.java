package io.vmalock.bench.conform;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.matrix.CampaignSummary;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Matrix.Cell;
import io.vmalock.conformance.matrix.Matrix.Note;
import io.vmalock.conformance.matrix.Matrix.Row;
import io.vmalock.conformance.matrix.Settings;
import io.vmalock.conformance.matrix.TestMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A matrix in which all is found that a report may have to show. */
final class FixedMatrix {
  /** Would be run, or end its element, where a page does not escape it. */
  static final String HOSTILE = "<script>alert('\"x\" & y')</script>";

  private FixedMatrix() {}

  static Matrix make() {
    return new Matrix(
        new TestMachine("A JVM", "17.0.1+2", 2, "Linux riscv64"),
        new Settings(
            "./vmalock conform --seed 7",
            "default",
            7,
            1,
            8,
            35,
            List.of("layer stress: not asked for")),
        List.of(
            row(Rule.X2, List.of(Layer.SCENARIO, Layer.MODEL_CHECKER), kept(), broken()),
            row(Rule.O1, List.of(Layer.MODEL_CHECKER), kept(), cell("wrong", Mark.SKIPPED, 1)),
            row(Rule.P3, List.of(Layer.SCENARIO), kept(), cell("wrong", Mark.NOT_JUDGED, 2)),
            row(
                Rule.A1,
                List.of(),
                cell("right", Mark.NOT_JUDGED, 3),
                cell("wrong", Mark.NOT_JUDGED, 3))),
        List.of(
            judged("right", List.of(), List.of(), explored(), Map.of()),
            judged(
                "wrong",
                List.of("OPTIMISTIC_READ"),
                List.of(story(), interleaved()),
                null,
                Map.of("overlapping readers", "its check failed on X2"))),
        List.of(
            new Note("does not declare OPTIMISTIC_READ", "O1 of wrong"),
            new Note("its check failed on X2 " + HOSTILE, "P3 of wrong"),
            new Note("untested here", "A1 of right, wrong")));
  }

  private static Row row(Rule rule, List<Layer> layers, Cell... cells) {
    return new Row(rule.name(), rule.kind(), rule.sentence(), layers, List.of(cells));
  }

  private static Cell kept() {
    return new Cell("right", Mark.PASSED, List.of(Layer.SCENARIO), 0);
  }

  private static Cell broken() {
    return new Cell("wrong", Mark.FAILED, List.of(Layer.MODEL_CHECKER), 0);
  }

  private static Cell cell(String strategy, Mark mark, int note) {
    return new Cell(strategy, mark, List.of(), note);
  }

  private static Judged judged(
      String name,
      List<String> lacks,
      List<Failure> failures,
      @Nullable CampaignSummary explored,
      Map<String, String> unjudged) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("scenario", 0.5);
    seconds.put("model-checker", 35.25);
    return new Judged(
        name,
        failures.isEmpty(),
        List.of("VMA_REUSE"),
        lacks,
        120,
        failures.size(),
        2,
        unjudged.size(),
        35.75,
        seconds,
        Map.of("this JVM has no virtual threads: they come with 21", List.of("virtual threads")),
        explored,
        Map.of("writers among overlapping readers", "12345 rounds in 1600 ms"),
        true,
        failures.isEmpty() ? List.of("triples within 1 preemption") : List.of(),
        failures,
        unjudged);
  }

  private static CampaignSummary explored() {
    return new CampaignSummary(
        123_456,
        35.25,
        List.of(new CampaignSummary.Round("all pairs", 1, 2, 90, 80, 10, 123_456)),
        List.of(
            new CampaignSummary.Instrumented("io.vmalock.Vma", 12, 3, 4, List.of()),
            new CampaignSummary.Instrumented(
                "org.example.Own", 5, 0, 1, List.of("Thread.<init>()"))),
        List.of("a plain race on the lock's own word"));
  }

  private static Failure story() {
    return failure(
        "scenario",
        "startWrite waits",
        "startWrite returned although a reader holds [0x1000, 0x2000) " + HOSTILE,
        "");
  }

  private static Failure interleaved() {
    return failure(
        "model-checker",
        "interleavings and memory orders",
        "program r|w, rule broken (X2): a hold has not ended",
        "T1        T2\n1 startRead\n----\n          2 startWrite ``` <b>\nreplay: 1.17>2");
  }

  private static Failure failure(String layer, String check, String seen, String interleaving) {
    return new Failure(
        "X2",
        Rule.X2.sentence(),
        Rule.X2.kind().label(),
        layer,
        check,
        seen,
        interleaving,
        7,
        "./vmalock conform --strategy wrong --only startWrite-waits --seed 7",
        1.25,
        0.04,
        layer.equals("scenario") ? List.of("one more", "another one") : List.of(),
        "");
  }
}
