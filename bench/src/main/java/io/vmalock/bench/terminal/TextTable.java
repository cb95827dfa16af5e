package io.vmalock.bench.terminal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.vmalock.bench.text.ForeignText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.text.WordUtils;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;

/**
 * A table that fits a terminal. The first column is set to the left, the others to the right unless
 * they are {@linkplain #left declared} as text. If the table is too wide, text is wrapped; if that
 * is not enough, the table is cut into several, each with the first column.
 */
public final class TextTable {
  private static final int GAP = 2;

  /** Text is not wrapped to less than this. */
  private static final int LEAST_TEXT = 16;

  /** Names of rows are wrapped later than other text, because each part of a cut table has them. */
  private static final int LEAST_NAME = 36;

  private final ImmutableList<String> heads;
  private final boolean[] left;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these columns. */
  public TextTable(String... heads) {
    this.heads = ImmutableList.copyOf(heads);
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
   * @throws IllegalArgumentException if it does not have one cell for each column
   */
  public TextTable row(List<String> cells) {
    checkArgument(
        cells.size() == heads.size(), "a row of %s cells is needed, got %s", heads.size(), cells);
    // A cell may come from a foreign file, and must not move the cursor.
    rows.add(cells.stream().map(ForeignText::line).toList());
    return this;
  }

  /** Adds a row. */
  public TextTable row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /**
   * Returns the table's lines: the heads, a rule, the rows.
   *
   * @param width the columns of the terminal
   */
  public List<String> lines(int width) {
    int[] widths = widths();
    shrink(widths, width);
    List<String> lines = new ArrayList<>();
    for (int from = 1; from < widths.length || from == 1; ) {
      int to = from;
      int used = widths[0];
      while (to < widths.length && (to == from || used + GAP + widths[to] <= width)) {
        used += GAP + widths[to];
        to++;
      }
      if (from > 1) {
        lines.add("");
      }
      part(lines, widths, from, to, used);
      from = Math.max(to, from + 1);
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[heads.size()];
    Arrays.setAll(widths, this::widthOf);
    return widths;
  }

  private int widthOf(int column) {
    int width = width(heads.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, width(row.get(column)));
    }
    return width;
  }

  /** Narrows the widest texts until the table fits, but leaves the longest word in one piece. */
  private void shrink(int[] widths, int width) {
    int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - width;
    while (excess > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (left[i] && widths[i] > least(i) && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      excess--;
    }
  }

  private int least(int column) {
    int least = column == 0 ? Math.min(LEAST_NAME, widthOf(0)) : LEAST_TEXT;
    for (List<String> row : Iterables.concat(List.of(heads), rows)) {
      for (String word : Splitter.on(' ').split(row.get(column))) {
        least = Math.max(least, Math.min(width(word), LEAST_TEXT * 2));
      }
    }
    return least;
  }

  private void part(List<String> lines, int[] widths, int from, int to, int used) {
    List<Integer> shown = new ArrayList<>(List.of(0));
    for (int i = from; i < to; i++) {
      shown.add(i);
    }
    lines.addAll(laidOut(List.of(heads), shown, widths));
    lines.add("-".repeat(used));
    lines.addAll(laidOut(rows, shown, widths));
  }

  private List<String> laidOut(
      List<? extends List<String>> cells, List<Integer> shown, int[] widths) {
    Column[] columns =
        shown.stream()
            .map(
                i ->
                    new Column(widths[i] + (i == 0 ? 0 : GAP), i == 0 ? 0 : GAP, Overflow.TRUNCATE))
            .toArray(Column[]::new);
    Help.TextTable table = Help.TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
    cells.forEach(row -> wrapped(row, shown, widths).forEach(table::addRowValues));
    return table.toString().lines().map(String::stripTrailing).toList();
  }

  /**
   * The lines of a row, each with a part of each cell. (Picocli's table, left to wrap, puts the
   * cells that follow a wrapped one below it.)
   */
  private List<Ansi.Text[]> wrapped(List<String> row, List<Integer> shown, int[] widths) {
    List<List<String>> parts =
        shown.stream()
            .map(
                i ->
                    Splitter.on('\n')
                        .splitToList(WordUtils.wrap(row.get(i), widths[i], "\n", true)))
            .toList();
    int height = parts.stream().mapToInt(List::size).max().orElse(1);
    List<Ansi.Text[]> lines = new ArrayList<>();
    for (int k = 0; k < height; k++) {
      Ansi.Text[] line = new Ansi.Text[shown.size()];
      for (int i = 0; i < line.length; i++) {
        List<String> part = parts.get(i);
        String text = k < part.size() ? part.get(k) : "";
        // Text that picocli would take for the beginning of a style.
        String plain = text.replace("@|", "@ |");
        line[i] =
            Ansi.OFF
            .new Text(
                left[shown.get(i)]
                    ? plain
                    : " ".repeat(widths[shown.get(i)] - width(plain)) + plain);
      }
      lines.add(line);
    }
    return lines;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
