/** The rules as short deterministic stories on real threads, grouped by subject. */
@NullMarked
package io.vmalock.conformance.scenario;

import org.jspecify.annotations.NullMarked;
