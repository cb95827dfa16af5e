package io.vmalock.bench.replay.recording;

/**
 * A SIGSEGV that strace saw: a fault that the kernel could not serve.
 *
 * @param mapped whether there was an area (SEGV_ACCERR), and not nothing (SEGV_MAPERR)
 */
public record Refusal(int line, int tid, long time, long address, boolean mapped) {}
