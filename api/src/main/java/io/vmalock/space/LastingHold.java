package io.vmalock.space;

/**
 * A hold that a thread keeps, with room behind its fields, which keeps two of them out of each
 * other's cache lines, and of lines that are fetched as a pair. A hold is stored to at each start
 * and end, by its thread. Where one thread has made those of others, or a collector has put them
 * side by side, readers in slots of their own took twice as long without it, with two threads.
 *
 * <p>A hold of one call's has none: it is gone before it could have a neighbour, and to clear the
 * room would cost that call.
 */
@SuppressWarnings("unused") // it is there to be there
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
