package io.vmalock.conformance.broken;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kit's verdicts on every broken strategy and every odd but right one, as a page of Markdown.
 */
final class BrokenStrategiesPage {
  /**
   * A wrong strategy, each layer by itself.
   *
   * @param stress of each seed, if stress found it with the first
   */
  record InLayers(
      Class<? extends VmaLockStrategy> type, Map<Layer, Sight> sights, List<Sight> stress) {
    String name() {
      return type.getSimpleName();
    }

    Breaks breaks() {
      return type.getAnnotation(Breaks.class);
    }

    boolean isFoundBy(Layer layer) {
      return sights.get(layer).finds();
    }

    /** The layer that finds it in the shortest time. */
    Optional<Layer> quickest() {
      return sights.entrySet().stream()
          .filter(entry -> entry.getValue().finds())
          .min(Comparator.comparing(entry -> entry.getValue().took()))
          .map(Map.Entry::getKey);
    }

    @Override
    public String toString() {
      return quickest().map(layer -> "by " + layer.label()).orElse("not found");
    }
  }

  /** A strategy as the kit sees it at its default level, with each seed. */
  record WithSeeds(Class<? extends VmaLockStrategy> type, List<Sight> sights) {
    String name() {
      return type.getSimpleName();
    }

    @Nullable Breaks breaks() {
      return type.getAnnotation(Breaks.class);
    }

    /** Whether a rule was named that shows in place of the one that it breaks. */
    boolean isElsewhere(Sight sight) {
      Breaks breaks = breaks();
      return breaks != null && sight.finds() && sight.rule() != breaks.value();
    }

    /** The longest time that a find took, or a whole run where there is none. */
    double slowest() {
      return sights.stream().mapToDouble(Sight::seconds).max().orElse(0);
    }

    /** The named rules, with the number of seeds of each. */
    @Override
    public String toString() {
      Map<String, Integer> times = new LinkedHashMap<>();
      for (Sight sight : sights) {
        Layer layer = sight.layer();
        String what = layer == null ? "nothing" : sight.rule() + " " + layer.label();
        times.merge(what, 1, Integer::sum);
      }
      List<String> words =
          times.entrySet().stream().map(e -> e.getValue() + " × " + e.getKey()).toList();
      return String.join(", ", words);
    }
  }

  private final StringBuilder text = new StringBuilder();
  private final List<InLayers> inLayers;
  private final List<WithSeeds> wrong;
  private final List<WithSeeds> right;

  private BrokenStrategiesPage(List<InLayers> inLayers, List<WithSeeds> withSeeds) {
    this.inLayers = inLayers;
    this.wrong = withSeeds.stream().filter(row -> row.breaks() != null).toList();
    this.right = withSeeds.stream().filter(row -> row.breaks() == null).toList();
  }

