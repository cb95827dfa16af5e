/** The conformance suite that every per-VMA lock strategy has to pass. */
@NullMarked
package io.vmalock.conformance;

import org.jspecify.annotations.NullMarked;
