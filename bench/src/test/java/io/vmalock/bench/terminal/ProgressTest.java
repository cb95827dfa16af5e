package io.vmalock.bench.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSecondIsQuiet() {
    try (Progress progress = Progress.on(out, true)) {
      progress.show("step", "1 of 2", 0.5);
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void aTerminalHasOneLineThatChanges() throws InterruptedException {
    try (Progress progress = Progress.on(out, true)) {
      Thread.sleep(1_010);
      progress.show("step", "1 of 2", 0.5);
      progress.show("step", "2 of 2", 0.01);
    }
    assertThat(shown())
        .matches(
            "\r\u001b\\[Kstep, 1 of 2, about [2-9] s left\r\u001b\\[Kstep, 2 of 2\r\u001b\\[K");
  }

  @Test
  void elsewhereThereIsALineForEachStep() throws InterruptedException {
    try (Progress progress = Progress.on(out, false)) {
      Thread.sleep(1_010);
      progress.show("one", "1 of 2", 0.5);
      progress.show("one", "2 of 2", 0.6);
      progress.show("two", "", 0);
    }
    assertThat(shown().lines().toList()).hasSize(2).element(1).isEqualTo("two");
  }
}
