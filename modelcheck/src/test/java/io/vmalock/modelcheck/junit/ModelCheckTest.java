package io.vmalock.modelcheck.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vmalock.modelcheck.check.CheckFailed;
import io.vmalock.modelcheck.check.Scenario;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A method with the annotation is a test like any other, which the model checker runs. */
class ModelCheckTest {
  private int made;
  private int first;
  private int second;

  @BeforeEach
  void make() {
    made = 1;
  }

  @AfterEach
  void look() {
    assertEquals(1, made);
  }

  @ModelCheck
  void fieldsOfTheTestAreNewInEachExecution(Scenario scenario) {
    scenario.thread(() -> first += made);
    scenario.thread(() -> second += first);
    scenario.after(() -> assertEquals(1, first));
  }

  @Nested
  class Inside {
    private int third;

    @ModelCheck(preemptions = 1, staleReads = 0)
    void nestedTestReachesTheOneAroundIt(Scenario scenario) {
      scenario.thread(() -> third += made);
      scenario.thread(() -> first = third);
    }
  }

  /** Run by hand: its tests fail. */
  static class Failing {
    private int count;

    @ModelCheck
    void losesAnIncrement(Scenario scenario) {
      scenario.thread(() -> count++);
      scenario.thread(() -> count++);
      scenario.after(() -> assertEquals(2, count));
    }

    @ModelCheck(replay = "1.2>2")
    void losesItAgain(Scenario scenario) {
      losesAnIncrement(scenario);
    }

    @ModelCheck
    void meetsNobody(Scenario scenario) {
      scenario.thread(() -> {});
      scenario.thread(() -> {});
    }
  }

  @Test
  void failuresHaveTheNamesThatTheAuthorWrote() {
    Map<String, Throwable> failures = new TreeMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Failing.class)).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result
                    .getThrowable()
                    .ifPresent(thrown -> failures.put(test.getDisplayName(), thrown));
              }
            });
    assertThat(failures)
        .containsOnlyKeys(
            "losesAnIncrement(Scenario)", "losesItAgain(Scenario)", "meetsNobody(Scenario)");
    assertThat(failures.values()).allMatch(CheckFailed.class::isInstance);
    assertThat(failures.get("losesAnIncrement(Scenario)"))
        .hasMessageContaining("replay = \"1.2>2\"")
        .hasMessageContaining("Failing#1.count := 1");
    assertThat(failures.get("losesItAgain(Scenario)"))
        .hasMessageContaining("expected: <2> but was: <1>");
    assertThat(failures.get("meetsNobody(Scenario)"))
        .hasMessageContaining("nothing could be found");
  }
}
