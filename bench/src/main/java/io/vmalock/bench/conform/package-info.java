/** What the conformance kit found out, in the forms in which people and programs read it. */
@NullMarked
package io.vmalock.bench.conform;

import org.jspecify.annotations.NullMarked;
