package io.vmalock.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void suggestsOnlyNearNames() {
    assertThat(NearestName.to("javak", List.of("javac", "python"))).contains("javac");
    assertThat(NearestName.to("quicksort", List.of("javac"))).isEmpty();
    assertThat(NearestName.to("", List.of("javac"))).isEmpty();
  }

  @Test
  void hintsAtTheNearestOrListsAsManyAsFit() {
    assertThat(NearestName.hint("javak", List.of("javac", "python")))
        .isEqualTo("did you mean javac?");
    assertThat(NearestName.hint("x", List.of("javac", "python")))
        .isEqualTo("choose one of javac, python");
    assertThat(NearestName.hint("x", IntStream.range(100, 120).mapToObj(n -> "n" + n).toList()))
        .startsWith("choose one of n100, ")
        .endsWith("n111 and 8 more");
  }
}
