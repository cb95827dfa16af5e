/** Another runtime than the model checker's for rewritten code, such as a simulation of caches. */
@NullMarked
package io.vmalock.modelcheck.machine;

import org.jspecify.annotations.NullMarked;
