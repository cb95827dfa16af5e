/** The {@code refcnt} per-VMA lock strategy. */
@NullMarked
package io.vmalock.refcnt;

import org.jspecify.annotations.NullMarked;
