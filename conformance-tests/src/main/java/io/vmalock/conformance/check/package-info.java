/** The vocabulary of the kit: rules, checks, options, and the outcome of a check. */
@NullMarked
package io.vmalock.conformance.check;

import org.jspecify.annotations.NullMarked;
