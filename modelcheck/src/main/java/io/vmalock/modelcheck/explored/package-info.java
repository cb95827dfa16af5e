/**
 * Classes of the JDK that are tied to the garbage collector or to private parts of it, written anew
 * with the same methods. They are rewritten and explored as a program's own classes are.
 */
@NullMarked
package io.vmalock.modelcheck.explored;

import org.jspecify.annotations.NullMarked;
