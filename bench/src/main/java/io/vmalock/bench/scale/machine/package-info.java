/** Simulated cores that run rewritten bytecode, and the costs of their caches. */
@NullMarked
package io.vmalock.bench.scale.machine;

import org.jspecify.annotations.NullMarked;
