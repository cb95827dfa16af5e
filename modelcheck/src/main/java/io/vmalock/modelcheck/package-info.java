/**
 * A model checker for JVM bytecode: it runs a small concurrent program under every interleaving and
 * memory order within bounds.
 */
@NullMarked
package io.vmalock.modelcheck;

import org.jspecify.annotations.NullMarked;
