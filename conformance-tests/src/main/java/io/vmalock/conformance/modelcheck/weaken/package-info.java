/** Takes the memory order of a strategy away, one mode at a time, to see that it is missed. */
@NullMarked
package io.vmalock.conformance.modelcheck.weaken;

import org.jspecify.annotations.NullMarked;
