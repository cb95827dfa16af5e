package io.vmalock.conformance.modelcheck.weaken;

import io.vmalock.conformance.modelcheck.weaken.Trial.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trials as a page of Markdown: a sum for each strategy, then one line for each weakening. */
public final class WeakenedTable {
  private static final double NANOS = 1e9;

  private WeakenedTable() {}

  /**
   * The page.
   *
   * @param trials all trials, in order
   * @param environment the machine, and the options
   */
  public static String markdown(List<Trial> trials, String environment) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Weakened orderings

        Every access through a `VarHandle`, of an atomic class or of a volatile field, and every fence, of
        each strategy and of the base classes that hold lock state for it, made one mode weaker, one at a
        time, and explored ([model-checker.md](../model-checker.md)). *Killed*: a rule is broken then, so the order is needed. *Survived*:
        nothing was found in the time; the strategy may ask for more than it needs, or the kit
        overlooks something. *Not used*: no strategy makes this access. The base classes, which come
        last, serve all strategies: that one of them needs an order is enough. What has no weaker form in
        the language is made of what it has: a read-modify-write without order is a loop of weak
        compare-and-sets. Field updaters, adders, and what the JDK's classes do below a strategy are left as
        they are, as are stores in constructors to what nobody has seen.

        An access is one place in the code. Where several callers share it, one that needs its order is
        enough to kill.

        """);
    text.append(environment).append(". `./vmalock weaken` makes this page.\n\n");
    sums(text, trials);
    text.append(
        "\n| strategy | where | access | weakened to | | rule | program | schedules | time |\n");
    text.append("|---|---|---|---|---|---|---|---:|---:|\n");
    for (Trial trial : trials) {
      Weakening weakening = trial.weakening();
      cells(
          text,
          trial.strategy(),
          weakening.place() + " `" + weakening.method() + "`",
          "`" + weakening.access() + "`",
          weakening.weaker().toString(),
          trial.outcome().toString(),
          trial.rule(),
          trial.program() == null ? "" : "`" + trial.program().replace("|", "\\|") + "`",
          String.format(Locale.ROOT, "%,d", trial.schedules()),
          String.format(Locale.ROOT, "%.1f s", trial.nanos() / NANOS));
    }
    return text.toString();
  }

  private static void sums(StringBuilder text, List<Trial> trials) {
    Map<String, int[]> sums = new LinkedHashMap<>();
    for (Trial trial : trials) {
      sums.computeIfAbsent(trial.strategy(), name -> new int[Outcome.values().length])[
          trial.outcome().ordinal()]++;
    }
    text.append("| strategy |");
    for (Outcome outcome : Outcome.values()) {
      text.append(' ').append(outcome).append(" |");
    }
    text.append("\n|---|").append("---:|".repeat(Outcome.values().length)).append('\n');
    sums.forEach(
        (strategy, counts) -> {
          text.append("| ").append(strategy).append(" |");
          for (int count : counts) {
            text.append(' ').append(count).append(" |");
          }
          text.append('\n');
        });
  }

  private static void cells(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }
}
