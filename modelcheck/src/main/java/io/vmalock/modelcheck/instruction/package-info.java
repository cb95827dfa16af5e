/** The methods that rewritten code calls in place of its own instructions. */
@NullMarked
package io.vmalock.modelcheck.instruction;

import org.jspecify.annotations.NullMarked;
