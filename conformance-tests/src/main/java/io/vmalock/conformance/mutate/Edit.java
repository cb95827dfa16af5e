package io.vmalock.conformance.mutate;

import org.objectweb.asm.tree.MethodNode;

/**
 * One change of one method.
 *
 * @param words the change in words, which also name the mutant
 * @param at the index of the instruction that it changes
 * @param change applies it to a copy of the method
 */
record Edit(Operator operator, String words, int at, Change change) {
  /** Changes a method, whose instructions are at the same indices. */
  @FunctionalInterface
  interface Change {
    void make(MethodNode method);
  }
}
