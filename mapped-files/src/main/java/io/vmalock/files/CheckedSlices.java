package io.vmalock.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of one hold, which fail when it has ended. For one thread.
 *
 * <p>Without scopes of the platform, a slice is emptied at the end, so that it fails. A duplicate
 * of a slice is not known here, so {@link BufferMapper}'s slices are copies.
 */
class CheckedSlices {
  private final List<ByteBuffer> out = new ArrayList<>();
  private final boolean copying;

  CheckedSlices(boolean copying) {
    this.copying = copying;
  }

  ByteBuffer slice(Mapping mapping, long at, int length) {
    ByteBuffer slice;
    if (copying) {
      ByteBuffer copy = ByteBuffer.allocate(length);
      mapping.get(at, copy, length);
      slice = copy.asReadOnlyBuffer();
    } else {
      slice = mapping.slice(at, length).asReadOnlyBuffer();
    }
    out.add(slice);
    return slice;
  }

  /** Ends the hold, so that its slices fail. */
  void end() {
    for (ByteBuffer one : out) {
      one.limit(0);
    }
    out.clear();
  }
}
