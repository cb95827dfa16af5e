/** The interface that a per-VMA lock strategy implements. */
@NullMarked
package io.vmalock;

import org.jspecify.annotations.NullMarked;
