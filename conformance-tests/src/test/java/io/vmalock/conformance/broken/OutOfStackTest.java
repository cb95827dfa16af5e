package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.designs.bigreader.BigReader;
import io.vmalock.conformance.designs.bravo.Bravo;
import io.vmalock.conformance.designs.leftright.LeftRight;
import io.vmalock.conformance.designs.phasefair.PhaseFair;
import io.vmalock.conformance.designs.sequencelock.SequenceLock;
import io.vmalock.conformance.modelcheck.ModelCheckerCheck;
import io.vmalock.conformance.modelcheck.OutOfStack;
import org.junit.jupiter.api.Test;

/**
 * Writers that run out of stack in their wait. {@link OddButRight.RightCount} leaves its flag then,
 * as it may: the contract does not speak of errors.
 */
class OutOfStackTest {
  @Test
  void designsThatLetReadersInAgainPass() {
    OutOfStack.check(new PhaseFair());
    OutOfStack.check(new BigReader());
    OutOfStack.check(new LeftRight());
    OutOfStack.check(new SequenceLock());
    OutOfStack.check(new Bravo());
  }

  @Test
  void flagThatStaysIsFound() {
    assertThatThrownBy(() -> OutOfStack.check(new OddButRight.RightCount()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("W5")
        .hasMessageContaining("out of stack");
  }

  @Test
  void findingIsSeenAgain() throws Exception {
    VmaLockStrategy strategy = new OddButRight.RightCount();
    String text = "";
    try {
      OutOfStack.check(strategy);
    } catch (AssertionError found) {
      text = String.valueOf(found.getMessage());
    }
    String again = text.substring(text.indexOf("--replay '") + "--replay '".length());
    Outcome outcome =
        new ModelCheckerCheck()
            .run(strategy, Options.standard().withReplay(again.substring(0, again.indexOf('\''))));
    assertThat(outcome.rule()).isEqualTo(Rule.W5);
  }
}
