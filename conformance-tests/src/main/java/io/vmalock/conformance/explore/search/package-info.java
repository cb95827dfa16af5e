/** How the next execution is chosen: depth first within bounds, at random, or as written down. */
@NullMarked
package io.vmalock.conformance.explore.search;

import org.jspecify.annotations.NullMarked;
