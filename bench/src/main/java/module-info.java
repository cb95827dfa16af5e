/** The {@code vmalock} command and the benchmarks. */
module io.vmalock.bench {
  requires io.vmalock;
  requires io.vmalock.conformance;
  requires com.google.common;
  requires com.google.gson;
  requires commons.math3;
  requires info.picocli;
  requires jmh.core;
  requires java.management;
  requires jol.core;
  requires HdrHistogram;
  // What JMH and JOL use, and cannot say as automatic modules.
  requires jdk.unsupported;
  requires jdk.management;
  requires static org.jspecify;

  // JMH's generated classes are beside the benchmarks, and it looks at all of them reflectively.
  opens io.vmalock.bench.matrix;
  // Commands are filled in reflectively from their annotations.
  opens io.vmalock.bench.compare to
      info.picocli;
  opens io.vmalock.bench.report to
      com.google.gson;
  opens io.vmalock.bench.replay to
      info.picocli,
      com.google.gson;
  opens io.vmalock.bench to
      info.picocli,
      com.google.gson;

  // Results are written as JSON.
  opens io.vmalock.bench.terminal to
      com.google.gson;
}
