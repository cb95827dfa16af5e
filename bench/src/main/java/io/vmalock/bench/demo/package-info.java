/** Shows in a minute how readers fare when mapped files are replaced under them. */
@NullMarked
package io.vmalock.bench.demo;

import org.jspecify.annotations.NullMarked;
