package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.modelcheck.rewrite.Scope;

/** The classes that the model checker rewrites for a strategy. */
public final class StrategyScope {
  private StrategyScope() {}

  /**
   * The project's classes without the kit and the model checker; a caller adds those of the
   * strategy. Rewritten code may call the kit, JUnit and AssertJ.
   */
  public static Scope standard() {
    return Scope.none()
        .with("io.vmalock.")
        .without("io.vmalock.conformance.")
        .without("io.vmalock.modelcheck.")
        .trusting("io.vmalock.conformance.");
  }
}
