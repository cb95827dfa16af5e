/** Results of the matrix: as files, and as tables and charts. */
@NullMarked
package io.vmalock.bench.report;

import org.jspecify.annotations.NullMarked;
