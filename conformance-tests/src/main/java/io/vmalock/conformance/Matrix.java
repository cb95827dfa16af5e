package io.vmalock.conformance;

import io.vmalock.conformance.Result.Mark;
import io.vmalock.conformance.Verdict.OfRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules by strategies, for people: as text for a terminal, and as Markdown.
 *
 * @param rules the rules to show
 * @param environment what it was found on, and by which options
 */
public record Matrix(List<Verdict> verdicts, Set<Rule> rules, String environment) {
  private static final int SENTENCE = 60;

  /** The JVM and the machine, for {@link #environment}. */
  public static String thisMachine() {
    return "JDK "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }

  /** Columns of equal width, then the reasons, then the failures. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-5s", "rule"));
    verdicts.forEach(verdict -> text.append("  ").append(verdict.strategy()));
    text.append('\n');
    for (Rule rule : inOrder()) {
      text.append(String.format("%-5s", rule));
      for (Verdict verdict : verdicts) {
        int width = verdict.strategy().length();
        text.append("  ").append(centred(verdict.of(rule).mark().sign(), width));
      }
      text.append("  ").append(shortened(rule.sentence())).append('\n');
    }
    text.append("\n✓ kept   ✗ broken   – not declared   ? not judged\n");
    reasons()
        .forEach((reason, where) -> text.append(where).append(": ").append(reason).append('\n'));
    text.append('\n').append(environment).append('\n');
    for (Verdict verdict : verdicts) {
      text.append(summary(verdict)).append('\n');
    }
    for (Verdict verdict : verdicts) {
      for (Result failure : verdict.failures()) {
        text.append('\n').append(verdict.strategy()).append(": ").append(failure.report());
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** The same for a file of its own. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# Conformance\n\n");
    text.append(environment).append("\n\n| | rule |");
    verdicts.forEach(verdict -> text.append(' ').append(verdict.strategy()).append(" |"));
    text.append("\n|---|---|").append(":-:|".repeat(verdicts.size())).append('\n');
    for (Rule rule : inOrder()) {
      text.append("| ").append(rule).append(" | ").append(cell(rule.sentence())).append(" |");
      for (Verdict verdict : verdicts) {
        text.append(' ').append(verdict.of(rule).mark().sign()).append(" |");
      }
      text.append('\n');
    }
    text.append("\n✓ kept, ✗ broken, – not declared, ? not judged\n\n");
    reasons()
        .forEach(
            (reason, where) ->
                text.append("- ").append(where).append(": ").append(reason).append('\n'));
    text.append("\n## Runs\n\n");
    verdicts.forEach(verdict -> text.append("- ").append(summary(verdict)).append('\n'));
    for (Verdict verdict : verdicts) {
      verdict.results().stream()
          .filter(
              result -> result.check().layer() != Layer.SCENARIO && result.mark() == Mark.PASSED)
          .forEach(
              result ->
                  text.append("  - ")
                      .append(verdict.strategy())
                      .append(", ")
                      .append(result.check().name())
                      .append(": ")
                      .append(result.text().replace("\n", "; "))
                      .append('\n'));
    }
    for (Verdict verdict : verdicts) {
      for (Result failure : verdict.failures()) {
        text.append("\n## ").append(verdict.strategy()).append(": ").append(failure.rule());
        text.append("\n\n```\n").append(failure.report()).append("\n```\n");
      }
    }
    return text.toString();
  }

  private Set<Rule> inOrder() {
    return new TreeSet<>(rules);
  }

  private static String summary(Verdict verdict) {
    long passed = count(verdict, Mark.PASSED);
    return verdict.strategy()
        + ": "
        + passed
        + " checks passed, "
        + count(verdict, Mark.FAILED)
        + " failed, "
        + count(verdict, Mark.SKIPPED)
        + " skipped, "
        + count(verdict, Mark.NOT_JUDGED)
        + " not judged, "
        + verdict.took().toMillis() / 1000.0
        + " s, seed "
        + verdict.seed();
  }

  private static long count(Verdict verdict, Mark mark) {
    return verdict.results().stream().filter(result -> result.mark() == mark).count();
  }

  /** Each reason once, with the strategies and rules to which it applies. */
  private Map<String, String> reasons() {
    Map<String, Map<String, TreeSet<Rule>>> whose = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      for (OfRule row : verdict.byRule()) {
        boolean shown = rules.contains(row.rule()) && row.mark() != Mark.FAILED;
        if (shown && !row.reason().isEmpty()) {
          whose
              .computeIfAbsent(row.reason(), reason -> new LinkedHashMap<>())
              .computeIfAbsent(verdict.strategy(), strategy -> new TreeSet<>())
              .add(row.rule());
        }
      }
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    whose.forEach(
        (reason, byStrategy) -> {
          List<String> where = new ArrayList<>();
          byStrategy.forEach((strategy, which) -> where.add(strategy + " " + which));
          reasons.put(reason, String.join(", ", where));
        });
    return reasons;
  }

  private static String centred(String sign, int width) {
    int before = (width - 1) / 2;
    return " ".repeat(before) + sign + " ".repeat(Math.max(0, width - 1 - before));
  }

  private static String shortened(String sentence) {
    return sentence.length() <= SENTENCE ? sentence : sentence.substring(0, SENTENCE - 1) + "…";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
