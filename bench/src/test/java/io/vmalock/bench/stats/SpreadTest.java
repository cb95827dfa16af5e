package io.vmalock.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void quartilesLieBetweenMeasurements() {
    assertThat(Spread.of(List.of(5, 1, 2, 4, 3))).isEqualTo(new Spread(2, 3, 4));
    assertThat(Spread.of(List.of(4, 1, 2, 3))).isEqualTo(new Spread(1.75, 2.5, 3.25));
    assertThat(Spread.of(List.of(7L))).isEqualTo(new Spread(7, 7, 7));
    assertThatThrownBy(() -> Spread.of(List.of())).hasMessage("no measurements");
  }

  @Test
  void oneOutlierMovesNothing() {
    assertThat(Spread.of(List.of(1, 2, 3, 4, 1_000_000)).median()).isEqualTo(3);
  }

  @Test
  void overlap() {
    Spread spread = new Spread(2, 3, 4);
    assertThat(spread.overlaps(new Spread(4, 5, 6))).isTrue();
    assertThat(spread.overlaps(new Spread(1, 5, 6))).isTrue();
    assertThat(spread.overlaps(new Spread(4.1, 5, 6))).isFalse();
    assertThat(spread.overlaps(new Spread(0, 1, 1.9))).isFalse();
  }
}
