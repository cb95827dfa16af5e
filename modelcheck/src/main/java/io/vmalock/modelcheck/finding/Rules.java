package io.vmalock.modelcheck.finding;

/**
 * A contract's names for the faults that the model checker sees by itself, and their order of
 * gravity. A program without a contract has {@link #NONE}.
 */
public interface Rules {
  /** No contract: no fault has a number, and all are equally grave. */
  Rules NONE =
      new Rules() {
        @Override
        public String brokenBy(Finding.Kind kind) {
          return "";
        }

        @Override
        public String brokenByRace(boolean firstStores, boolean secondStores) {
          return "";
        }

        @Override
        public int gravity(String rule) {
          return 0;
        }

        @Override
        public boolean isGraded() {
          return false;
        }
      };

  /**
   * Returns the rule that a fault of a kind breaks, or an empty string if it breaks none by itself.
   */
  String brokenBy(Finding.Kind kind);

  /**
   * Returns the rule that a race on protected data breaks.
   *
   * @param firstStores whether the earlier access is a store
   * @param secondStores whether the later access is a store
   */
  String brokenByRace(boolean firstStores, boolean secondStores);

  /** Returns the gravity of a broken rule: the lower, the graver. The empty string is no rule. */
  int gravity(String rule);

  /** Returns whether a search goes on after a finding, to look for a graver one. */
  default boolean isGraded() {
    return true;
  }
}
