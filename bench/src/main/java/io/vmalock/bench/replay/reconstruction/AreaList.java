package io.vmalock.bench.replay.reconstruction;

import java.util.Arrays;

/**
 * Areas in the order of their addresses, by place: in blocks, so that one that comes or goes moves
 * few others, however many there are.
 */
final class AreaList {
  /** The most areas of a block. */
  private static final int BLOCK = 128;

  private KernelArea[][] blocks = {new KernelArea[BLOCK]};

  /** By block: where its areas begin, to look for one without going to each. */
  private long[][] starts = {new long[BLOCK]};

  /** By block: the place of its first area; behind the last block the number of areas. */
  private int[] firsts = {0, 0};

  /** How many blocks there are: none is empty, but the only one may be. */
  private int used = 1;

  /** The block that was used last: what is asked one after the other is near mostly. */
  private int last;

  /** The place in it that was found last. */
  private int lastFound;

  int size() {
    return firsts[used];
  }

  private int count(int block) {
    return firsts[block + 1] - firsts[block];
  }

  /** The block of a place; for the place behind the last area the last block. */
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

  /** Puts another area, which begins there too, in place of one. */
  void set(int index, KernelArea area) {
    int block = blockOf(index);
    blocks[block][index - firsts[block]] = area;
  }

  /** The place of the last area that begins at the address or before it; -1 if none does. */
  int lastUpTo(long address) {
    int block = last;
    if (!(startsUpTo(block, address) && (block + 1 == used || !startsUpTo(block + 1, address)))) {
      int low = 0;
      int high = used;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (startsUpTo(middle, address)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == 0) {
        return -1;
      }
      block = low - 1;
      last = block;
    }
    long[] in = starts[block];
    int count = count(block);
    int found = lastFound;
    if (found < count
        && Long.compareUnsigned(in[found], address) <= 0
        && (found + 1 == count || Long.compareUnsigned(in[found + 1], address) > 0)) {
      return firsts[block] + found;
    }
    int low = 1;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(in[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    lastFound = low - 1;
    return firsts[block] + low - 1;
  }

  private boolean startsUpTo(int block, long address) {
    return count(block) > 0 && Long.compareUnsigned(starts[block][0], address) <= 0;
  }

  /** Adds an area at a place; those from there on come after it. */
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
    System.arraycopy(starts[block], at, starts[block], at + 1, moved);
    blocks[block][at] = area;
    starts[block][at] = area.start;
    shift(block, 1);
    last = block;
  }

  /** The blocks after one have their first areas at places that are so many further. */
  private void shift(int block, int by) {
    for (int i = block + 1; i <= used; i++) {
      firsts[i] += by;
    }
  }

  private void halve(int block) {
    if (used == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * used);
      starts = Arrays.copyOf(starts, 2 * used);
      firsts = Arrays.copyOf(firsts, 2 * used + 1);
    }
    int next = block + 1;
    System.arraycopy(blocks, next, blocks, next + 1, used - next);
    System.arraycopy(starts, next, starts, next + 1, used - next);
    System.arraycopy(firsts, next, firsts, next + 1, used + 1 - next);
    blocks[next] = Arrays.copyOf(Arrays.copyOfRange(blocks[block], BLOCK / 2, BLOCK), BLOCK);
    starts[next] = Arrays.copyOf(Arrays.copyOfRange(starts[block], BLOCK / 2, BLOCK), BLOCK);
    Arrays.fill(blocks[block], BLOCK / 2, BLOCK, null);
    firsts[next] = firsts[block] + BLOCK / 2;
    used++;
  }

  /** Takes away the areas from one place up to another. */
  void remove(int from, int to) {
    int left = to - from;
    while (left > 0) {
      int block = blockOf(from);
      int at = from - firsts[block];
      int count = count(block);
      int taken = Math.min(left, count - at);
      System.arraycopy(blocks[block], at + taken, blocks[block], at, count - at - taken);
      System.arraycopy(starts[block], at + taken, starts[block], at, count - at - taken);
      Arrays.fill(blocks[block], count - taken, count, null);
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
    System.arraycopy(starts, next, starts, block, used - next);
    System.arraycopy(firsts, next, firsts, block, used + 1 - next);
    used--;
    last = 0;
  }
}
