/** The rules that the address space promises on top of a strategy, tested with real threads. */
@NullMarked
package io.vmalock.conformance.space;

import org.jspecify.annotations.NullMarked;
