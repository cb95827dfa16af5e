/** The programs that a strategy is explored with. They are rewritten with it. */
@NullMarked
package io.vmalock.conformance.modelcheck.program;

import org.jspecify.annotations.NullMarked;
