package io.vmalock.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of one hold, which fail when it has ended. For one thread.
 *
 * <p>Without scopes of the platform's, a slice is emptied at the end, so that it fails; a duplicate
 * that was made of it is not known here, which is why {@link BufferMapper}'s are copies.
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

  /** The hold ends: fails the slices. */
  void end() {
    for (ByteBuffer one : out) {
      one.limit(0);
    }
    out.clear();
  }
}
