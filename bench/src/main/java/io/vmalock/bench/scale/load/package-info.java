/**
 * The work of simulated cores: the benchmarks' scenarios, by the SPI alone. Rewritten like the
 * strategies.
 */
@NullMarked
package io.vmalock.bench.scale.load;

import org.jspecify.annotations.NullMarked;
