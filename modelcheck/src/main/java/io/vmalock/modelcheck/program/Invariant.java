package io.vmalock.modelcheck.program;

import java.util.function.BooleanSupplier;

/**
 * A condition that must hold at every point of every execution.
 *
 * @param name the condition in words, for the report
 * @param holds tests the condition; it runs on the thread that stored last and sees the newest
 *     value of every variable, and its own stores are discarded
 */
public record Invariant(String name, BooleanSupplier holds) {}
