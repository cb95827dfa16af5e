/**
 * Replaying what a real program did to its address space: from the recording (what {@code strace}
 * and {@code perf} wrote), through a sequential reconstruction that says which area every fault
 * must find, to threads that do it all again on an {@link io.vmalock.space.AddressSpace} as fast as
 * order permits.
 */
@NullMarked
package io.vmalock.bench.replay;

import org.jspecify.annotations.NullMarked;
