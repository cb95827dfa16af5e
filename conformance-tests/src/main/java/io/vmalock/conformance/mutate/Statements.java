package io.vmalock.conformance.mutate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Exchanges neighbouring statements that store to memory, or call code that may. */
final class Statements {
  private Statements() {}

  /** The instructions from one index on, up to another, which leave nothing on the stack. */
  private record Statement(int from, int to, AbstractInsnNode effect) {}

  static void find(Code code, List<Edit> edits) {
    Statement before = null;
    for (int from = 0; from < code.size(); ) {
      if (code.isBorder(from)) {
        before = null;
      }
      if (!Code.isReal(code.get(from))) {
        from++;
        continue;
      }
      int to = end(code, from);
      AbstractInsnNode effect = effect(code, from, to);
      Statement statement = effect == null ? null : new Statement(from, to, effect);
      if (before != null && statement != null) {
        edits.add(
            new Edit(
                Operator.STORES_EXCHANGED,
                Calls.name(before.effect) + " and " + Calls.name(statement.effect) + " exchanged",
                from,
                exchange(before, statement)));
      }
      before = statement;
      from = to;
    }
  }

  private static int end(Code code, int from) {
    int to = from + 1;
    while (to < code.size()
        && !code.isBorder(to)
        && !(Code.isReal(code.get(to)) && code.isBetweenStatements(to))) {
      to++;
    }
    return to;
  }

  /** The store or call that a statement ends with; null if there is none, or more than that. */
  private static @Nullable AbstractInsnNode effect(Code code, int from, int to) {
    if (!code.isBetweenStatements(from)) {
      return null;
    }
    AbstractInsnNode last = null;
    for (int i = from; i < to; i++) {
      AbstractInsnNode at = code.get(i);
      int opcode = at.getOpcode();
      boolean storesLocally =
          at instanceof IincInsnNode
              || at instanceof VarInsnNode && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
      if (storesLocally
          || opcode >= Opcodes.IFEQ && opcode <= Opcodes.RETURN
          || opcode == Opcodes.ATHROW
          || opcode == Opcodes.IFNULL
          || opcode == Opcodes.IFNONNULL
          || opcode == Opcodes.MONITORENTER
          || opcode == Opcodes.MONITOREXIT) {
        return null;
      }
      if (Code.isReal(at)) {
        last = at;
      }
    }
    if (last != null && Calls.isPop(last)) {
      last = Code.previous(last);
    }
    boolean counts =
        last != null
            && (Calls.isStore(last)
                || last instanceof MethodInsnNode call && Calls.isStatement(call));
    return counts ? last : null;
  }

  private static Edit.Change exchange(Statement first, Statement second) {
    return (MethodNode method) -> {
      List<AbstractInsnNode> moved = new ArrayList<>();
      for (int i = second.from; i < second.to; i++) {
        if (Code.isReal(method.instructions.get(i))) {
          moved.add(method.instructions.get(i));
        }
      }
      AbstractInsnNode place = method.instructions.get(first.from);
      for (AbstractInsnNode each : moved) {
        method.instructions.remove(each);
        method.instructions.insertBefore(place, each);
      }
    };
  }
}
