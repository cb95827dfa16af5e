package io.vmalock.conformance.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.mutate.Arguments.Argument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments are about mutants that there are, and say rule and reason. */
class ArgumentsTest {
  @TempDir Path directory = Path.of("");

  private static Mutant mutant(String name) {
    return new Mutant("C", "C.java", 1, Operator.CONDITION_NEGATED, "edit", name, new byte[0]);
  }

  private Arguments read(String... lines) throws IOException {
    return Arguments.read(Files.write(directory.resolve("arguments.txt"), List.of(lines)));
  }

  @Test
  void oneArgumentMayBeAboutSeveral() throws IOException {
    Arguments arguments =
        read(
            "# why",
            "",
            "mutant: C.m() one #123456",
            "mutant: C.m() two #123456",
            "rule:   X4 V1",
            "why:    because of this,",
            "        and that",
            "",
            "mutant: C.m() three #123456",
            "rule: P1",
            "why: so");
    assertThat(arguments.size()).isEqualTo(3);
    Argument argument = Objects.requireNonNull(arguments.of(mutant("C.m() two #123456")));
    assertThat(argument.rules()).containsExactlyInAnyOrder(Rule.X4, Rule.V1);
    assertThat(argument.why()).isEqualTo("because of this, and that");
    assertThat(arguments.of(mutant("C.m() four #123456"))).isNull();
    assertThat(
            arguments.withoutMutant(
                List.of(mutant("C.m() one #123456"), mutant("C.m() three #123456"))))
        .containsExactly("C.m() two #123456");
  }

  @Test
  void openOneHasNoRule() throws IOException {
    Arguments arguments =
        read(
            "mutant: C.m() one #123456",
            "open:   nothing makes",
            "        an error there",
            "mutant: C.m() two #123456",
            "rule: P1",
            "why: so");
    Argument open = Objects.requireNonNull(arguments.of(mutant("C.m() one #123456")));
    assertThat(open.isOpen()).isTrue();
    assertThat(open.why()).isEqualTo("nothing makes an error there");
    assertThat(Objects.requireNonNull(arguments.of(mutant("C.m() two #123456"))).isOpen())
        .isFalse();
  }

  @Test
  void fileThatIsNotThereHasNone() throws IOException {
    assertThat(Arguments.read(directory.resolve("none.txt")).size()).isZero();
  }

  @Test
  void whatIsWrongIsToldWithItsLine() {
    assertThatThrownBy(() -> read("mutant: a", "rule: X99", "why: so"))
        .hasMessageContaining("arguments.txt:2")
        .hasMessageContaining("X99");
    assertThatThrownBy(() -> read("mutant: a", "why: so")).hasMessageContaining("arguments.txt:2");
    assertThatThrownBy(() -> read("mutant: a", "rule: X1")).hasMessageContaining("no why");
    assertThatThrownBy(() -> read("rule: X1")).hasMessageContaining("mutant:");
    assertThatThrownBy(
            () -> read("mutant: a", "rule: X1", "why: so", "mutant: a", "rule: X1", "why: so"))
        .hasMessageContaining("twice");
  }
}
