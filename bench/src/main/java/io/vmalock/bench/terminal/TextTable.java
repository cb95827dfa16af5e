package io.vmalock.bench.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in columns as wide as what is in them, for a terminal. The first column is set to the
 * left, the others to the right unless they are {@linkplain #left said} to be text.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> heads;
  private final boolean[] left;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these columns. */
  public TextTable(String... heads) {
    this.heads = List.of(heads);
    this.left = new boolean[heads.length];
    left[0] = true;
  }

  /** Sets columns to the left, counted from 0. */
  public TextTable left(int... columns) {
    for (int column : columns) {
      left[column] = true;
    }
    return this;
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not one cell for each column
   */
  public TextTable row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(
          "a row of " + heads.size() + " cells is needed, got " + cells);
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Adds a row. */
  public TextTable row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** The table's lines: the heads, a rule, the rows. */
  public List<String> lines() {
    int[] widths = new int[heads.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(heads.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(heads, widths));
    lines.add("-".repeat(Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1)));
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : GAP)
          .append(left[i] ? cells.get(i) + padding : padding + cells.get(i));
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
