package io.vmalock.bench.mutate;

import io.vmalock.conformance.mutate.Arguments.Argument;
import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import io.vmalock.conformance.mutate.Mutant;
import org.jspecify.annotations.Nullable;

/**
 * A mutant and its judgement.
 *
 * @param argument the argument that it is a right strategy too, or that this is open, or null
 */
record JudgedMutant(Mutant mutant, Judgement judgement, @Nullable Argument argument) {
  boolean isKilled() {
    return judgement.outcome().isKilled();
  }

  /** Whether it neither was killed nor is argued to be right. */
  boolean isSurvivor() {
    return !isKilled() && (argument == null || argument.isOpen());
  }

  /** Whether it is argued to be right. */
  boolean isArgued() {
    return !isKilled() && argument != null && !argument.isOpen();
  }

  /** Whether a check refutes the file of arguments. */
  boolean isRefuted() {
    return isKilled() && argument != null;
  }

  boolean isHung() {
    return judgement.outcome() == Outcome.HUNG;
  }
}
