/** Runs the matrix: the compare command and its kin. */
@NullMarked
package io.vmalock.bench.compare;

import org.jspecify.annotations.NullMarked;
