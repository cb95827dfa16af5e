package io.vmalock.modelcheck.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.check.Expect;
import io.vmalock.modelcheck.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model checker produces the outcomes of jcstress's samples that their tables state. */
class JcstressSamplesTest {
  private static final String BEGIN = "<!-- jcstress table: begin -->\n";
  private static final String END = "<!-- jcstress table: end -->\n";
  private static final String OTHERS = "others";

  static Stream<Sample> samples() {
    return Stream.of(
            BasicSamples.all(), AdvancedSamples.all(), PrimitiveSamples.all(), ProblemSamples.all())
        .flatMap(List::stream);
  }

  /** Every third, in every build. */
  static Stream<Sample> someSamples() {
    List<Sample> all = samples().toList();
    return IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get);
  }

  @ParameterizedTest
  @MethodSource
  void someSamples(Sample sample) {
    producesTheOutcomesOfItsTable(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Tag("slow")
  void producesTheOutcomesOfItsTable(Sample sample) {
    Verdict verdict = sample.check().run();
    // Of a few samples the point is that the threads have nothing in common.
    assertThat(verdict.kind())
        .as(verdict.toString())
        .isIn(Verdict.Kind.PASSED, Verdict.Kind.VACUOUS);
    SortedSet<String> produced = new TreeSet<>(verdict.exploration().outcomes().keySet());
    assertThat(produced).isNotEmpty();
    for (String outcome : sample.forbidden()) {
      assertThat(produced).doesNotContain(outcome);
    }
    SortedSet<String> missing = new TreeSet<>(sample.acceptable());
    missing.addAll(sample.interesting());
    SortedSet<String> others = new TreeSet<>(produced);
    others.removeAll(missing);
    missing.removeAll(produced);
    if (sample.others() == Expect.FORBIDDEN) {
      assertThat(others).as("outcomes that the table does not name").isEmpty();
    } else if (others.isEmpty()) {
      missing.add(OTHERS);
    }
    assertThat(missing)
        .as("permitted and not produced")
        .containsExactlyInAnyOrderElementsOf(sample.missing());
  }

  @Test
  void pageHasEverySample() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "results", "jcstress-samples.md"));
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
        .isEqualTo(table());
  }

  /** Prints the table of the page. */
  public static void main(String[] arguments) {
    System.out.print(table());
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| sample | acceptable | interesting | forbidden | here |\n")
            .append("|---|---|---|---|---|\n");
    samples()
        .forEach(
            sample ->
                table
                    .append("| ")
                    .append(sample.name().replace(".", ". "))
                    .append(" | ")
                    .append(codes(sample, Expect.ACCEPTABLE, sample.acceptable()))
                    .append(" | ")
                    .append(codes(sample, Expect.INTERESTING, sample.interesting()))
                    .append(" | ")
                    .append(codes(sample, Expect.FORBIDDEN, sample.forbidden()))
                    .append(" | ")
                    .append(
                        sample.missing().isEmpty()
                            ? "agrees"
                            : "never " + codes(sample.missing()) + ": " + sample.difference())
                    .append(" |\n"));
    return table.toString();
  }

  private static String codes(Sample sample, Expect expect, List<String> outcomes) {
    List<String> all = new ArrayList<>(outcomes);
    if (sample.others() == expect) {
      all.add(OTHERS);
    }
    return codes(all);
  }

  private static String codes(List<String> outcomes) {
    List<String> parts = new ArrayList<>();
    for (String outcome : outcomes) {
      parts.add(outcome.equals(OTHERS) ? OTHERS : "`" + outcome + "`");
    }
    return String.join("; ", parts);
  }
}
