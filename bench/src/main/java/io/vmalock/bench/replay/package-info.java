/**
 * Replays the operations of a real program on its address space: from the recording, by {@code
 * strace} and {@code perf}, through a sequential reconstruction that says which area every fault
 * must find, to threads that repeat them on an {@link io.vmalock.space.AddressSpace} as fast as the
 * order permits.
 */
@NullMarked
package io.vmalock.bench.replay;

import org.jspecify.annotations.NullMarked;
