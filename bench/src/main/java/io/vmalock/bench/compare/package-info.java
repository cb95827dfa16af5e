/** The compare command, which runs the matrix. */
@NullMarked
package io.vmalock.bench.compare;

import org.jspecify.annotations.NullMarked;
