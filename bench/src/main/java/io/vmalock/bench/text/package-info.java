/** Foreign text, made harmless for each form in which it is shown. */
@NullMarked
package io.vmalock.bench.text;

import org.jspecify.annotations.NullMarked;
