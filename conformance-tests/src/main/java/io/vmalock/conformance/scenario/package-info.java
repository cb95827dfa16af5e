/** The rules as short deterministic stories on real threads, grouped by what they are about. */
@NullMarked
package io.vmalock.conformance.scenario;

import org.jspecify.annotations.NullMarked;
