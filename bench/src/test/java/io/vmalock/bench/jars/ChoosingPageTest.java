package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.selection.StrategySelectionException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on choosing shows what is tested. */
class ChoosingPageTest {
  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("..", "docs", "choosing.md"));
  }

  /** The one that {@link StrategiesInJarsIT} compiles and runs. */
  @ParameterizedTest
  @ValueSource(strings = {"PollingStrategy.java", "polling-module-info.java"})
  void theStrategyItShowsIsTheOneThatRuns(String source) throws IOException {
    assertThat(page).contains("```java\n" + Jars.source(source) + "```\n");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasItsAdvice(Reason reason) {
    assertThat(page).containsOnlyOnce("\n| `" + reason + "` | ");
  }

  @Test
  void itNamesThePropertyAndTheVariable() {
    assertThat(page).contains("-Dvmalock.strategy=", "VMALOCK_STRATEGY=");
  }
}
