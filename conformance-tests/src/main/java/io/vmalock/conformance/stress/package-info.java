/** Many real threads for a while, with invariants under the lock. */
@NullMarked
package io.vmalock.conformance.stress;

import org.jspecify.annotations.NullMarked;
