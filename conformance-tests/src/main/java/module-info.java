/** The conformance suite every per-VMA lock strategy has to pass. */
module io.vmalock.conformance {
  requires transitive io.vmalock;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires static transitive org.jspecify;
}
