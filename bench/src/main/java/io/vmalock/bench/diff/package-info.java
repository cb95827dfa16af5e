/** The diff command, which shows the changes from one run to another. */
@NullMarked
package io.vmalock.bench.diff;

import org.jspecify.annotations.NullMarked;
