/** The ordered index of a space's areas: immutable snapshots of a B+tree. Not exported. */
@NullMarked
package io.vmalock.space.index;

import org.jspecify.annotations.NullMarked;
