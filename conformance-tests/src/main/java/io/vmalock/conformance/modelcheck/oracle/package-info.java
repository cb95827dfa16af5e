/** The checks of a strategy's answers while programs run. Not rewritten itself. */
@NullMarked
package io.vmalock.conformance.modelcheck.oracle;

import org.jspecify.annotations.NullMarked;
