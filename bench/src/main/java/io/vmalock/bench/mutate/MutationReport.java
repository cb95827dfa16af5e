package io.vmalock.bench.mutate;

import io.vmalock.bench.terminal.TextTable;
import io.vmalock.conformance.mutate.Arguments.Argument;
import io.vmalock.conformance.mutate.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Judged mutants as text: a table by layer, then each survivor. */
final class MutationReport {
  private final Map<String, List<JudgedMutant>> byStrategy;
  private final SourceLines sources;

  MutationReport(Map<String, List<JudgedMutant>> byStrategy, SourceLines sources) {
    this.byStrategy = byStrategy;
    this.sources = sources;
  }

  /** For a terminal. */
  List<String> text(int width) {
    List<String> lines = new ArrayList<>();
    List<List<String>> rows = byStrategyRows();
    lines.addAll(table(rows, width));
    lines.add("");
    lines.addAll(table(byOperatorRows(), width));
    byStrategy.forEach(
        (strategy, judged) -> {
          list(lines, strategy + ": survived", judged, JudgedMutant::isSurvivor);
          list(lines, strategy + ": argued or open, and killed", judged, JudgedMutant::isRefuted);
        });
    return lines;
  }

  private static List<String> table(List<List<String>> rows, int width) {
    TextTable table = new TextTable(rows.get(0).toArray(String[]::new));
    rows.subList(1, rows.size()).forEach(table::row);
    return table.lines(width);
  }

  private void list(
      List<String> lines, String head, List<JudgedMutant> judged, Predicate<JudgedMutant> which) {
    List<JudgedMutant> chosen = judged.stream().filter(which).toList();
    if (chosen.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(head);
    for (JudgedMutant each : chosen) {
      lines.add("  " + each.mutant() + notes(each));
      String source = sources.text(each.mutant().source(), each.mutant().line());
      if (!source.isEmpty()) {
        lines.add("    " + source);
      }
      lines.add("    mutant: " + each.mutant().name());
    }
  }

  private static String notes(JudgedMutant each) {
    String check = each.judgement().check();
    return check.isEmpty()
        ? ""
        : each.isKilled() ? " (killed by " + check + ")" : " (not judged by " + check + ")";
  }

  /** A page of Markdown. */
  String markdown(String how) {
    StringBuilder text = new StringBuilder();
    text.append("## By strategy\n\n").append(how).append("\n\n");
    markdownTable(text, byStrategyRows());
    text.append("\n## By edit\n\n");
    markdownTable(text, byOperatorRows());
    byStrategy.forEach((strategy, judged) -> markdownSurvivors(text, strategy, judged));
    byStrategy.forEach((strategy, judged) -> markdownArguments(text, strategy, judged));
    return text.toString();
  }

  private void markdownSurvivors(StringBuilder text, String strategy, List<JudgedMutant> judged) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("line", "source", "edit", "open"));
    for (JudgedMutant each : judged) {
      if (each.isSurvivor()) {
        rows.add(
            List.of(
                each.mutant().place(),
                code(sources.text(each.mutant().source(), each.mutant().line())),
                each.mutant().edit() + notes(each),
                open(each)));
      }
    }
    if (rows.size() > 1) {
      text.append("\n## Survivors of ").append(strategy).append("\n\n");
      markdownTable(text, rows);
    }
  }

  private static String open(JudgedMutant each) {
    Argument argument = each.argument();
    return argument == null ? "" : argument.why().replace("|", "\\|");
  }

  private void markdownArguments(StringBuilder text, String strategy, List<JudgedMutant> judged) {
    Map<Argument, List<JudgedMutant>> argued = new LinkedHashMap<>();
    for (JudgedMutant each : judged) {
      Argument argument = each.argument();
      if (argument != null && each.isArgued()) {
        argued.computeIfAbsent(argument, key -> new ArrayList<>()).add(each);
      }
    }
    if (argued.isEmpty()) {
      return;
    }
    text.append("\n## Argued of ").append(strategy).append("\n\n");
    argued.forEach(
        (argument, mutants) -> {
          text.append("- ");
          text.append(
              String.join("; ", mutants.stream().map(each -> each.mutant().toString()).toList()));
          text.append(". ");
          text.append(
              String.join(", ", argument.rules().stream().map(Enum::name).sorted().toList()));
          text.append(": ").append(argument.why().replace("|", "\\|")).append('\n');
        });
  }

  private static String code(String source) {
    return source.isEmpty() ? "" : "`` " + source.replace("|", "\\|") + " ``";
  }

  private static void markdownTable(StringBuilder text, List<List<String>> rows) {
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---").append("|---:".repeat(rows.get(0).size() - 1)).append("|\n");
      }
    }
  }

  private List<List<String>> byStrategyRows() {
    Set<String> layers = layers();
    List<List<String>> rows = new ArrayList<>(List.of(heads("strategy", layers)));
    byStrategy.forEach((strategy, judged) -> rows.add(row(strategy, judged, layers)));
    return rows;
  }

  private List<List<String>> byOperatorRows() {
    Set<String> layers = layers();
    List<List<String>> rows = new ArrayList<>(List.of(heads("edit", layers)));
    for (Operator operator : Operator.values()) {
      List<JudgedMutant> judged =
          byStrategy.values().stream()
              .flatMap(List::stream)
              .filter(each -> each.mutant().operator() == operator)
              .toList();
      if (!judged.isEmpty()) {
        rows.add(row(operator.toString(), judged, layers));
      }
    }
    return rows;
  }

  /** The layers that killed a mutant, the one with the most kills first. */
  private Set<String> layers() {
    Map<String, Long> kills = new LinkedHashMap<>();
    byStrategy.values().stream()
        .flatMap(List::stream)
        .filter(JudgedMutant::isKilled)
        .forEach(each -> kills.merge(each.judgement().layer(), 1L, Long::sum));
    Set<String> layers = new LinkedHashSet<>();
    kills.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> layers.add(entry.getKey()));
    return layers;
  }

  private static List<String> heads(String first, Set<String> layers) {
    List<String> heads = new ArrayList<>(List.of(first, "mutants"));
    heads.addAll(layers);
    heads.addAll(List.of("of these hung", "argued", "survived", "time"));
    return heads;
  }

  private static List<String> row(
      String name, Collection<JudgedMutant> judged, Set<String> layers) {
    List<String> cells = new ArrayList<>(List.of(name, String.valueOf(judged.size())));
    for (String layer : layers) {
      cells.add(count(judged, each -> each.isKilled() && each.judgement().layer().equals(layer)));
    }
    cells.add(count(judged, JudgedMutant::isHung));
    cells.add(count(judged, JudgedMutant::isArgued));
    cells.add(count(judged, JudgedMutant::isSurvivor));
    long millis = judged.stream().mapToLong(each -> each.judgement().millis()).sum();
    cells.add(time(Duration.ofMillis(millis)));
    return cells;
  }

  private static String count(Collection<JudgedMutant> judged, Predicate<JudgedMutant> which) {
    return String.valueOf(judged.stream().filter(which).count());
  }

  private static String time(Duration time) {
    return time.toMinutes() < 2
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.0f min", time.toSeconds() / 60.0);
  }
}
