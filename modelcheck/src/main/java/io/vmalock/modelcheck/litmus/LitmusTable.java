package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.memory.Relaxation;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The litmus tests as a table in Markdown, as this JVM runs them. */
public final class LitmusTable {
  private LitmusTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    System.out.print(markdown());
    System.out.println();
    System.out.print(relaxations());
  }

  /** The table. */
  public static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| test | program | allowed | forbidden | allowed, not produced | produced |\n");
    table.append("|---|---|---|---|---|---|\n");
    try (LitmusRun run = new LitmusRun()) {
      for (Litmus test : LitmusTests.all()) {
        SortedSet<String> produced = run.produced(test);
        SortedSet<String> missing = new TreeSet<>(test.allowed());
        missing.removeAll(produced);
        table
            .append("| ")
            .append(test.name())
            .append(" | ")
            .append(code(test.text()))
            .append(" | ")
            .append(test.allowed().size())
            .append(" | ")
            .append(codes(new TreeSet<>(test.forbidden())))
            .append(" | ")
            .append(codes(missing))
            .append(" | ")
            .append(produced.equals(test.expected()) ? "as expected" : "**" + produced + "**")
            .append(" |\n");
      }
    }
    return table.toString();
  }

  /** Returns the table of the outcomes that each relaxation adds. */
  public static String relaxations() {
    StringBuilder table = new StringBuilder();
    table.append("| relaxation | program | without it | added | produced |\n");
    table.append("|---|---|---|---|---|\n");
    for (Relaxation relaxation : Relaxation.values()) {
      try (LitmusRun none = new LitmusRun(Set.of());
          LitmusRun alone = new LitmusRun(Set.of(relaxation))) {
        for (RelaxationLitmus test : RelaxationLitmus.all()) {
          if (test.relaxation() == relaxation) {
            table.append(row(test, none.produced(test.text()), alone.produced(test.text())));
          }
        }
      }
    }
    return table.toString();
  }

  private static String row(
      RelaxationLitmus test, SortedSet<String> without, SortedSet<String> with) {
    SortedSet<String> expected = new TreeSet<>(test.without());
    expected.addAll(test.added());
    boolean right = without.equals(test.without()) && with.equals(expected);
    return "| "
        + test.relaxation()
        + " | "
        + code(test.text())
        + " | "
        + codes(new TreeSet<>(test.without()))
        + " | "
        + codes(new TreeSet<>(test.added()))
        + " | "
        + (right ? "as expected" : "**" + without + ", then " + with + "**")
        + " |\n";
  }

  private static String codes(SortedSet<String> outcomes) {
    StringBuilder text = new StringBuilder();
    for (String outcome : outcomes) {
      text.append(text.length() == 0 ? "" : ", ").append(code(outcome));
    }
    return text.length() == 0 ? "none" : text.toString();
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }
}
