package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The line that a finding of the model checker ends with makes the same execution again. */
class ReplayLineTest {
  private static final Options MODEL_CHECKER =
      Options.standard()
          .withLayers(EnumSet.of(Layer.MODEL_CHECKER))
          .withExplore(Duration.ofSeconds(30))
          .withSeed(1);

  @Test
  void lineOfAFindingFindsTheSame() {
    VmaLockStrategy strategy = new WrongExclusion.DoesNotWait();
    Verdict found = Conformance.run(strategy, MODEL_CHECKER);
    assertThat(found.results()).hasSize(1);
    String report = found.results().get(0).report();
    Matcher line =
        Pattern.compile("again: \\./vmalock conform --strategy \\S+ --replay '(.+ @ .+)'")
            .matcher(report);
    assertThat(line.find()).as(report).isTrue();
    Verdict again = Conformance.run(strategy, MODEL_CHECKER.withReplay(line.group(1)));
    assertThat(again.results()).hasSize(1);
    assertThat(again.results().get(0).rule()).isEqualTo(found.results().get(0).rule());
    assertThat(again.results().get(0).text())
        .isEqualTo(found.results().get(0).text())
        .contains("T1", "T2", "first + 1", "schedule: ");
    assertThat(again.results().get(0).again()).isEqualTo(found.results().get(0).again());
  }

  @Test
  @Tag("slow")
  void replayWithoutFindingSaysSo() {
    Verdict verdict =
        Conformance.run(
            new OddButRight.Monitor(), MODEL_CHECKER.withReplay("after 3: r0|w0 w1 @ -"));
    assertThat(verdict.results()).hasSize(1);
    assertThat(verdict.results().get(0).mark()).isEqualTo(Mark.PASSED);
    assertThat(verdict.results().get(0).text()).contains("after 3: r0|w0 w1 @ -");
    assertThat(verdict.of(Rule.X1)).isNotNull();
  }

  @Test
  void whatIsNoProgramOrScheduleIsExplained() {
    assertThatThrownBy(() -> Repetition.parse("r0|w0")).hasMessageContaining("r0|w0 @ 1.17>2");
    assertThatThrownBy(() -> Repetition.parse("r0|k0 @ -")).hasMessageContaining("k");
    assertThatThrownBy(() -> Repetition.parse("r0|w4 @ -")).hasMessageContaining("\"w4\"");
    assertThatThrownBy(() -> Repetition.parse("before 3: r0|w0 @ -")).hasMessageContaining("after");
    assertThatThrownBy(() -> Repetition.parse("r0|w0 @ 17")).hasMessageContaining("\"17\"");
  }
}
