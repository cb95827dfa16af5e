/** Programs made from the contract's model, run on a strategy and judged by the model. */
@NullMarked
package io.vmalock.conformance.generated;

import org.jspecify.annotations.NullMarked;
