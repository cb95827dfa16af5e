/**
 * The mutate command, which counts the mutants of a strategy that the kit kills, and lists the
 * others.
 */
@NullMarked
package io.vmalock.bench.mutate;

import org.jspecify.annotations.NullMarked;
