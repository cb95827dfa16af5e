/** How the next execution is chosen: depth first within bounds, at random, or as written down. */
@NullMarked
package io.vmalock.modelcheck.search;

import org.jspecify.annotations.NullMarked;
