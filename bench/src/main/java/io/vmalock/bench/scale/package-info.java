/** {@code vmalock scale}: strategies on more cores than there are, in a model of caches. */
@NullMarked
package io.vmalock.bench.scale;

import org.jspecify.annotations.NullMarked;
