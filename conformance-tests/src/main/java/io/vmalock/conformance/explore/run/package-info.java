/**
 * One execution: threads that take turns, the variables that they share, and all that they may wait
 * for.
 */
@NullMarked
package io.vmalock.conformance.explore.run;

import org.jspecify.annotations.NullMarked;
