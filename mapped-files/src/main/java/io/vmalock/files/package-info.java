/** Mapped files that are replaced and dropped under their readers, in a flat address space. */
@NullMarked
package io.vmalock.files;

import org.jspecify.annotations.NullMarked;
