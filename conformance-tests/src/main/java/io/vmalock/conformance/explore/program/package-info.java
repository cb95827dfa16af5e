/** The programs that a strategy is explored with. They are rewritten with it. */
@NullMarked
package io.vmalock.conformance.explore.program;

import org.jspecify.annotations.NullMarked;
