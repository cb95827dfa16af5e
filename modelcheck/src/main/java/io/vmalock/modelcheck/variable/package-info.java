/**
 * The parts of rewritten code: its variables, with a cell for each object, and the sites of its
 * accesses.
 */
@NullMarked
package io.vmalock.modelcheck.variable;

import org.jspecify.annotations.NullMarked;
