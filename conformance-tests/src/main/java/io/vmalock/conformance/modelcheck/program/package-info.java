/** The programs that explore a strategy. They are rewritten with it. */
@NullMarked
package io.vmalock.conformance.modelcheck.program;

import org.jspecify.annotations.NullMarked;
