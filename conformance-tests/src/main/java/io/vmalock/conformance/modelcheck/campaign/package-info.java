/** A campaign: the model checker on one strategy, with generated programs, one after the other. */
@NullMarked
package io.vmalock.conformance.modelcheck.campaign;

import org.jspecify.annotations.NullMarked;
