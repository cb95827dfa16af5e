/**
 * Mapped files that are replaced under their readers: by this project's module, and in the ways
 * that programs have instead.
 */
@NullMarked
package io.vmalock.bench.scenario.files;

import org.jspecify.annotations.NullMarked;
