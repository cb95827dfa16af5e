package io.vmalock.modelcheck.jdk;

/** Stands for what ForkJoinPool offers to the rest of the JDK, where nobody asks for it. */
public interface ModelPoolAccess {}
