/**
 * The address space under the model checker: its programs, and their parts. It is rewritten with
 * the strategy.
 */
@NullMarked
package io.vmalock.conformance.modelcheck.space;

import org.jspecify.annotations.NullMarked;
