/** Files to read and files to write, with failures in words. */
@NullMarked
package io.vmalock.bench.file;

import org.jspecify.annotations.NullMarked;
