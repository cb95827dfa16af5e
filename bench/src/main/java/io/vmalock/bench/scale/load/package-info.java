/**
 * What simulated cores do: the benchmarks' scenarios, by the SPI alone. Rewritten like the
 * strategies.
 */
@NullMarked
package io.vmalock.bench.scale.load;

import org.jspecify.annotations.NullMarked;
