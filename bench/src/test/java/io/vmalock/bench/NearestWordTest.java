package io.vmalock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
  @Test
  void distance() {
    assertThat(NearestWord.distance("javac", "javac")).isZero();
    assertThat(NearestWord.distance("javac", "jvac")).isEqualTo(1);
    assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
    assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void onlyWhatIsNear() {
    assertThat(NearestWord.to("javak", List.of("javac", "python"))).contains("javac");
    assertThat(NearestWord.to("quicksort", List.of("javac"))).isEmpty();
  }
}
