package io.vmalock.modelcheck.search;

/**
 * One point of an execution where it may go on in more than one way. Option 0 is always the usual
 * way, which costs nothing.
 *
 * @param kind what is chosen
 * @param thread the index of the thread that has come to the point
 * @param event the number of that thread's event
 * @param options how many ways there are
 * @param threads for a choice among threads, the index of each; else empty
 */
public record Choice(Kind kind, int thread, int event, int options, int[] threads) {
  /** What is chosen, and what another way than the usual one costs. */
  public enum Kind {
    /** Whether to go on, or to let another thread run though this one could. */
    PREEMPT('>', true, false),
    /** Which thread runs next, as this one cannot go on, or has yielded. */
    SWITCH('>', false, false),
    /** To go on though this thread has yielded, for the first time: option 1. */
    INSIST_ONCE('+', false, false),
    /** To go on though this thread has yielded, again: option 1. */
    INSIST('+', true, false),
    /** How many stores older than the newest one a load returns. */
    STALE('~', false, true),
    /** Whether a load returns what is stored later: the option is one more than the value. */
    LATER('=', false, true),
    /** Whether a weak compare-and-set fails for no reason: option 1. */
    WEAK('!', false, true);

    private final char sign;
    private final boolean preemption;
    private final boolean stale;

    Kind(char sign, boolean preemption, boolean stale) {
      this.sign = sign;
      this.preemption = preemption;
      this.stale = stale;
    }

    /** How a schedule writes it. */
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

  /** What a schedule writes after the sign for an option: the thread chosen, or the option. */
  int written(int option) {
    if (kind == Kind.LATER) {
      return option - 1;
    }
    return threads.length > 0 ? threads[option] : option;
  }

  /** The option that a schedule wrote, or 0 if there is none such here. */
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
