/** The list command, which shows the strategies and their capabilities. */
@NullMarked
package io.vmalock.bench.list;

import org.jspecify.annotations.NullMarked;
