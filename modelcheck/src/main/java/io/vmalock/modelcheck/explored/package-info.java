/**
 * Reimplemented JDK classes that depend on the garbage collector or on private parts of the JDK.
 * They have the JDK's methods, and are rewritten and explored like a program's own classes.
 */
@NullMarked
package io.vmalock.modelcheck.explored;

import org.jspecify.annotations.NullMarked;
