/**
 * The machine and the JVMs: what they are, how they lay objects out, and new ones like this one.
 */
@NullMarked
package io.vmalock.bench.machine;

import org.jspecify.annotations.NullMarked;
