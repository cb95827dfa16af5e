package io.vmalock.modelcheck.rewrite;

import java.util.List;

/**
 * How much of a class is modelled.
 *
 * @param accesses field and element accesses, and accesses through handles, that were rewritten
 * @param constants accesses of fields that never change, left unchanged
 * @param calls rewritten calls that wait, wake, order accesses or read the time
 * @param unmodelled calls and accesses that the model checker refuses to judge if they are made
 */
public record Coverage(int accesses, int constants, int calls, List<String> unmodelled) {}
