/** The address space whose areas the strategies lock. */
@NullMarked
package io.vmalock.space;

import org.jspecify.annotations.NullMarked;
