/** Exploration of thread interleavings. */
@NullMarked
package io.vmalock.conformance.explore;

import org.jspecify.annotations.NullMarked;
