/** Weakens the memory order of a strategy, one access at a time, to see whether a rule breaks. */
@NullMarked
package io.vmalock.conformance.modelcheck.weaken;

import org.jspecify.annotations.NullMarked;
