/** A model checker for JVM bytecode. */
module io.vmalock.modelcheck {
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;

  exports io.vmalock.modelcheck;
  exports io.vmalock.modelcheck.check;
  exports io.vmalock.modelcheck.junit;
  exports io.vmalock.modelcheck.finding;
  exports io.vmalock.modelcheck.litmus;
  exports io.vmalock.modelcheck.machine;
  exports io.vmalock.modelcheck.memory;
  exports io.vmalock.modelcheck.program;
  exports io.vmalock.modelcheck.rewrite;
  exports io.vmalock.modelcheck.search;
  // Rewritten code calls these in place of its own instructions and of the JDK.
  exports io.vmalock.modelcheck.explored;
  exports io.vmalock.modelcheck.instruction;
  exports io.vmalock.modelcheck.jdk;
  exports io.vmalock.modelcheck.variable;
}
