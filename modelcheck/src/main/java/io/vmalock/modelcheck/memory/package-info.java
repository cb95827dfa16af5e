/**
 * The memory model: a view machine with store histories, for one thread at a time.
 *
 * <p>Every location keeps all stores of the execution in modification order. Views record what each
 * thread is known to have seen, and so decide what its loads may return. {@code
 * docs/model-checker.md} states the model and what it does not produce.
 */
@NullMarked
package io.vmalock.modelcheck.memory;

import org.jspecify.annotations.NullMarked;
