/** The matrix of rules by strategies: the kit's verdicts as data, for all forms of the report. */
@NullMarked
package io.vmalock.conformance.matrix;

import org.jspecify.annotations.NullMarked;
