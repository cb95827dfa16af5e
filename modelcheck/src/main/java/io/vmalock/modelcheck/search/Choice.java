package io.vmalock.modelcheck.search;

/**
 * A point at which an execution may continue in more than one way. Option 0 is always the usual
 * way, which costs nothing.
 *
 * @param kind the kind of choice
 * @param thread the index of the thread that reached the point
 * @param event the number of that thread's event
 * @param options the number of ways
 * @param threads for a choice among threads, the index of each; else empty
 */
public record Choice(Kind kind, int thread, int event, int options, int[] threads) {
  /** The kinds of choice. The kind says what an unusual way costs. */
  public enum Kind {
    /** Whether to go on, or to let another thread run though this one could. */
    PREEMPT('>', true, false),
    /** Which thread runs next, because this one cannot go on or has yielded. */
    SWITCH('>', false, false),
    /** Whether this thread goes on although it has yielded, for the first time: option 1. */
    INSIST_ONCE('+', false, false),
    /**
     * Whether this thread goes on although it has yielded, and not for the first time: option 1.
     */
    INSIST('+', true, false),
    /** How many stores older than the newest one a load returns. */
    STALE('~', false, true),
    /**
     * Whether a load returns a value that is stored later: the option is one more than the value.
     */
    LATER('=', false, true),
    /** Whether a weak compare-and-set fails spuriously: option 1. */
    WEAK('!', false, true);

    private final char sign;
    private final boolean preemption;
    private final boolean stale;

    Kind(char sign, boolean preemption, boolean stale) {
      this.sign = sign;
      this.preemption = preemption;
      this.stale = stale;
    }

    /** The sign for this kind in a schedule. */
    char sign() {
      return sign;
    }

    int preemptions() {
      return preemption ? 1 : 0;
    }

    int staleReads() {
      return stale ? 1 : 0;
    }
  }

  /** Returns the number that a schedule writes after the sign: the chosen thread, or the option. */
  int written(int option) {
    if (kind == Kind.LATER) {
      return option - 1;
    }
    return threads.length > 0 ? threads[option] : option;
  }

  /** Returns the option that a schedule names, or 0 if this choice has none such. */
  int option(int written) {
    if (kind == Kind.LATER) {
      return written + 1;
    }
    if (threads.length == 0) {
      return written < options ? written : 0;
    }
    for (int option = 0; option < options; option++) {
      if (threads[option] == written) {
        return option;
      }
    }
    return 0;
  }
}
