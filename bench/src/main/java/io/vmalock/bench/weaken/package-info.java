/** The weaken command, which checks whether strategies need all the memory order that they use. */
@NullMarked
package io.vmalock.bench.weaken;

import org.jspecify.annotations.NullMarked;
