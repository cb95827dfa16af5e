/** Small programs whose allowed outcomes are known: they test the model checker's memory model. */
@NullMarked
package io.vmalock.modelcheck.litmus;

import org.jspecify.annotations.NullMarked;
