package io.vmalock.modelcheck.program;

/**
 * A moment in the life of one thread of an execution.
 *
 * @param thread the index of the thread
 * @param event the number of the event of that thread
 */
public record Moment(int thread, int event) {}
