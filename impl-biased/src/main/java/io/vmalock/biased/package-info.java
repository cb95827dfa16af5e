/** The {@code biased} per-VMA lock strategy. */
@NullMarked
package io.vmalock.biased;

import org.jspecify.annotations.NullMarked;
