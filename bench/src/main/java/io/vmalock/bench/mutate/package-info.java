/** The mutate command: how many mutants of a strategy the kit kills, and which it does not. */
@NullMarked
package io.vmalock.bench.mutate;

import org.jspecify.annotations.NullMarked;
