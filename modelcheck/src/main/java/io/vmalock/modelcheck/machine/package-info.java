/** An alternative runtime for rewritten code, such as a simulation of caches. */
@NullMarked
package io.vmalock.modelcheck.machine;

import org.jspecify.annotations.NullMarked;
