/** The contract as one executable model: what each call may answer in each state, and why. */
@NullMarked
package io.vmalock.conformance.model;

import org.jspecify.annotations.NullMarked;
