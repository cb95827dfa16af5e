/** The {@code rwsem} per-VMA lock strategy. */
@NullMarked
package io.vmalock.rwsem;

import org.jspecify.annotations.NullMarked;
