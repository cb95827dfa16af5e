package io.vmalock.conformance.space;

import static io.vmalock.conformance.check.Rule.A1;
import static io.vmalock.conformance.check.Rule.A2;
import static io.vmalock.conformance.check.Rule.A3;
import static io.vmalock.conformance.check.Rule.A4;
import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.P5;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.X1;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The promises of an address space, with real threads. */
public final class SpaceChecks {
  private SpaceChecks() {}

  /** All of them. */
  public static List<Check> all() {
    return List.of(
        new Churned(
            "what stays mapped is found",
            Set.of(),
            List.of(A2, A1, R2),
            SpaceStories::whatStaysMappedIsFound),
        new Churned(
            "what stays mapped is found by more readers than the limit",
            Set.of(Capability.READER_LIMIT),
            List.of(A2, A1, R2),
            SpaceStories::whatStaysMappedIsFoundByMoreReadersThanTheLimit),
        new Churned(
            "a walk sees no false gap", Set.of(), List.of(A3), SpaceStories::aWalkSeesNoFalseGap),
        new Churned(
            "a section is seen whole",
            Set.of(),
            List.of(A4, L3),
            SpaceStories::aSectionIsSeenWhole),
        new Churned(
            "what is changed in place is never seen half",
            Set.of(),
            List.of(X1),
            SpaceStories::whatIsChangedInPlaceIsNeverSeenHalf),
        new Churned(
            "a look-up ends while its address is mapped and unmapped",
            Set.of(),
            List.of(P5),
            SpaceStories::aLookUpEndsWhileItsAddressIsMappedAndUnmapped),
        new Churned(
            "a section leaves readers inside and does not wait for them",
            Set.of(),
            List.of(R2),
            SpaceStories::aSectionLeavesReadersInsideAndDoesNotWaitForThem),
        new Churned(
            "a section that throws leaves no trace",
            Set.of(),
            List.of(A2, R2),
            SpaceStories::aSectionThatThrowsLeavesNoTrace),
        new Churned(
            "a fork is of one state under readers and writers",
            Set.of(),
            List.of(A4, R2),
            SpaceStories::aForkIsOfOneStateUnderReadersAndWriters),
        new Churned(
            "closing takes nothing from its readers",
            Set.of(),
            List.of(R2, A1),
            SpaceStories::closingTakesNothingFromItsReaders));
  }

  /** The body of a story. */
  @FunctionalInterface
  private interface Story {
    void tell(SpaceStories stories) throws Exception;
  }

  /** One story, in a separate thread, with a bounded wait for its end. */
  private record Churned(String name, Set<Capability> needs, List<Rule> rules, Story story)
      implements Check {
    @Override
    public Layer layer() {
      return Layer.SPACE;
    }

    @Override
    public Duration expected(Options options) {
      return Duration.ofMillis(300);
    }

    @Override
    public Outcome run(VmaLockStrategy strategy, Options options) throws Exception {
      AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
      Thread teller =
          new Thread(
              () -> {
                try {
                  story.tell(new SpaceStories(strategy, options.seed()));
                } catch (Throwable e) {
                  thrown.set(e);
                }
              },
              name);
      teller.setDaemon(true);
      teller.start();
      // Twice, because this budget also bounds the waits inside, which must end first.
      if (!options.waitBudget().until(() -> !teller.isAlive())
          && !options.waitBudget().until(() -> !teller.isAlive())) {
        throw RuleBroken.hang(
            rules.get(0),
            "it does not end, seed " + options.seed() + ThreadDump.of(List.of(teller)));
      }
      Throwable e = thrown.get();
      if (e instanceof AssertionError) {
        throw new RuleBroken(rules.get(0), e.getMessage() + ", seed " + options.seed());
      }
      if (e instanceof Exception exception) {
        throw exception;
      }
      if (e instanceof Error error) {
        throw error;
      }
      return Outcome.nothingFound("under churn");
    }
  }
}
