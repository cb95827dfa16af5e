/**
 * The searches that choose the next execution: depth first within bounds, at random, or by a
 * written schedule.
 */
@NullMarked
package io.vmalock.modelcheck.search;

import org.jspecify.annotations.NullMarked;
