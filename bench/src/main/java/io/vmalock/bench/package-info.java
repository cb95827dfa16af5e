/** The {@code vmalock} command and the benchmarks. */
@NullMarked
package io.vmalock.bench;

import org.jspecify.annotations.NullMarked;
