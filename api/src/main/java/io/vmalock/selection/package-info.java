/** Finds the strategies that are there, and chooses one by name. */
@NullMarked
package io.vmalock.selection;

import org.jspecify.annotations.NullMarked;
