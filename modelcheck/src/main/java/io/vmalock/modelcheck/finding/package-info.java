/**
 * The model checker's report: a finding, the trace of the execution that shows it, and the schedule
 * that repeats it.
 */
@NullMarked
package io.vmalock.modelcheck.finding;

import org.jspecify.annotations.NullMarked;
