/** Makes every single-edit mutant of a strategy, and judges each by the cheapest layer first. */
@NullMarked
package io.vmalock.conformance.mutate;

import org.jspecify.annotations.NullMarked;
