package io.vmalock.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void ordersNumbersByTheirSize() {
    List<String> sorted =
        List.of("pair", "write-1", "write-16", "write-16-singly", "write-1k", "write-10k");
    List<String> shuffled = new ArrayList<>(sorted);
    shuffled.sort(String::compareTo);
    assertThat(shuffled).isNotEqualTo(sorted);
    shuffled.sort(NaturalOrder::compare);
    assertThat(shuffled).isEqualTo(sorted);
  }
}
