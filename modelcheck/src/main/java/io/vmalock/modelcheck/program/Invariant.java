package io.vmalock.modelcheck.program;

import java.util.function.BooleanSupplier;

/**
 * What holds at every point of every execution.
 *
 * @param name what it says, for the report
 * @param holds whether it holds now; runs on whichever thread stored last, sees the newest value of
 *     every variable, and what it stores is forgotten
 */
public record Invariant(String name, BooleanSupplier holds) {}