  /**
   * The page.
   *
   * @param environment what it was made on, in a sentence
   * @param alone what each layer had by itself
   * @param mostRuns and how often stress tried
   */
  static String markdown(
      List<InLayers> inLayers,
      List<WithSeeds> withSeeds,
      String environment,
      Options alone,
      int mostRuns) {
    BrokenStrategiesPage page = new BrokenStrategiesPage(inLayers, withSeeds);
    page.head(environment, alone, mostRuns);
    page.sums();
    page.wrong();
    page.right();
    page.firstFinds();
    page.unseen();
    page.mistakes();
    return page.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void head(String environment, Options alone, int mostRuns) {
    int seeds = wrong.get(0).sights().size();
    line("# The broken strategies");
    line("");
    line(
        "Strategies that break one rule each, and odd ones that break none, judged by the kit. It is");
    line(
        "made by `mvn -Pbroken-strategies verify -pl conformance-tests -am`, which fails unless every wrong one is");
    line(
        "found on its rule within 60 s, with each seed, and nothing in the odd ones. %s.",
        environment);
    line("");
    double slowest = wrong.stream().mapToDouble(WithSeeds::slowest).max().orElse(0);
    WithSeeds last =
        wrong.stream().max(Comparator.comparingDouble(WithSeeds::slowest)).orElseThrow();
    long killed =
        wrong.stream().filter(row -> row.sights().stream().allMatch(Sight::finds)).count();
    long elsewhere =
        wrong.stream().filter(row -> row.sights().stream().anyMatch(row::isElsewhere)).count();
    long spared =
        right.stream().filter(row -> row.sights().stream().noneMatch(Sight::finds)).count();
    line("| with each of %d seeds, as an author runs the kit | |", seeds);
    line("|---|---:|");
    line("| wrong strategies found on their rule | %d of %d |", killed, wrong.size());
    line("| … of these, with some seed on one that shows in its place | %d |", elsewhere);
    line("| slowest find (%s) | %.1f s |", last.name(), slowest);
    line("| odd but right, nothing found | %d of %d |", spared, right.size());
    line("");
    line(
        "*Each layer by itself*, with the first seed: a cell says which rule the layer names first,");
    line(
        "after how long, and, of stress, in which run, of the model checker, after how many schedules. One");
    line(
        "mistake breaks several rules, and the layers look at different ones; a scenario names the");
    line(
        "rule that it was made to break. The model checker had %d s, stress up to %d times %d s.",
        alone.explore().toSeconds(), mostRuns, alone.stress().toSeconds());
    line("");
    line(
        "*With seeds*: the kit at its default level, scenarios, stress and the model checker in this");
    line(
        "order, as the command line runs it, up to the first failure that names the rule; with how");
    line("many seeds which layer did, and the longest time that it took, all that came before it");
    line(
        "included. Where a race decides which of two rules shows, or one cannot be broken without the");
    line("other, the other one counts too. The odd ones were judged to the end, as");
    line("`StrategyConformance` does.");
    line("");
  }

  private void sums() {
    line("| of %d wrong | found | first | alone |", inLayers.size());
    line("|---|---:|---:|---:|");
    for (Layer layer : Layer.values()) {
      List<InLayers> found = inLayers.stream().filter(row -> row.isFoundBy(layer)).toList();
      long first = found.stream().filter(row -> row.quickest().equals(Optional.of(layer))).count();
      long alone =
          found.stream()
              .filter(row -> row.sights().values().stream().filter(Sight::finds).count() == 1)
              .count();
      line("| %s | %d | %d | %d |", layer.label(), found.size(), first, alone);
    }
  }

  private void wrong() {
    line("");
    line("## Wrong");
    line("");
    line(
        "| strategy | rule | scenario | generated | model checker | stress | space | with seeds | slowest | the mistake |");
    line("|---|---|---|---|---|---|---|---|---:|---|");
    for (int i = 0; i < inLayers.size(); i++) {
      InLayers row = inLayers.get(i);
      WithSeeds seeds = wrong.get(i);
      text.append("| ").append(row.name()).append(" | ").append(row.breaks().value());
      for (Layer layer : Layer.values()) {
        text.append(" | ").append(cell(layer, row.sights().get(layer)));
      }
      line(" | %s | %.1f s | %s |", seeds, seeds.slowest(), row.breaks().how());
    }
  }

  private static String cell(Layer layer, Sight sight) {
    String how =
        switch (layer) {
          case SCENARIO, GENERATED, SPACE -> "";
          case MODEL_CHECKER -> String.format(Locale.ROOT, ", %,d", sight.schedules());
          case STRESS -> ", run " + sight.runs();
        };
    if (!sight.finds()) {
      return layer == Layer.MODEL_CHECKER ? "–" + how : "–";
    }
    return String.format(Locale.ROOT, "%s %.1f s%s", sight.rule(), sight.seconds(), how);
  }

  private void right() {
    line("");
    line("## Odd but right");
    line("");
    line("| strategy | found, with seeds | fewest schedules | longest run |");
    line("|---|---|---:|---:|");
    for (WithSeeds row : right) {
      long fewest = row.sights().stream().mapToLong(Sight::schedules).min().orElse(0);
      line("| %s | %s | %,d | %.1f s |", row.name(), row, fewest, row.slowest());
    }
  }

  private void firstFinds() {
    line("");
    line("## How many runs of stress a first find takes");
    line("");
    line(
        "Of those that stress finds with the first seed; a dash where the last run found nothing.");
    line("");
    line("| strategy | run of the first find, by seed | seconds |");
    line("|---|---|---|");
    for (InLayers row : inLayers) {
      if (row.isFoundBy(Layer.STRESS)) {
        List<String> runs =
            row.stress().stream()
                .map(sight -> sight.finds() ? String.valueOf(sight.runs()) : "–")
                .toList();
        List<String> seconds =
            row.stress().stream()
                .map(sight -> String.format(Locale.ROOT, "%.1f", sight.seconds()))
                .toList();
        line("| %s | %s | %s |", row.name(), String.join(" ", runs), String.join(" ", seconds));
      }
    }
  }

  private void unseen() {
    line("");
    line("## What the model checker cannot see");
    line("");
    for (InLayers row : inLayers) {
      if (!row.breaks().unseen().isEmpty()) {
        line("- %s: %s.", row.name(), row.breaks().unseen());
      }
    }
  }

  private void mistakes() {
    line("");
    line("## What the kit must find, and who does it");
    line("");
    line("The bugs of the kernel's own per-VMA locks, by number, and the ways to get one wrong.");
    line("");
    text.append(MistakeList.markdown());
  }
}
