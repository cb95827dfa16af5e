/**
 * One execution of a program: its threads, its scheduler, its monitors, and its accesses to the
 * modelled memory.
 */
@NullMarked
package io.vmalock.modelcheck.execution;

import org.jspecify.annotations.NullMarked;
