/** The model checker as a check of a strategy. */
@NullMarked
package io.vmalock.conformance.modelcheck;

import org.jspecify.annotations.NullMarked;
