package io.vmalock.conformance.mutate;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Makes loops end early: one round before the last, or after the first. */
final class Loops {
  /** The variable that a loop counts with is loaded within so many instructions of its end. */
  private static final int NEAR = 6;

  private static final String ITERATOR = "java/util/Iterator";

  private Loops() {}

  static void find(Code code, List<Edit> edits) {
    for (int end = 0; end < code.size(); end++) {
      if (!(code.get(end) instanceof JumpInsnNode back) || !code.isReached(end)) {
        continue;
      }
      int begin = code.indexOf(back.label);
      if (begin > end) {
        continue;
      }
      if (back.getOpcode() == Opcodes.GOTO ? Code.next(back) != null : pops(back) >= 0) {
        int at = end;
        edits.add(
            new Edit(
                Operator.LOOP_ONCE, "loop ends after one round", at, method -> once(method, at)));
      }
      for (int i = begin; i <= end; i++) {
        if (code.get(i) instanceof JumpInsnNode jump) {
          boolean leaves = i < end && code.indexOf(jump.label) > end;
          if (leaves || i == end) {
            counted(code, jump, begin, end, leaves, edits);
          }
        } else if (code.get(i) instanceof MethodInsnNode call) {
          iterated(call, i, edits);
        }
      }
    }
  }

  /** The number of values that a conditional jump takes, or -1. */
  private static int pops(JumpInsnNode jump) {
    int opcode = jump.getOpcode();
    if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE) {
      return 2;
    }
    boolean one =
        opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE
            || opcode == Opcodes.IFNULL
            || opcode == Opcodes.IFNONNULL;
    return one ? 1 : -1;
  }

  private static void once(MethodNode method, int index) {
    JumpInsnNode back = (JumpInsnNode) method.instructions.get(index);
    for (int i = 0; i < pops(back); i++) {
      method.instructions.insertBefore(back, new InsnNode(Opcodes.POP));
    }
    method.instructions.remove(back);
  }

  /** A loop that counts, up or down to a limit. */
  private static void counted(
      Code code, JumpInsnNode jump, int begin, int end, boolean leaves, List<Edit> edits) {
    // Where it leaves, it goes on as long as the opposite holds.
    boolean up;
    switch (jump.getOpcode()) {
      case Opcodes.IF_ICMPLT, Opcodes.IF_ICMPLE -> up = !leaves;
      case Opcodes.IF_ICMPGE, Opcodes.IF_ICMPGT -> up = leaves;
      case Opcodes.IFLE, Opcodes.IFLT -> up = !leaves;
      case Opcodes.IFGT, Opcodes.IFGE -> up = leaves;
      default -> {
        return;
      }
    }
    if (!counts(code, jump, begin, end)) {
      return;
    }
    // On top of the stack is the limit; or, where it is 0, the variable itself.
    boolean limit = pops(jump) == 2;
    int by = up == limit ? Opcodes.ISUB : Opcodes.IADD;
    int at = code.indexOf(jump);
    edits.add(
        new Edit(
            Operator.LOOP_STOPS_EARLY,
            "loop stops one early",
            at,
            method -> {
              InsnList code2 = new InsnList();
              code2.add(new InsnNode(Opcodes.ICONST_1));
              code2.add(new InsnNode(by));
              method.instructions.insertBefore(method.instructions.get(at), code2);
            }));
  }

  /** Whether a variable that the jump compares is counted in the loop. */
  private static boolean counts(Code code, JumpInsnNode jump, int begin, int end) {
    @Nullable AbstractInsnNode at = Code.previous(jump);
    for (int i = 0; i < NEAR && at != null; i++) {
      if (at instanceof VarInsnNode load && load.getOpcode() == Opcodes.ILOAD) {
        for (int k = begin; k <= end; k++) {
          if (code.get(k) instanceof IincInsnNode increment && increment.var == load.var) {
            return true;
          }
        }
      }
      at = Code.previous(at);
    }
    return false;
  }

  /** A loop over the elements of an iterator: the last one is left out. */
  private static void iterated(MethodInsnNode call, int index, List<Edit> edits) {
    if (!call.owner.equals(ITERATOR)
        || !call.name.equals("next")
        || !(Code.previous(call) instanceof VarInsnNode iterator)) {
      return;
    }
    LabelNode exit = exit(iterator);
    if (exit == null) {
      return;
    }
    edits.add(
        new Edit(
            Operator.LOOP_STOPS_EARLY,
            "loop stops one early",
            index,
            method -> {
              MethodInsnNode next = (MethodInsnNode) method.instructions.get(index);
              VarInsnNode from = (VarInsnNode) Objects.requireNonNull(Code.previous(next));
              LabelNode out = Objects.requireNonNull(exit(from));
              LabelNode goOn = new LabelNode();
              InsnList code = new InsnList();
              code.add(new VarInsnNode(Opcodes.ALOAD, from.var));
              code.add(
                  new MethodInsnNode(Opcodes.INVOKEINTERFACE, ITERATOR, "hasNext", "()Z", true));
              code.add(new JumpInsnNode(Opcodes.IFNE, goOn));
              code.add(new InsnNode(Opcodes.POP));
              code.add(new JumpInsnNode(Opcodes.GOTO, out));
              code.add(goOn);
              method.instructions.insert(next, code);
            }));
  }

  /** The exit of the loop when there is no next element, which it has just asked for. */
  private static @Nullable LabelNode exit(VarInsnNode iterator) {
    AbstractInsnNode jump = Code.previous(iterator);
    AbstractInsnNode asks = jump == null ? null : Code.previous(jump);
    return jump instanceof JumpInsnNode out
            && out.getOpcode() == Opcodes.IFEQ
            && asks instanceof MethodInsnNode call
            && call.name.equals("hasNext")
        ? out.label
        : null;
  }
}
