/** Shows in a minute what happens when mapped files are replaced under their readers. */
@NullMarked
package io.vmalock.bench.demo;

import org.jspecify.annotations.NullMarked;
