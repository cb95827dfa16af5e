/** Rules by strategies: what the kit found out, as data, for all forms in which people see it. */
@NullMarked
package io.vmalock.conformance.matrix;

import org.jspecify.annotations.NullMarked;
