package io.vmalock.conformance.mutate;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Negates conditions and moves their boundaries. */
final class Conditions {
  private Conditions() {}

  static void find(Code code, List<Edit> edits) {
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof JumpInsnNode jump && code.isReached(i)) {
        int opcode = jump.getOpcode();
        int negated = negated(opcode);
        if (negated >= 0) {
          edits.add(new Edit(Operator.CONDITION_NEGATED, "condition negated", i, with(i, negated)));
        }
        int moved = moved(opcode);
        if (moved >= 0) {
          edits.add(
              new Edit(
                  Operator.BOUNDARY_MOVED, "boundary of the condition moved", i, with(i, moved)));
        }
      }
    }
  }

  private static Edit.Change with(int index, int opcode) {
    return (MethodNode method) -> ((JumpInsnNode) method.instructions.get(index)).setOpcode(opcode);
  }

  /** The jump where this one does not, or -1. */
  private static int negated(int opcode) {
    return switch (opcode) {
      case Opcodes.IFEQ -> Opcodes.IFNE;
      case Opcodes.IFNE -> Opcodes.IFEQ;
      case Opcodes.IFLT -> Opcodes.IFGE;
      case Opcodes.IFGE -> Opcodes.IFLT;
      case Opcodes.IFGT -> Opcodes.IFLE;
      case Opcodes.IFLE -> Opcodes.IFGT;
      case Opcodes.IF_ICMPEQ -> Opcodes.IF_ICMPNE;
      case Opcodes.IF_ICMPNE -> Opcodes.IF_ICMPEQ;
      case Opcodes.IF_ICMPLT -> Opcodes.IF_ICMPGE;
      case Opcodes.IF_ICMPGE -> Opcodes.IF_ICMPLT;
      case Opcodes.IF_ICMPGT -> Opcodes.IF_ICMPLE;
      case Opcodes.IF_ICMPLE -> Opcodes.IF_ICMPGT;
      case Opcodes.IF_ACMPEQ -> Opcodes.IF_ACMPNE;
      case Opcodes.IF_ACMPNE -> Opcodes.IF_ACMPEQ;
      case Opcodes.IFNULL -> Opcodes.IFNONNULL;
      case Opcodes.IFNONNULL -> Opcodes.IFNULL;
      default -> -1;
    };
  }

  /** The jump with equality on the other side, or -1. */
  private static int moved(int opcode) {
    return switch (opcode) {
      case Opcodes.IFLT -> Opcodes.IFLE;
      case Opcodes.IFLE -> Opcodes.IFLT;
      case Opcodes.IFGT -> Opcodes.IFGE;
      case Opcodes.IFGE -> Opcodes.IFGT;
      case Opcodes.IF_ICMPLT -> Opcodes.IF_ICMPLE;
      case Opcodes.IF_ICMPLE -> Opcodes.IF_ICMPLT;
      case Opcodes.IF_ICMPGT -> Opcodes.IF_ICMPGE;
      case Opcodes.IF_ICMPGE -> Opcodes.IF_ICMPGT;
      default -> -1;
    };
  }
}
