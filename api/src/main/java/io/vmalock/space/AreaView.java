package io.vmalock.space;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A space's areas as a whole, in the order of their addresses: inside a section, or in a
 * speculative read.
 */
public interface AreaView<A> extends Iterable<Area<A>> {
  /** The area that contains {@code address}, or null. */
  @Nullable Area<A> find(long address);

  /** The lowest area that ends above {@code address}: the one that contains it or the next. */
  @Nullable Area<A> atOrAfter(long address);

  /** The number of areas. */
  int size();

  /** All areas, in order. */
  @Override
  Iterator<Area<A>> iterator();
}
