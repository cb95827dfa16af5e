/** The diff command: what changed from one run to another. */
@NullMarked
package io.vmalock.bench.diff;

import org.jspecify.annotations.NullMarked;
