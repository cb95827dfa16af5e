package io.vmalock.conformance.scenario;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.WaitBudget;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One call of an actor, and its result. */
final class ActorCall<T extends @Nullable Object> {
  /**
   * The number of looks, some milliseconds apart, in which a thread must be seen waiting before it
   * counts as waiting.
   */
  private static final int LOOKS = 3;

  /** The number of looks after which a thread that neither returns nor parks counts as polling. */
  private static final int LOOKS_AT_A_SPINNER = 100;

  /** The share of the usual time for a call that does not wait: three seconds of looks. */
  private static final double AT_ONCE = 0.3;

  private final Actor by;
  private final String what;
  private final Callable<T> call;
  private volatile boolean begun;
  private volatile boolean ended;
  private @Nullable T value;
  private @Nullable Throwable thrown;

  ActorCall(Actor by, String what, Callable<T> call) {
    this.by = by;
    this.what = what;
    this.call = call;
  }

  /** Makes the call; on the actor's thread. */
  void make() {
    begun = true;
    try {
      value = call.call();
    } catch (Throwable e) {
      thrown = e;
    }
    ended = true;
  }

  boolean isOver() {
    return ended;
  }

  /** Waits for the end; false if it does not come. */
  boolean ended() {
    return ended(by.stage().waitBudget());
  }

  private boolean ended(WaitBudget budget) {
    return budget.until(this::isOver, () -> !ended && by.stage().isStuck(by));
  }

  /** The result of the call; throws its exception. */
  @SuppressWarnings("NullAway") // null only where T allows it
  T value() {
    Throwable e = thrown;
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    if (e != null) {
      throw new ThrownInStep(e);
    }
    return value;
  }

  /** Requires that the call ends; if not, {@code rule} is broken. */
  T returns(Rule rule, String because) {
    return returns(rule, because, by.stage().waitBudget());
  }

  /** Requires that a call that never waits ends; if not, {@code rule} is broken. */
  T returnsAtOnce(Rule rule, String because) {
    return returns(rule, because, new WaitBudget(AT_ONCE * by.stage().waitBudget().scale()));
  }

  private T returns(Rule rule, String because, WaitBudget budget) {
    if (!ended(budget)) {
      throw RuleBroken.hang(
          rule, what + " does not return although " + because + "." + by.stage().threadDump());
    }
    return value();
  }

  /**
   * Requires that the call ends with an exception of {@code type}; if not, {@code rule} is broken.
   */
  void fails(Rule rule, Class<? extends Throwable> type, String because) {
    if (!ended()) {
      throw RuleBroken.hang(
          rule, what + " does not return although " + because + "." + by.stage().threadDump());
    }
    if (!type.isInstance(thrown)) {
      throw new RuleBroken(
          rule,
          what
              + (thrown == null ? " returned " + value : " threw " + thrown)
              + " although "
              + because
              + "; "
              + type.getSimpleName()
              + " was due");
    }
  }

  /** Requires that the call waits, and goes on waiting; if it returns, {@code rule} is broken. */
  void waits(Rule rule, String because) {
    int seen = 0;
    int looks = 0;
    while (seen < LOOKS && looks < LOOKS_AT_A_SPINNER) {
      // The state first: an actor whose step is over waits too, for its next one.
      boolean waiting = begun && by.isWaiting();
      if (ended) {
        throw new RuleBroken(
            rule,
            what + (thrown == null ? " returned" : " threw " + thrown) + " although " + because);
      }
      seen = waiting ? seen + 1 : 0;
      looks = begun ? looks + 1 : looks;
      Actor.pause();
    }
  }

  /** An unexpected checked exception. */
  static final class ThrownInStep extends RuntimeException {
    private static final long serialVersionUID = 1;

    ThrownInStep(Throwable cause) {
      super(cause);
    }
  }
}
