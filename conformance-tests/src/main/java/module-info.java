/** The conformance suite every per-VMA lock strategy has to pass. */
module io.vmalock.conformance {
  exports io.vmalock.conformance;
  exports io.vmalock.conformance.check;
  exports io.vmalock.conformance.matrix;
  exports io.vmalock.conformance.space;

  requires transitive io.vmalock;
  requires transitive io.vmalock.modelcheck;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm.tree.analysis;
  requires static org.jspecify;

  exports io.vmalock.conformance.modelcheck.campaign;
  exports io.vmalock.conformance.modelcheck.oracle;
  exports io.vmalock.conformance.modelcheck.program;
  exports io.vmalock.conformance.modelcheck.weaken;
  exports io.vmalock.conformance.mutate;
}
