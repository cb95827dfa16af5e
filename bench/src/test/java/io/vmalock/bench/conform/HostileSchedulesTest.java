package io.vmalock.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.conformance.modelcheck.campaign.Repetition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Programs and schedules that are none, or not any more: each is read, and then is what it says, or
 * is refused in words.
 *
 * <p>How many: {@code -Dvmalock.fuzz.files=N}, from which on: {@code -Dvmalock.fuzz.first=N}, of
 * which sequence: {@code -Dvmalock.fuzz.seed=N}.
 */
class HostileSchedulesTest {
  private static final long SEED = Long.getLong("vmalock.fuzz.seed", System.nanoTime());
  private static final int FILES = Integer.getInteger("vmalock.fuzz.files", 2_000);
  private static final int FIRST = Integer.getInteger("vmalock.fuzz.first", 0);

  private static final List<String> GOOD =
      List.of(
          "r0|w0 w1 @ 1.17>2,2.5~1",
          "r0|w0 @ -",
          "r0 r1|w0 d1|w1 @ 1.1+2,2.2!3,3.3~4",
          "r0|r0|w0 w1 @ 2.5~1,1.17>2");

  private static final List<String> PIECES =
      List.of(
          "r0",
          "w1",
          "|",
          " ",
          "@",
          " @ ",
          ",",
          ".",
          ">",
          "~",
          "-",
          "99999999999",
          "\0",
          "\u001b[31m",
          "é");

  private static String mutate(Random random) {
    StringBuilder text = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
    for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.delete(at, to);
        default -> text.insert(at, text.substring(at, to));
      }
    }
    return text.toString();
  }

  @Test
  void mutatedSchedulesAreReadOrRefused() {
    System.out.println(
        "mutated schedules: seed " + SEED + ", files " + FIRST + " to " + (FIRST + FILES));
    long read = 0;
    for (int file = FIRST; file < FIRST + FILES; file++) {
      String text = mutate(new Random(SEED * 31 + file));
      try {
        Repetition repetition = Repetition.parse(text);
        assertThat(Repetition.parse(repetition.toString())).isEqualTo(repetition);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage())
            .as("seed %s, file %s: %s", SEED, file, text)
            .isNotBlank()
            .doesNotContain("For input string", "Exception", "java.");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", file " + file + ": " + text, e);
      }
    }
    assertThat(read).isGreaterThan(FILES / 50);
  }

  @Test
  @Timeout(60)
  void longOnesAreReadOrRefusedInLittleTime() {
    String steps = "1.17>2," + "2.5~1,".repeat(170_000) + "1.1+2";
    assertThat(Repetition.parse("r0|w0 @ " + steps).schedule().length()).isEqualTo(170_002);
    String program = "r0 ".repeat(300_000) + "@ -";
    assertThat(Repetition.parse(program).toString()).hasSameSizeAs(program);
    for (String text :
        List.of(
            "r0|".repeat(300_000) + " @ -",
            "r0|w0 @ " + "1".repeat(1 << 20),
            "r0|w0" + " @ ".repeat(300_000))) {
      assertThatThrownBy(() -> Repetition.parse(text))
          .as(text.substring(0, 20))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
