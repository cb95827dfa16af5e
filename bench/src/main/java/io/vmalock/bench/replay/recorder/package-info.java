/** Makes recordings with the tools of the machine. */
@NullMarked
package io.vmalock.bench.replay.recorder;

import org.jspecify.annotations.NullMarked;
