/** The verdicts of the conformance kit, in the forms for people and programs. */
@NullMarked
package io.vmalock.bench.conform;

import org.jspecify.annotations.NullMarked;
