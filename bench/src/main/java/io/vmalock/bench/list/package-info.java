/** The list command: which strategies there are and what they can do. */
@NullMarked
package io.vmalock.bench.list;

import org.jspecify.annotations.NullMarked;
