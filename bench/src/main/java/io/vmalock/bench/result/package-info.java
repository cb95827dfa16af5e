/** The results of a run: measurements by cell, and the file that keeps them. */
@NullMarked
package io.vmalock.bench.result;

import org.jspecify.annotations.NullMarked;
