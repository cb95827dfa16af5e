/** The weaken command: whether strategies need all the memory order that they ask for. */
@NullMarked
package io.vmalock.bench.weaken;

import org.jspecify.annotations.NullMarked;
