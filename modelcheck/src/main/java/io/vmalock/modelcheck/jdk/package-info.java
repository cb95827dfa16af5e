/** What rewritten code calls in place of methods of the JDK. */
@NullMarked
package io.vmalock.modelcheck.jdk;

import org.jspecify.annotations.NullMarked;
