/** Finds the available strategies, and chooses one by name. */
@NullMarked
package io.vmalock.selection;

import org.jspecify.annotations.NullMarked;
