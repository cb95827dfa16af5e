package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import java.util.Arrays;

/**
 * Areas in the order of their addresses, by place. They are kept in blocks, so that adding or
 * removing one moves only few others.
 */
final class AreaList {
  /** The most areas of a block. */
  private static final int BLOCK = 128;

  private KernelArea[][] blocks = {new KernelArea[BLOCK]};

  /** By block, the begin and end of each of its areas, to search without visiting each area. */
  private long[][] bounds = {new long[2 * BLOCK]};

  /** By block, the place of its first area; behind the last block the number of areas. */
  private int[] firsts = {0, 0};

  /** By block, the begin of its first area; 0 for the only block while it is empty. */
  private long[] lows = {0};

  /** The number of blocks. None is empty, except perhaps the only one. */
  private int used = 1;

  /** The block that was used last: successive requests are mostly near each other. */
  private int last;

  /** The place in it that was found last. */
  private int lastFound;

  int size() {
    return firsts[used];
  }

  private int count(int block) {
    return firsts[block + 1] - firsts[block];
  }

  /** Returns the block of a place; for the place behind the last area, the last block. */
  private int blockOf(int index) {
    if (index >= firsts[last] && index < firsts[last + 1]) {
      return last;
    }
    int low = 0;
    int high = used - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firsts[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    last = low;
    return low;
  }

  KernelArea get(int index) {
    int block = blockOf(index);
    return blocks[block][index - firsts[block]];
  }

  /** Returns the begin of the area at a place. */
  long start(int index) {
    int block = blockOf(index);
    return bounds[block][2 * (index - firsts[block])];
  }

  /** Returns the end of the area at a place. */
  long end(int index) {
    int block = blockOf(index);
    return bounds[block][2 * (index - firsts[block]) + 1];
  }

  /** Replaces an area. */
  void set(int index, KernelArea area) {
    int block = blockOf(index);
    put(block, index - firsts[block], area);
  }

  /** Sets the end of the area at a place. */
  void end(int index, long end) {
    int block = blockOf(index);
    blocks[block][index - firsts[block]].end = end;
    bounds[block][2 * (index - firsts[block]) + 1] = end;
  }

  private void put(int block, int at, KernelArea area) {
    blocks[block][at] = area;
    bounds[block][2 * at] = area.start;
    bounds[block][2 * at + 1] = area.end;
    lows[block] = bounds[block][0];
  }

  /**
   * Returns the place of the last area that begins at the address or before it; -1 if none does.
   */
  int lastUpTo(long address) {
    int block = last;
    if (below(address, lows[block]) || block + 1 < used && !below(address, lows[block + 1])) {
      // A binary search without a branch to mispredict.
      block = 0;
      for (int left = used; left > 1; ) {
        int half = left >>> 1;
        block = below(address, lows[block + half]) ? block : block + half;
        left -= half;
      }
      last = block;
    }
    long[] in = bounds[block];
    int count = count(block);
    int found = lastFound;
    if (found < count
        && !below(address, in[2 * found])
        && (found + 1 == count || below(address, in[2 * found + 2]))) {
      return firsts[block] + found;
    }
    if (count == 0 || below(address, in[0])) {
      return -1; // before the first area of the first block
    }
    found = 0;
    for (int left = count; left > 1; ) {
      int half = left >>> 1;
      found = below(address, in[2 * (found + half)]) ? found : found + half;
      left -= half;
    }
    lastFound = found;
    return firsts[block] + found;
  }

  /** Adds an area at a place, before the area that was there. */
  void insert(int index, KernelArea area) {
    int block = blockOf(index);
    int at = index - firsts[block];
    if (at == 0 && block > 0 && count(block - 1) < BLOCK) {
      block--;
      at = count(block);
    }
    if (count(block) == BLOCK) {
      halve(block);
      if (at > BLOCK / 2) {
        block++;
        at -= BLOCK / 2;
      }
    }
    int moved = count(block) - at;
    System.arraycopy(blocks[block], at, blocks[block], at + 1, moved);
    System.arraycopy(bounds[block], 2 * at, bounds[block], 2 * at + 2, 2 * moved);
    put(block, at, area);
    shift(block, 1);
    last = block;
  }

  /** Shifts the places of the first areas of all blocks after one. */
  private void shift(int block, int by) {
    for (int i = block + 1; i <= used; i++) {
      firsts[i] += by;
    }
  }

  private void halve(int block) {
    if (used == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * used);
      bounds = Arrays.copyOf(bounds, 2 * used);
      lows = Arrays.copyOf(lows, 2 * used);
      firsts = Arrays.copyOf(firsts, 2 * used + 1);
    }
    int next = block + 1;
    System.arraycopy(blocks, next, blocks, next + 1, used - next);
    System.arraycopy(bounds, next, bounds, next + 1, used - next);
    System.arraycopy(lows, next, lows, next + 1, used - next);
    System.arraycopy(firsts, next, firsts, next + 1, used + 1 - next);
    blocks[next] = Arrays.copyOf(Arrays.copyOfRange(blocks[block], BLOCK / 2, BLOCK), BLOCK);
    bounds[next] = Arrays.copyOf(Arrays.copyOfRange(bounds[block], BLOCK, 2 * BLOCK), 2 * BLOCK);
    Arrays.fill(blocks[block], BLOCK / 2, BLOCK, null);
    lows[next] = bounds[next][0];
    firsts[next] = firsts[block] + BLOCK / 2;
    used++;
  }

  /** Removes the areas from one place up to another. */
  void remove(int from, int to) {
    int left = to - from;
    while (left > 0) {
      int block = blockOf(from);
      int at = from - firsts[block];
      int count = count(block);
      int taken = Math.min(left, count - at);
      System.arraycopy(blocks[block], at + taken, blocks[block], at, count - at - taken);
      System.arraycopy(
          bounds[block], 2 * (at + taken), bounds[block], 2 * at, 2 * (count - at - taken));
      Arrays.fill(blocks[block], count - taken, count, null);
      lows[block] = taken == count ? 0 : bounds[block][0];
      shift(block, -taken);
      if (taken == count && used > 1) {
        drop(block);
      }
      left -= taken;
    }
  }

  private void drop(int block) {
    int next = block + 1;
    System.arraycopy(blocks, next, blocks, block, used - next);
    System.arraycopy(bounds, next, bounds, block, used - next);
    System.arraycopy(lows, next, lows, block, used - next);
    System.arraycopy(firsts, next, firsts, block, used + 1 - next);
    used--;
    last = 0;
  }
}
