/** The model checker on lock strategies: generated programs, explored one after the other. */
@NullMarked
package io.vmalock.conformance.modelcheck;

import org.jspecify.annotations.NullMarked;
