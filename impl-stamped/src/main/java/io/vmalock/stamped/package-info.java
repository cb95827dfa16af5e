/** The {@code stamped} per-VMA lock strategy. */
@NullMarked
package io.vmalock.stamped;

import org.jspecify.annotations.NullMarked;
