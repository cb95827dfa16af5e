/**
 * Mapped files that are replaced under their readers: by this project's module, and in the other
 * ways of programs.
 */
@NullMarked
package io.vmalock.bench.scenario.files;

import org.jspecify.annotations.NullMarked;
