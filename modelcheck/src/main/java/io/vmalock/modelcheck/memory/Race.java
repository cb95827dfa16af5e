package io.vmalock.modelcheck.memory;

import org.jspecify.annotations.Nullable;

/**
 * Two accesses of one location, at least one of them a store and one of them plain, that
 * happens-before does not order.
 *
 * @param firstThread the index of the thread that came first in this execution
 * @param firstStores whether its access was a store
 * @param firstSite the place of its access
 * @param secondThread the index of the other thread
 * @param secondStores whether its access was a store
 * @param secondSite the place of its access
 */
public record Race(
    int firstThread,
    boolean firstStores,
    @Nullable Object firstSite,
    int secondThread,
    boolean secondStores,
    @Nullable Object secondSite) {}
