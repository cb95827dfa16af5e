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
  void textIsWrappedWhereTheTerminalIsNarrow() {
    assertThat(
            new TextTable("name", "note", "ms")
                .left(1)
                .row("a", "the quick brown fox jumps over", "12.5")
                .row("b", "@|bold it|@", "3")
                .lines(30))
        .containsExactly(
            "name  note                  ms",
            "------------------------------",
            "a     the quick brown     12.5",
            "      fox jumps over",
            "b     @ |bold it|@           3");
  }

  @Test
  void wideTablesAreCutIntoSeveral() {
    assertThat(new TextTable("name", "one", "two").row("a", "1234567", "1234567").lines(16))
        .containsExactly(
            "name      one",
            "-------------",
            "a     1234567",
            "",
            "name      two",
            "-------------",
            "a     1234567");
  }

  @Test
  void aRowNeedsAllCells() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1")).hasMessageContaining("2 cells");
  }
}
