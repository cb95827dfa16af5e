package io.vmalock.modelcheck.finding;

/**
 * What a contract calls the faults that the model checker sees by itself, and which of several is
 * the gravest. A program without a contract has {@link #NONE}.
 */
public interface Rules {
  /** No contract: no fault has a number, and the first one found is as good as any other. */
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

  /** The rule that a fault of a kind breaks, or an empty string if it breaks none by itself. */
  String brokenBy(Finding.Kind kind);

  /**
   * The rule that a race on protected data breaks.
   *
   * @param firstStores whether the access that came first was a store
   * @param secondStores whether the one that came second was
   */
  String brokenByRace(boolean firstStores, boolean secondStores);

  /** How grave it is that a rule is broken: the lower, the graver. The empty string is no rule. */
  int gravity(String rule);

  /** Whether a search goes on after a finding, to see if there is a graver one. */
  default boolean isGraded() {
    return true;
  }
}
