/** What a program under the model checker is, and what it may ask while it runs. */
@NullMarked
package io.vmalock.modelcheck.program;

import org.jspecify.annotations.NullMarked;
