/**
 * The address space under the model checker: programs in its own words, and what they are made
 * with. It is rewritten with the strategy.
 */
@NullMarked
package io.vmalock.conformance.modelcheck.space;

import org.jspecify.annotations.NullMarked;
