/** The programs that the model checker runs, and the questions that they may ask while they run. */
@NullMarked
package io.vmalock.modelcheck.program;

import org.jspecify.annotations.NullMarked;
