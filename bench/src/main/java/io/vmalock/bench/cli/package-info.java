/**
 * The parts that all commands share: exit codes, options with one meaning, and hints for mistyped
 * names.
 */
@NullMarked
package io.vmalock.bench.cli;

import org.jspecify.annotations.NullMarked;
