package io.vmalock.biased;

import io.vmalock.modelcheck.search.Bounds;

/**
 * What two readers and a writer, or fewer, do: one story of the protocol, and how far it is
 * explored.
 *
 * <p>Threads are separated by a bar. VMAs 0 and 1 are in mm A, 2 is in mm B, 3 is detached. {@code
 * +0} begins a hold of VMA 0 as one of mm A, {@code +0'} as one of mm B, {@code r0} under the mmap
 * lock, and {@code -0} ends the last one, if it was granted. {@code A[} and {@code ]A} open and end
 * a section of A; in it, {@code w} is startWrite, {@code y} asks once, {@code z} waits by the
 * interruptible form, {@code d} detaches, {@code a} attaches, {@code e} is endWrite, {@code t}
 * retires; two numbers make it the bulk form. {@code o0} is a whole optimistic read. What is before
 * a semicolon is done before the threads begin. {@code l0} looks again at VMA 0, {@code n0} takes
 * all notices. Where sections of both are open, these are of the mm whose section began last, and
 * {@code a0'} is of mm B.
 */
enum Story {
  SLOT("+0 -0 | A[ w0 ]A", 2, 1),
  TWO_SLOTS("+0 -0 | +0 -0 | A[ w0 ]A", 1, 1),
  BULK("+0 -0 | +1 -1 | A[ w01 ]A", 1, 1),
  BULK_AND_ONE("+0 -0 | A[ w01 ]A", 2, 1),
  INTERRUPTIBLE("+0 -0 | A[ z0 ]A", 2, 1),
  DETACH("+0 -0 | +0 -0 | A[ d0 ]A", 1, 1),
  BULK_DETACH("+0 -0 | +1 -1 | A[ d01 ]A", 1, 1),
  DETACH_AND_ONE("+0 -0 | A[ d0 ]A", 2, 1),
  BULK_DETACH_AND_ONE("+0 -0 | A[ d01 ]A", 2, 1),
  REUSE_IN_SAME_MM("+0 -0 | A[ d0 a0 ]A A[ w0 ]A", 2, 1),
  REUSE_IN_OTHER_MM("+0 -0 | A[ d0 ]A B[ a0 ]B B[ w0 ]B", 2, 1),
  HOLD_OF_OTHER_MM("+0 -0 | +0' -0 | A[ d0 ]A B[ a0 ]B B[ w0 ]B", 1, 1),
  GONE_WHILE_BIASED("A[ d0 ]A +1 -1 +1 -1 +0 -0 | B[ w2 ]B", 1, 1),
  GONE_AND_REBIASED("A[ d0 ]A +1 -1 +1 -1 | +0 -0", 2, 1),
  GONE_AND_REBIASED_BY_OTHER(0, "+1 -1 | A[ d0 ]A +1 -1 | +0 -0", 1, 1),
  ATTACH("+3 -3 | A[ a3 ]A", 2, 1),
  OTHERS_VMA("+2 -2 | A[ w0 ]A B[ w2 ]B", 2, 1),
  REBIAS("+0 -0 | +0 -0 | A[ w0 ]A A[ w0 ]A", 2, 0),
  REBIAS_BY_ONE("+0 -0 +0 -0 +0 -0 | A[ w1 ]A A[ w0 ]A", 2, 0),
  STALE_REBIAS(1, "+0 -0 A[ w0 ]A | +0 -0 A[ w1 ]A +0 -0 +0 -0 +0 -0", 2, 0),
  OLDER_REBIAS(1, "+0 -0 A[ w0 ]A | +0 -0 A[ w1 ]A +0 -0 +0 -0 +0 -0", 1, 2),
  BIAS_SEEN_BY_OTHER(1, "+1 -1 | +0 -0 | A[ w0 ]A", 1, 1),
  EMPTY_SECTION("+0 -0 | A[ ]A A[ w0 ]A", 2, 1),
  HOLD_OUTLASTS_SECTION("+0 -0 | A[ w1 ]A A[ w0 ]A", 2, 1),
  ONE_THEN_OTHER("+0 -0 | A[ w1 w0 ]A", 2, 1),
  NESTED("+0 +0 -0 -0 | A[ w0 ]A", 2, 1),
  THREE_DEEP("+0 +0 +0 -0 -0 -0 | A[ w0 ]A", 1, 1),
  GIVE_UP("+0 -0 | A[ y0 ]A +0 -0", 2, 1),
  GIVE_UP_BULK("+0 -0 | +1 -1 | A[ w1 y01 ]A", 1, 1),
  EARLY_END("+0 -0 | A[ w0 e0 w0 ]A", 2, 1),
  EARLY_END_AND_OTHER("+0 -0 | A[ w0 e0 w1 ]A", 2, 1),
  HOLD_ACROSS_MMS("+0 B[ w2 ]B -0 | +2' -2", 2, 1),
  COUNTED(0, "+0 -0 | +0 -0 | A[ w0 ]A", 2, 0),
  COUNTED_BY_ONE(0, "+0 -0 | A[ w0 ]A", 2, 1),
  COUNTED_BULK(0, "+0 -0 | +1 -1 | A[ w01 ]A", 1, 1),
  COUNTED_INTERRUPTIBLE(0, "+0 -0 | A[ z0 ]A", 2, 1),
  COUNTED_DETACH(0, "+0 -0 | A[ d0 ]A", 2, 1),
  COUNTED_BULK_DETACH(0, "+0 -0 | +1 -1 | A[ d01 ]A", 1, 1),
  COUNTED_REUSE(0, "+0 -0 | A[ d0 a0 ]A A[ w0 ]A", 3, 0),
  COUNTED_MOVE(0, "+0 -0 | A[ d0 ]A B[ a0 ]B", 2, 1),
  COUNTED_MOVE_AND_WRITE(0, "+0 -0 | A[ d0 ]A B[ a0 ]B B[ w0 ]B", 3, 0),
  COUNTED_MOVE_INSIDE(0, "+0 -0 | B[ A[ d0 a0' ]A ]B", 2, 1),
  COUNTED_MOVE_AND_END(0, "+0 -0 | B[ A[ d0 a0' e0' w0' ]A ]B", 2, 1),
  COUNTED_GIVE_UP(0, "+0 -0 | A[ w1 y0 ]A", 2, 1),
  NUMBER_COMES_AGAIN("+0 -0 | B[ ]B A[ d0 B[ a0 ]B B[ d0 ]B ]A A[ a0 ]A", new Bounds(4, 0)),
  QUIET_FROM_BIRTH(0, "+0 -0 | A[ w01 ]A", 2, 1),
  QUIET(0, "+0 -0 | A[ w01 ]A A[ w01 ]A", 2, 1),
  QUIET_AGAIN(1, "+0 -0 | A[ w01 ]A A[ w01 ]A", 2, 1),
  QUIET_AGAIN_FOR_TWO(1, "+0 -0 | +1 -1 | A[ w01 ]A A[ w01 ]A", 1, 1),
  QUIET_OF_OTHERS(0, "+0 -0 | A[ a3 w13 ]A A[ w01 ]A", 2, 1),
  QUIET_OF_ONE(0, "+0 -0 | A[ a3 w13 w0 ]A A[ w01 ]A", 2, 1),
  QUIET_BUT_BIASED(3, "+0 -0 | A[ w01 ]A A[ w01 ]A", 2, 1),
  QUIET_BUT_REBIASED(1, "A[ w01 ]A +0 -0 +0 -0 +0 -0 | A[ w01 ]A", 2, 0),
  QUIET_BUT_REBIASED_LATE(1, "+0 -0 +0 -0 | A[ w01 ]A A[ w01 ]A", 1, 2),
  QUIET_AND_GIVE_UP(0, "+0 -0 | A[ a3 w13 ]A A[ y0 ]A A[ w01 ]A", 2, 1),
  QUIET_AND_EARLY_END(0, "+0 -0 | A[ w01 e0 ]A A[ w01 ]A", 2, 1),
  QUIET_AND_LOCKED(0, "r0 -0 | A[ w01 ]A A[ w01 ]A", 2, 1),
  QUIET_AND_MOVED(0, "+0 -0 | A[ d0 ]A B[ a0 ]B B[ w02 ]B", 2, 1),
  RETIRE("+0 -0 | A[ t0 ]A n0", 2, 1),
  RETIRE_TWO("+0 -0 | +0 -0 | A[ t0 ]A", 1, 1),
  RETIRE_BULK("+0 -0 | +1 -1 | A[ t01 ]A", 1, 1),
  RETIRE_BULK_AND_ONE("+0 -0 | A[ t01 ]A n0", 2, 1),
  RETIRE_AND_LOOK("+0 -0 | A[ t0 ]A l0 l0", 2, 1),
  RETIRE_AND_NOTICE("+0 -0 | n0 | A[ t0 ]A", 1, 1),
  RETIRE_AND_WRITE("+0 -0 | A[ t0 w1 ]A A[ w1 ]A", 2, 1),
  RETIRE_NESTED("+0 +0 -0 -0 | A[ t0 ]A", 2, 1),
  RETIRE_THREE_DEEP("+0 +0 +0 -0 -0 -0 | A[ t0 ]A l0", 1, 1),
  RETIRE_IN_OTHER_MM("+0 -0 | A[ d0 ]A B[ a0 ]B B[ t0 ]B", 2, 1),
  RETIRE_PASSED_BY_OTHER("+0' -0 | +0 -0 | A[ d0 ]A B[ a0 ]B B[ t0 ]B", 1, 1),
  COUNTED_RETIRE(0, "+0 -0 | A[ t0 ]A n0", 2, 1),
  COUNTED_RETIRE_TWO(0, "+0 -0 | +0 -0 | A[ t0 ]A", 1, 1),
  COUNTED_RETIRE_BULK(0, "+0 -0 | +1 -1 | A[ t01 ]A", 1, 1),
  COUNTED_RETIRE_BULK_AND_ONE(0, "+0 -0 | A[ t01 ]A", 2, 1),
  COUNTED_RETIRE_AND_LOOK(0, "+0 -0 | A[ t0 ]A l0", 2, 1),
  COUNTED_RETIRE_AND_NOTICE(0, "+0 -0 | n0 | A[ t0 ]A", 1, 1),
  COUNTED_RETIRE_LOCKED(0, "r0 -0 | A[ t0 ]A", 2, 1),
  QUIET_AND_RETIRED(0, "+0 -0 | A[ a3 w13 ]A A[ t0 w1 ]A A[ w13 ]A", 2, 1),
  OPTIMISTIC("o0 | A[ w0 ]A", 2, 1),
  OPTIMISTIC_TWICE(0, "o0 | A[ w0 ]A A[ w0 ]A", 1, 1),
  OPTIMISTIC_BULK("o0 | A[ w01 ]A", 2, 1),
  OPTIMISTIC_DETACH("o0 | A[ d0 ]A", 1, 2),
  OPTIMISTIC_BULK_DETACH("o0 | A[ d01 ]A", 1, 2),
  OPTIMISTIC_ATTACH("o3 | A[ a3 ]A", 2, 1),
  OPTIMISTIC_REUSE(0, "o0 | A[ d0 a0 ]A", 1, 1),
  OPTIMISTIC_RETIRE("o0 | A[ t0 ]A", 1, 2),
  OPTIMISTIC_BULK_RETIRE("o0 | A[ t01 ]A", 1, 2),
  OPTIMISTIC_RETIRE_OF_HELD(0, "+0 -0 | o0 | A[ t0 ]A", 1, 1),
  OPTIMISTIC_EARLY_END(0, "o0 | A[ w0 e0 w0 e0 ]A", 2, 1),
  OPTIMISTIC_GIVE_UP(0, "o0 | A[ +0 y0 -0 w0 e0 +0 y0 -0 ]A", 2, 0),
  OPTIMISTIC_AND_OTHERS_NUMBER("A[ w0 ]A ; o0 | B[ A[ d0 a0' d0' a0 ]A ]B", new Bounds(3, 0)),
  OPTIMISTIC_AND_NUMBER_TO_COME(
      "B[ ]B ; o0 | B[ A[ d0 a0' d0' a0 ]A ]B A[ w0 ]A", new Bounds(4, 0));

  /** Reads of VMA 0 and of VMA 2 before the threads begin: the second one biases the mm. */
  final int reads;

  final String text;

  /** Whether both mms number their sections alike. */
  final boolean alike;

  @SuppressWarnings("ImmutableEnumChecker") // a record of two numbers
  final Bounds bounds;

  /** Whether some of it is read optimistically. */
  boolean isOptimistic() {
    return text.contains("o");
  }

  Story(String text, int preemptions, int staleReads) {
    this(3, text, preemptions, staleReads);
  }

  Story(int reads, String text, int preemptions, int staleReads) {
    this(reads, text, false, new Bounds(preemptions, staleReads));
  }

  Story(String text, Bounds bounds) {
    this(0, text, true, bounds);
  }

  Story(int reads, String text, boolean alike, Bounds bounds) {
    this.reads = reads;
    this.text = text;
    this.alike = alike;
    this.bounds = bounds;
  }
}
