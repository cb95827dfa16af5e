/** Shows results and progress on a terminal. */
@NullMarked
package io.vmalock.bench.terminal;

import org.jspecify.annotations.NullMarked;
