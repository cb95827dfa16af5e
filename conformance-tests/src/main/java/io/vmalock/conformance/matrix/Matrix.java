package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.Verdict.OfRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The matrix of rules by strategies: the data of every form of the report.
 *
 * @param rows a row for each rule, in the order of the contract
 * @param strategies the judgement of each strategy, in the order of the cells
 * @param notes the reasons that cells refer to by their place, counted from 1
 */
public record Matrix(
    TestMachine environment,
    Settings settings,
    List<Row> rows,
    List<Judged> strategies,
    List<Note> notes) {
  /**
   * One rule.
   *
   * @param kind the strategies that it binds, and the certainty of a test
   * @param judgedBy the layers that judged it for any strategy
   */
  public record Row(
      String rule, Rule.Kind kind, String sentence, List<Layer> judgedBy, List<Cell> cells) {}

  /**
   * One rule and one strategy.
   *
   * @param judgedBy the layers that judged it
   * @param note the number of the note that says why it is not judged, or only in part; 0 for none
   */
  public record Cell(String strategy, Mark mark, List<Layer> judgedBy, int note) {}

  /**
   * A reason.
   *
   * @param where the rules and strategies that it applies to, in words
   */
  public record Note(String reason, String where) {}

  /** The verdicts on the rules that {@code options} picked. */
  public static Matrix of(
      TestMachine environment, String command, Options options, List<Verdict> verdicts) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    Map<String, Map<String, List<String>>> whose = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Rule rule : new TreeSet<>(options.rules())) {
      if (isOfNoPickedCheck(rule, options, verdicts)) {
        continue;
      }
      List<Cell> cells = new ArrayList<>();
      Set<Layer> layers = EnumSet.noneOf(Layer.class);
      for (Verdict verdict : verdicts) {
        OfRule found = verdict.of(rule);
        layers.addAll(found.layers());
        int note = 0;
        if (!found.reason().isEmpty() && found.mark() != Mark.FAILED) {
          note = numbers.computeIfAbsent(found.reason(), reason -> numbers.size() + 1);
          whose
              .computeIfAbsent(found.reason(), reason -> new LinkedHashMap<>())
              .computeIfAbsent(verdict.strategy(), name -> new ArrayList<>())
              .add(rule.name());
        }
        cells.add(new Cell(verdict.strategy(), found.mark(), List.copyOf(found.layers()), note));
      }
      rows.add(new Row(rule.name(), rule.kind(), rule.sentence(), List.copyOf(layers), cells));
    }
    List<Note> notes = new ArrayList<>();
    whose.forEach((reason, where) -> notes.add(new Note(reason, words(where))));
    return new Matrix(
        environment,
        Settings.of(command, options),
        rows,
        verdicts.stream().map(Judged::of).toList(),
        notes);
  }

  /** If only one check is requested, most rules have no row. */
  private static boolean isOfNoPickedCheck(Rule rule, Options options, List<Verdict> verdicts) {
    return (options.only() != null || options.replay() != null)
        && verdicts.stream()
            .flatMap(verdict -> verdict.results().stream())
            .noneMatch(
                result ->
                    result.rule() == rule
                        || options.replay() == null && result.check().rules().contains(rule));
  }

  /** Groups strategies with equal rules. */
  private static String words(Map<String, List<String>> rulesOf) {
    Map<List<String>, List<String>> strategies = new LinkedHashMap<>();
    rulesOf.forEach(
        (strategy, rules) ->
            strategies.computeIfAbsent(rules, same -> new ArrayList<>()).add(strategy));
    List<String> parts = new ArrayList<>();
    strategies.forEach(
        (rules, names) -> parts.add(String.join(" ", rules) + " of " + String.join(", ", names)));
    return String.join("; ", parts);
  }

  /** Whether a strategy breaks a rule. */
  public boolean fails() {
    return strategies.stream().anyMatch(judged -> judged.failed() > 0);
  }

  /** Whether a requested or promised check was not judged. */
  public boolean isOpen() {
    return strategies.stream().anyMatch(Judged::isOpen);
  }
}
