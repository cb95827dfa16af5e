/**
 * The benchmark matrix: what is timed, as JMH benchmarks, and the controls beside the strategies.
 */
@NullMarked
package io.vmalock.bench.matrix;

import org.jspecify.annotations.NullMarked;
