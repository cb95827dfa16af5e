package io.vmalock.space;

/**
 * A hold that a thread keeps, padded behind its fields. The padding keeps two such holds out of
 * each other's cache lines, and out of lines that are fetched as a pair. A thread stores to its
 * hold at each start and end. If one thread created the holds of others, or a collector put them
 * side by side, readers in separate slots took twice as long without the padding, with two threads.
 *
 * <p>A hold for a single call has no padding: it is gone before it could have a neighbour, and
 * clearing the padding would cost that call.
 */
@SuppressWarnings("unused") // padding
final class LastingHold<A> extends Hold<A> {
  private long p00;
  private long p01;
  private long p02;
  private long p03;
  private long p04;
  private long p05;
  private long p06;
  private long p07;
  private long p08;
  private long p09;
  private long p10;
  private long p11;
  private long p12;
  private long p13;
  private long p14;
  private long p15;

  LastingHold(AddressSpace<A> space) {
    super(space);
  }
}
