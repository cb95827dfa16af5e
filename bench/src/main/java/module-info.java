/** The {@code vmalock} command and the benchmarks. */
module io.vmalock.bench {
  requires io.vmalock;
  requires io.vmalock.conformance;
  requires io.vmalock.files;
  requires com.google.common;
  requires com.google.gson;
  requires info.picocli;
  requires jmh.core;
  requires java.management;
  requires jol.core;
  requires HdrHistogram;
  requires org.apache.commons.rng.api;
  requires org.apache.commons.statistics.descriptive;
  requires org.apache.commons.statistics.distribution;
  requires org.apache.commons.text;
  requires org.jspecify; // also when results are read: which fields may be missing
  // Modules that JMH and JOL use, and cannot require as automatic modules.
  requires jdk.unsupported;
  requires jdk.management;

  // Simulated cores run rewritten code, which another loader defines.
  exports io.vmalock.bench.scale.machine;

  // JMH's generated classes are beside the benchmarks, and it looks at all of them reflectively.
  opens io.vmalock.bench.scenario;
  opens io.vmalock.bench.scenario.files;
  // Commands are filled in reflectively from their annotations.
  opens io.vmalock.bench to
      info.picocli;
  opens io.vmalock.bench.cli to
      info.picocli;
  opens io.vmalock.bench.list to
      info.picocli;
  opens io.vmalock.bench.conform to
      info.picocli;
  opens io.vmalock.bench.weaken to
      info.picocli;
  opens io.vmalock.bench.mutate to
      info.picocli;
  opens io.vmalock.bench.compare to
      info.picocli;
  opens io.vmalock.bench.report to
      info.picocli;
  opens io.vmalock.bench.demo to
      info.picocli;
  opens io.vmalock.bench.diff to
      info.picocli;
  opens io.vmalock.bench.scale to
      info.picocli;
  opens io.vmalock.bench.replay to
      info.picocli,
      com.google.gson;
  // Results are written as JSON.
  opens io.vmalock.bench.result to
      com.google.gson;
  opens io.vmalock.bench.machine to
      com.google.gson;
}
