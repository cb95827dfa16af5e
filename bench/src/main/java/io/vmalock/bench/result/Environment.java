package io.vmalock.bench.result;

/**
 * The machine and the settings of a measurement.
 *
 * @param cpu the processor's name
 * @param cores the number of processors that the JVM may use
 * @param memory the machine's memory in GiB
 * @param jvm name, version and home of the measured JVM
 * @param javaVersion its version alone
 * @param jvmArgs its options
 * @param os name and version of the operating system
 * @param commit the project's commit, and whether anything was changed since
 * @param command the command line
 * @param date the time at which it began
 * @param load the load average as it began; negative where unknown
 * @param profile the profile
 */
public record Environment(
    String cpu,
    int cores,
    double memory,
    String jvm,
    String javaVersion,
    String jvmArgs,
    String os,
    String commit,
    String command,
    String date,
    double load,
    String profile) {}
