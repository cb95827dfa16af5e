package io.vmalock.bench.terminal;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.vmalock.bench.text.ForeignText;
import java.util.List;
import org.apache.commons.text.WordUtils;

/** Text in lines that fit a terminal. */
public final class Paragraph {
  private static final String DEEPER = "  ";

  private Paragraph() {}

  /**
   * Returns the lines of a paragraph. If its first line is indented, the others are indented more.
   * Characters that would move the cursor are written out, because they may come from a foreign
   * file.
   *
   * @param width the columns of the terminal
   */
  public static List<String> lines(String text, int width) {
    int indented = text.length() - CharMatcher.is(' ').trimLeadingFrom(text).length();
    String indent = " ".repeat(indented);
    String hanging = indented == 0 ? "" : indent + DEEPER;
    String wrapped =
        WordUtils.wrap(
            ForeignText.lines(text.strip()), Math.max(1, width - hanging.length()), "\n", false);
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    boolean first = true;
    for (String line : wrapped.split("\n", -1)) {
      lines.add((first ? indent : hanging) + line);
      first = false;
    }
    return lines.build();
  }
}
