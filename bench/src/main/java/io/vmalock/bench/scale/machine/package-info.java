/** Simulated cores that run rewritten bytecode, and what their caches cost. */
@NullMarked
package io.vmalock.bench.scale.machine;

import org.jspecify.annotations.NullMarked;
