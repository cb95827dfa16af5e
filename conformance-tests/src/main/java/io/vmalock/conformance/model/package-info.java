/** The contract as one executable model: the allowed answers of each call in each state. */
@NullMarked
package io.vmalock.conformance.model;

import org.jspecify.annotations.NullMarked;
