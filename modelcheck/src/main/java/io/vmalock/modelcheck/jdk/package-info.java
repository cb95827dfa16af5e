/** The methods that rewritten code calls in place of the JDK's. */
@NullMarked
package io.vmalock.modelcheck.jdk;

import org.jspecify.annotations.NullMarked;
