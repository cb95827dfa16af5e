/**
 * The rewriting of bytecode: every access to shared memory, and every call that waits or wakes,
 * becomes a call of the model checker.
 */
@NullMarked
package io.vmalock.modelcheck.rewrite;

import org.jspecify.annotations.NullMarked;
