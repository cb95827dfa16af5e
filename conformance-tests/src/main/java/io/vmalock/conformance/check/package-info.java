/** The words of the kit: rules, checks, options, and what comes of a check. */
@NullMarked
package io.vmalock.conformance.check;

import org.jspecify.annotations.NullMarked;
