/**
 * What all commands share: exit codes, options with one meaning, and names that may be mistyped.
 */
@NullMarked
package io.vmalock.bench.cli;

import org.jspecify.annotations.NullMarked;
