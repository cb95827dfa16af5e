/** The annotation that makes a method of a JUnit test a scenario for the model checker. */
@NullMarked
package io.vmalock.modelcheck.junit;

import org.jspecify.annotations.NullMarked;
