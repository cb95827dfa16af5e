/** What can be concluded from times that were taken in several forks. */
@NullMarked
package io.vmalock.bench.stats;

import org.jspecify.annotations.NullMarked;
