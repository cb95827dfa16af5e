package io.vmalock.conformance.zoo;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Layer;
import io.vmalock.conformance.Rule;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every layer says of every strategy of the zoo, as a page of Markdown. */
final class ZooPage {
  /**
   * What one layer says of one strategy.
   *
   * @param rule the rule that it names first, or null if it finds nothing
   * @param took how long that took; of several runs the one that found it
   * @param schedules how many schedules the explorer ran; 0 in other layers
   * @param runs how many runs it took
   */
  record Sight(@Nullable Rule rule, Duration took, long schedules, int runs) {
    boolean finds() {
      return rule != null;
    }
  }

  /** One strategy in one round of seeds. */
  record Row(Class<? extends VmaLockStrategy> type, long seed, Map<Layer, Sight> sights) {
    @Nullable Breaks breaks() {
      return type.getAnnotation(Breaks.class);
    }

    /** The layer that finds it in the shortest time. */
    Optional<Layer> quickest() {
      return sights.entrySet().stream()
          .filter(entry -> entry.getValue().finds())
          .min(Comparator.comparing(entry -> entry.getValue().took()))
          .map(Map.Entry::getKey);
    }

    boolean isFoundBy(Layer layer) {
      return sights.get(layer).finds();
    }
  }

  private ZooPage() {}

  static String markdown(List<Row> rows, String environment) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The zoo

        Strategies that break one rule each, and odd ones that break none, judged by each layer of the
        kit by itself. A cell says which rule the layer names first, after how long,
        and, of stress, in which run, of the explorer, after how many schedules. One mistake breaks
        several rules, and the layers look at different ones; a scenario names the rule that it was made
        to break.

        """);
    text.append(environment);
    text.append(". `mvn -Pzoo verify -pl conformance-tests -am` makes this page.\n\n");
    sums(text, rows);
    table(text, "## Wrong", rows.stream().filter(row -> row.breaks() != null).toList());
    table(text, "## Odd but right", rows.stream().filter(row -> row.breaks() == null).toList());
    text.append("\n## What the explorer cannot see\n\n");
    rows.stream()
        .filter(row -> row.breaks() != null && !row.breaks().unseen().isEmpty())
        .map(row -> "- " + row.type().getSimpleName() + ": " + row.breaks().unseen() + ".\n")
        .distinct()
        .forEach(text::append);
    return text.toString();
  }

  private static void sums(StringBuilder text, List<Row> rows) {
    List<Row> wrong = rows.stream().filter(row -> row.breaks() != null).toList();
    Map<Layer, long[]> sums = new EnumMap<>(Layer.class);
    for (Layer layer : Layer.values()) {
      long found = wrong.stream().filter(row -> row.isFoundBy(layer)).count();
      long first = wrong.stream().filter(row -> row.quickest().equals(Optional.of(layer))).count();
      long alone =
          wrong.stream()
              .filter(row -> row.isFoundBy(layer))
              .filter(row -> row.sights().values().stream().filter(Sight::finds).count() == 1)
              .count();
      sums.put(layer, new long[] {found, first, alone});
    }
    text.append("| of ").append(wrong.size()).append(" wrong | found | first | alone |\n");
    text.append("|---|---:|---:|---:|\n");
    sums.forEach(
        (layer, of) ->
            text.append("| ")
                .append(layer.label())
                .append(" | ")
                .append(of[0])
                .append(" | ")
                .append(of[1])
                .append(" | ")
                .append(of[2])
                .append(" |\n"));
  }

  private static void table(StringBuilder text, String title, List<Row> rows) {
    text.append('\n').append(title).append("\n\n");
    text.append("| strategy | rule | scenario | explorer | stress | first | the mistake |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      Breaks breaks = row.breaks();
      text.append("| ").append(row.type().getSimpleName());
      text.append(" | ").append(breaks == null ? "" : breaks.value());
      for (Layer layer : Layer.values()) {
        text.append(" | ").append(cell(layer, row.sights().get(layer)));
      }
      text.append(" | ").append(row.quickest().map(Layer::label).orElse(""));
      text.append(" | ").append(breaks == null ? "" : breaks.how()).append(" |\n");
    }
  }

  private static String cell(Layer layer, Sight sight) {
    String how =
        switch (layer) {
          case SCENARIO -> "";
          case EXPLORER -> String.format(Locale.ROOT, ", %,d", sight.schedules());
          case STRESS -> ", run " + sight.runs();
        };
    if (!sight.finds()) {
      return layer == Layer.EXPLORER ? "–" + how : "–";
    }
    double seconds = sight.took().toNanos() / 1e9;
    return String.format(Locale.ROOT, "%s %.1f s%s", sight.rule(), seconds, how);
  }
}
