package io.vmalock.modelcheck.jdk;

/**
 * Stands for the interface that ForkJoinPool offers to the rest of the JDK, which makes no use of
 * it here.
 */
public interface ModelPoolAccess {}
