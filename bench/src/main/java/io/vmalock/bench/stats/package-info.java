/** Statistics of times from several forks. */
@NullMarked
package io.vmalock.bench.stats;

import org.jspecify.annotations.NullMarked;
