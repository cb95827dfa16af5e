package io.vmalock.bench.compare;

import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The cells to measure, those of one scenario and thread count together.
 *
 * @param rows lists of cells that are compared with each other
 * @param rounds the number of forks of each
 */
record Plan(List<List<Cell>> rows, int rounds) {
  /** The word for all scenarios but those that only their name chooses. */
  static final String ALL = "all";

  /**
   * The request.
   *
   * @param scenarios names of scenarios or families, {@value #ALL}, or empty for the profile's
   * @param strategies names of strategies and controls, or empty for all
   * @param threads thread counts, or empty for the profile's
   */
  static Plan of(
      Catalogue catalogue,
      Profile profile,
      Set<String> scenarios,
      Set<String> strategies,
      List<Integer> threads,
      int cores) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Column> columns = columns(catalogue.columns(), strategies);
    for (Scenario scenario : catalogue.scenarios()) {
      if (!asked(scenarios, scenario, profile)) {
        continue;
      }
      List<Integer> counts =
          !scenario.scales()
              ? List.of(1)
              : threads.isEmpty() ? profile.threads(scenario, cores) : threads;
      for (int count : counts) {
        List<Cell> row = new ArrayList<>();
        for (Column column : columns) {
          if (column.takesPart(scenario)
              && (!strategies.isEmpty() || profile.has(column, scenario))) {
            row.add(cell(catalogue, scenario, count, column));
          }
        }
        if (!row.isEmpty()) {
          rows.add(row);
        }
      }
    }
    return new Plan(rows, profile.rounds());
  }

  /**
   * The requested columns, the baseline first: the default strategy, or without it the strategy
   * that was named first.
   */
  private static List<Column> columns(List<Column> found, Set<String> asked) {
    if (asked.isEmpty()) {
      return found;
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : found) {
      String strategy = column.strategy();
      if (asked.contains(column.name()) || strategy != null && asked.contains(strategy)) {
        columns.add(column);
      }
    }
    if (!columns.isEmpty() && columns.get(0) != found.get(0)) {
      asked.stream()
          .flatMap(name -> columns.stream().filter(c -> !c.control() && c.name().equals(name)))
          .findFirst()
          .ifPresent(
              first -> {
                columns.remove(first);
                columns.add(0, first);
              });
    }
    return columns;
  }

  /** The number of all forks. */
  int forks() {
    return rounds * rows.stream().mapToInt(List::size).sum()
        + rows(ForkRun.COUNTING).stream().mapToInt(List::size).sum();
  }

  /** Whether it has rows of a family. */
  boolean has(Family family) {
    return rows.stream().anyMatch(row -> row.get(0).scenario().family() == family);
  }

  /** The number of columns. */
  int columns() {
    return (int) rows.stream().flatMap(List::stream).map(Cell::column).distinct().count();
  }

  /**
   * The rough number of milliseconds to come, on a quiet machine.
   *
   * @param measured for a cell and a round, whether it has been measured
   */
  long millis(Profile profile, BiPredicate<Cell, Integer> measured) {
    long millis = 0;
    for (int round = ForkRun.COUNTING; round < rounds; round++) {
      for (List<Cell> row : rows(round)) {
        for (Cell cell : row) {
          millis += measured.test(cell, round) ? 0 : profile.forkMillis(cell.scenario());
        }
      }
    }
    return millis;
  }

  /** A cell without a strategy, whose fork can load classes for all. */
  Optional<Cell> sharer() {
    return rows.stream()
        .flatMap(List::stream)
        .filter(cell -> cell.column().benchmark() == null)
        .filter(cell -> Catalogue.passThrough().takesPart(cell.scenario()))
        .findFirst()
        .map(
            cell ->
                new Cell(
                    cell.scenario(), 1, Catalogue.passThrough(), cell.benchmark(), cell.params()));
  }

  /** The rows that take part in a round: in the counting round, the counted ones. */
  List<List<Cell>> rows(int round) {
    return round == ForkRun.COUNTING
        ? rows.stream().filter(row -> row.get(0).scenario().counted()).toList()
        : rows;
  }

  /** A round, in words. */
  String round(int round) {
    return round == ForkRun.COUNTING ? "counting" : "round " + (round + 1) + " of " + rounds;
  }

  private static boolean asked(Set<String> names, Scenario scenario, Profile profile) {
    if (names.isEmpty()) {
      return profile.has(scenario);
    }
    return names.contains(scenario.name())
        || (!scenario.named()
            && (names.contains(ALL) || names.contains(scenario.family().option())));
  }

  private static Cell cell(Catalogue catalogue, Scenario scenario, int threads, Column column) {
    Map<String, String> params = new LinkedHashMap<>();
    for (String param : scenario.params()) {
      int equals = param.indexOf('=');
      params.put(param.substring(0, equals), param.substring(equals + 1));
    }
    String bare = column.benchmark();
    String benchmark = bare == null ? catalogue.benchmark(scenario) : bare;
    return new Cell(scenario, threads, column, benchmark, params);
  }
}
