package io.vmalock.biased;

import io.vmalock.modelcheck.search.Bounds;

/**
 * One story of the protocol, of two readers and a writer or fewer, and the bounds of its
 * exploration. It is a program of the kit's language, which docs/model-checker.md explains, on
 * {@link EagerStrategy}: after three reads of each VMA it is biased, and after one read of one VMA
 * it is by the next.
 */
enum Story {
  SLOT("after 3: r0 | w0", 2, 1),
  TWO_SLOTS("after 3: r0 | r0 | w0", 1, 1),
  BULK("after 3: r0 | r1 | w01", 1, 1),
  BULK_AND_ONE("after 3: r0 | w01", 2, 1),
  INTERRUPTIBLE("after 3: r0 | wu0", 2, 1),
  DETACH("after 3: r0 | r0 | d0", 1, 1),
  BULK_DETACH("after 3: r0 | r1 | d01", 1, 1),
  DETACH_AND_ONE("after 3: r0 | d0", 2, 1),
  BULK_DETACH_AND_ONE("after 3: r0 | d01", 2, 1),
  REUSE_IN_SAME_MM("after 3: r0 | [d0 a0] w0", 2, 1),
  REUSE_IN_OTHER_MM("after 3: r2B; r0 | d0 a0B w0B", 2, 1),
  HOLD_OF_OTHER_MM("after 3: r2B; r0 | r0B | d0 a0B w0B", 1, 1),
  GONE_WHILE_BIASED("after 3: d0 r1 r1 r0 | w2B", 1, 1),
  GONE_AND_REBIASED("after 3: d0 r1 r1 | r0", 2, 1),
  GONE_AND_REBIASED_BY_OTHER("r1 | d0 r1 | r0", 1, 1),
  ATTACH("after 3: r3 | a3", 2, 1),
  OTHERS_VMA("after 3: r2 | w0 w2B", 2, 1),
  REBIAS("after 3: r0 | r0 | w0 w0", 2, 0),
  REBIAS_BY_ONE("after 3: r0 r0 r0 | w1 w0", 2, 0),
  STALE_REBIAS("r0; r0 w0 | r0 w1 r0 r0 r0", 2, 0),
  OLDER_REBIAS("r0; r0 w0 | r0 w1 r0 r0 r0", 1, 2),
  BIAS_SEEN_BY_OTHER("r0; r1 | r0 | w0", 1, 1),
  EMPTY_SECTION("after 3: r0 | [] w0", 2, 1),
  HOLD_OUTLASTS_SECTION("after 3: r0 | w1 w0", 2, 1),
  ONE_THEN_OTHER("after 3: r0 | [w1 w0]", 2, 1),
  NESTED("after 3: r0[r0] | w0", 2, 1),
  THREE_DEEP("after 3: r0[r0[r0]] | w0", 1, 1),
  GIVE_UP("after 3: r0 | wt0 r0", 2, 1),
  GIVE_UP_BULK("after 3: r0 | r1 | [w1 wt01]", 1, 1),
  EARLY_END("after 3: r0 | [w0 e0 w0]", 2, 1),
  EARLY_END_AND_OTHER("after 3: r0 | [w0 e0 w1]", 2, 1),
  HOLD_ACROSS_MMS("after 3: r0[w2B] | r2B", 2, 1),
  COUNTED("r0 | r0 | w0", 2, 0),
  COUNTED_BY_ONE("r0 | w0", 2, 1),
  COUNTED_BULK("r0 | r1 | w01", 1, 1),
  COUNTED_INTERRUPTIBLE("r0 | wu0", 2, 1),
  COUNTED_DETACH("r0 | d0", 2, 1),
  COUNTED_BULK_DETACH("r0 | r1 | d01", 1, 1),
  COUNTED_REUSE("r0 | [d0 a0] w0", 3, 0),
  COUNTED_MOVE("r0 | d0 a0B", 2, 1),
  COUNTED_MOVE_AND_WRITE("r0 | d0 a0B w0B", 3, 0),
  COUNTED_MOVE_INSIDE("r0 | B[[d0 a0B]]", 2, 1),
  COUNTED_MOVE_AND_END("r0 | B[[d0 a0B e0B w0B]]", 2, 1),
  COUNTED_GIVE_UP("r0 | [w1 wt0]", 2, 1),
  NUMBER_COMES_AGAIN("alike: r0 | B[] [d0 a0B d0B] a0", 4, 0),
  QUIET_FROM_BIRTH("r0 | w01", 2, 1),
  QUIET("r0 | w01 w01", 2, 1),
  QUIET_AGAIN("r0; r0 | w01 w01", 2, 1),
  QUIET_AGAIN_FOR_TWO("r0; r0 | r1 | w01 w01", 1, 1),
  QUIET_OF_OTHERS("r0 | [a3 w13] w01", 2, 1),
  QUIET_OF_ONE("r0 | [a3 w13 w0] w01", 2, 1),
  QUIET_BUT_BIASED("after 3: r0 | w01 w01", 2, 1),
  QUIET_BUT_REBIASED("r0; w01 r0 r0 r0 | w01", 2, 0),
  QUIET_BUT_REBIASED_LATE("r0; r0 r0 | w01 w01", 1, 2),
  QUIET_AND_GIVE_UP("r0 | [a3 w13] wt0 w01", 2, 1),
  QUIET_AND_EARLY_END("r0 | [w01 e0] w01", 2, 1),
  QUIET_AND_LOCKED("rl0 | w01 w01", 2, 1),
  QUIET_AND_MOVED("r0 | d0 a0B w02B", 2, 1),
  RETIRE("after 3: r0 | t0 n", 2, 1),
  RETIRE_TWO("after 3: r0 | r0 | t0", 1, 1),
  RETIRE_BULK("after 3: r0 | r1 | t01", 1, 1),
  RETIRE_BULK_AND_ONE("after 3: r0 | t01 n", 2, 1),
  RETIRE_AND_LOOK("after 3: r0 | t0 l0 l0", 2, 1),
  RETIRE_AND_NOTICE("after 3: r0 | n | t0", 1, 1),
  RETIRE_AND_WRITE("after 3: r0 | [t0 w1] w1", 2, 1),
  RETIRE_NESTED("after 3: r0[r0] | t0", 2, 1),
  RETIRE_THREE_DEEP("after 3: r0[r0[r0]] | t0 l0", 1, 1),
  RETIRE_IN_OTHER_MM("after 3: r2B; r0 | d0 a0B t0B", 2, 1),
  RETIRE_PASSED_BY_OTHER("after 3: r2B; r0B | r0 | d0 a0B t0B", 1, 1),
  COUNTED_RETIRE("unasked: r0 | t0 n", 2, 1),
  COUNTED_RETIRE_TWO("unasked: r0 | r0 | t0", 1, 1),
  COUNTED_RETIRE_BULK("unasked: r0 | r1 | t01", 1, 1),
  COUNTED_RETIRE_BULK_AND_ONE("unasked: r0 | t01", 2, 1),
  COUNTED_RETIRE_AND_LOOK("unasked: r0 | t0 l0", 2, 1),
  COUNTED_RETIRE_AND_NOTICE("unasked: r0 | n | t0", 1, 1),
  COUNTED_RETIRE_LOCKED("unasked: rl0 | t0", 2, 1),
  QUIET_AND_RETIRED("unasked: r0 | [a3 w13] [t0 w1] w13", 2, 1),
  OPTIMISTIC("after 3: o0 | w0", 2, 1),
  OPTIMISTIC_TWICE("o0 | w0 w0", 1, 1),
  OPTIMISTIC_BULK("after 3: o0 | w01", 2, 1),
  OPTIMISTIC_DETACH("after 3: o0 | d0", 1, 2),
  OPTIMISTIC_BULK_DETACH("after 3: o0 | d01", 1, 2),
  OPTIMISTIC_ATTACH("after 3: o3 | a3", 2, 1),
  OPTIMISTIC_REUSE("o0 | [d0 a0]", 1, 1),
  OPTIMISTIC_RETIRE("after 3: o0 | [t0 u0]", 1, 2),
  OPTIMISTIC_BULK_RETIRE("after 3: o0 | [t01 u0 u1]", 1, 2),
  OPTIMISTIC_RETIRE_OF_HELD("unasked: r0 | o0 | [t0 u0]", 1, 1),
  OPTIMISTIC_EARLY_END("o0 | [w0 e0 w0 e0]", 2, 1),
  OPTIMISTIC_GIVE_UP("o0 | [r0[wt0] w0 e0 r0[wt0]]", 2, 0),
  OPTIMISTIC_AND_OTHERS_NUMBER("alike: w0; o0 | B[[d0 a0B d0B a0]]", 3, 0),
  OPTIMISTIC_AND_NUMBER_TO_COME("alike: B[]; o0 | B[[d0 a0B d0B a0]] w0", 4, 0);

  final String text;

  @SuppressWarnings("ImmutableEnumChecker") // a record of two numbers
  final Bounds bounds;

  Story(String text, int preemptions, int staleReads) {
    this.text = text;
    this.bounds = new Bounds(preemptions, staleReads);
  }
}
