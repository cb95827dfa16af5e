package io.vmalock.bench.scale;

import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.scale.machine.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The tables and drawings of the model, and their conclusions. */
final class CurveParts {
  private static final int MANY = 64;

  /** The factor from which on a design counts as faster. */
  private static final double WORTH = 2;

  private final Curves curves;

  CurveParts(Curves curves) {
    this.curves = curves;
  }

  /** All scenes, those with two kinds of operations twice. */
  List<Part> all() {
    List<Part> parts = new ArrayList<>();
    for (Scene scene : curves.scenes()) {
      if (scene.countsReads()) {
        parts.add(
            part(
                scene,
                scene.label(),
                "reads in a microsecond, all cores together",
                Tally::readsPerMicro));
      }
      if (scene == Scene.SECTIONS) {
        parts.add(
            part(
                scene,
                scene.label(),
                "sections in a millisecond, all cores together",
                tally -> tally.sectionsPerMicro() * 1e3));
      } else if (scene.countsSections()) {
        parts.add(
            part(
                scene,
                scene.label() + ", the writer",
                "microseconds for a section",
                tally -> tally.nanosPerSection() / 1e3));
      }
    }
    return parts;
  }

  private Part part(Scene scene, String title, String unit, ToDoubleFunction<Tally> figure) {
    Map<String, TreeMap<Integer, Double>> values = new LinkedHashMap<>();
    double least = Double.MAX_VALUE;
    double most = 0;
    TreeMap<Integer, Boolean> cores = new TreeMap<>();
    for (String strategy : curves.strategies(scene)) {
      TreeMap<Integer, Double> curve = new TreeMap<>();
      for (int count : curves.cores()) {
        Tally tally = curves.at(scene, strategy, count);
        if (tally != null) {
          double value = figure.applyAsDouble(tally);
          curve.put(count, value);
          cores.put(count, true);
          if (value > 0) {
            least = Math.min(least, value);
            most = Math.max(most, value);
          }
        }
      }
      values.put(strategy, curve);
    }
    List<String> heads = new ArrayList<>(List.of("cores"));
    cores.keySet().forEach(count -> heads.add(Integer.toString(count)));
    heads.add("curve");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, TreeMap<Integer, Double>> curve : values.entrySet()) {
      List<String> row = new ArrayList<>(List.of(curve.getKey()));
      List<Double> drawn = new ArrayList<>();
      for (int count : cores.keySet()) {
        double value = curve.getValue().getOrDefault(count, Double.NaN);
        row.add(Numbers.digits(value));
        drawn.add(value);
      }
      row.add(Sketch.bars(drawn, least, most));
      rows.add(row);
    }
    return new Part(
        title,
        List.of(scene.meaning() + ": " + unit + ", modelled"),
        heads,
        rows,
        Sketch.svg(title, unit, values));
  }

  /** Answers to common questions, from the curves; only from modelled figures. */
  Part answers() {
    List<String> lines = new ArrayList<>();
    for (Scene scene : List.of(Scene.PAIR_HOT, Scene.PFT_ONE, Scene.MIXED_256, Scene.MIXED_1K)) {
      worth(scene, lines);
    }
    for (Scene scene : List.of(Scene.READERS_WRITER, Scene.WRITE_1K)) {
      scan(scene, lines);
    }
    at(Scene.PAIR_HOT, lines);
    sections(lines);
    return Part.of("What follows, as modelled", lines);
  }

  private static final String SLOTS = "biased";
  private static final String COUNT = "refcnt";

  private void worth(Scene scene, List<String> lines) {
    if (curves.strategies(scene).contains(SLOTS) && curves.strategies(scene).contains(COUNT)) {
      for (int count : curves.cores()) {
        Tally slots = curves.at(scene, SLOTS, count);
        Tally other = curves.at(scene, COUNT, count);
        if (slots != null
            && other != null
            && slots.readsPerMicro() > WORTH * other.readsPerMicro()) {
          lines.add(
              scene.label()
                  + ": "
                  + SLOTS
                  + " reads more than twice as often as "
                  + COUNT
                  + " from "
                  + count
                  + " cores on ("
                  + Numbers.digits(slots.readsPerMicro() / other.readsPerMicro())
                  + " times there).");
          return;
        }
      }
      lines.add(
          scene.label()
              + ": "
              + SLOTS
              + " does not read twice as often as "
              + COUNT
              + " with any of these numbers of cores.");
    }
  }

  /**
   * The number of cores at which the sections of slots take longest relative to those of a count.
   */
  private void scan(Scene scene, List<String> lines) {
    double worst = 0;
    int where = 0;
    for (int count : curves.cores()) {
      Tally slots = curves.at(scene, SLOTS, count);
      Tally other = curves.at(scene, COUNT, count);
      if (slots != null && other != null) {
        double ratio = slots.nanosPerSection() / other.nanosPerSection();
        if (ratio > worst) {
          worst = ratio;
          where = count;
        }
      }
    }
    if (where > 0) {
      lines.add(
          scene.label()
              + ": a section of "
              + SLOTS
              + " takes at most "
              + Numbers.digits(worst)
              + " times as long as one of "
              + COUNT
              + ", with "
              + where
              + " cores.");
    }
  }

  private void at(Scene scene, List<String> lines) {
    List<String> costs = new ArrayList<>();
    for (String strategy : curves.strategies(scene)) {
      Tally tally = curves.at(scene, strategy, MANY);
      if (tally != null) {
        costs.add(strategy + " " + Numbers.time(tally.nanosPerRead()));
      }
    }
    if (!costs.isEmpty()) {
      lines.add(
          MANY
              + " readers of one area: a pair takes each of them "
              + String.join(", ", costs)
              + ".");
    }
  }

  private void sections(List<String> lines) {
    for (String strategy : curves.strategies(Scene.SECTIONS)) {
      List<String> rates = new ArrayList<>();
      for (int count : curves.cores()) {
        Tally tally = curves.at(Scene.SECTIONS, strategy, count);
        if (tally != null && (count == 1 || count == MANY || count == 2 * MANY)) {
          rates.add(
              Numbers.digits(tally.sectionsPerMicro())
                  + " million with "
                  + count
                  + (count == 1 ? " core" : " cores"));
        }
      }
      if (!rates.isEmpty()) {
        lines.add("Sections in a second, " + strategy + ": " + String.join(", ", rates) + ".");
      }
    }
  }
}
