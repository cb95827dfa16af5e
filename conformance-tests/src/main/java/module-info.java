/** The conformance suite every per-VMA lock strategy has to pass. */
module io.vmalock.conformance {
  exports io.vmalock.conformance;
  exports io.vmalock.conformance.matrix;
  exports io.vmalock.conformance.space;

  requires transitive io.vmalock;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires static org.jspecify;

  exports io.vmalock.conformance.explore;
  exports io.vmalock.conformance.explore.litmus;
  exports io.vmalock.conformance.explore.memory;
  exports io.vmalock.conformance.explore.oracle;
  exports io.vmalock.conformance.explore.program;
  exports io.vmalock.conformance.explore.rewrite;
  // Rewritten code calls it, in place of what it did.
  exports io.vmalock.conformance.explore.run;
  exports io.vmalock.conformance.explore.search;
  exports io.vmalock.conformance.explore.weaken;
}
