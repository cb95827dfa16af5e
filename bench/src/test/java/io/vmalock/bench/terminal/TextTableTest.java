package io.vmalock.bench.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsWhatIsInThem() {
    assertThat(
            new TextTable("name", "ms", "note")
                .left(2)
                .row("a", "12.5", "≈")
                .row("longer", "3", "")
                .lines(120))
        .containsExactly(
            "name      ms  note", //
            "------------------",
            "a       12.5  ≈",
            "longer     3");
  }

  @Test
  void aRowNeedsAllCells() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1")).hasMessageContaining("2 cells");
  }
}
