/**
 * The API for authors of concurrent classes: a {@link io.vmalock.modelcheck.check.Scenario} of a
 * few threads and what must hold of them, and a {@link io.vmalock.modelcheck.check.Check} that runs
 * it under every interleaving and memory order within bounds.
 */
@NullMarked
package io.vmalock.modelcheck.check;

import org.jspecify.annotations.NullMarked;
