package io.vmalock.conformance.mutate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Changes whole numbers by one, up and down, and a boolean to the other value. */
final class Constants {
  private Constants() {}

  static void find(Code code, List<Edit> edits) {
    for (int i = 0; i < code.size(); i++) {
      if (!code.isReached(i)) {
        continue;
      }
      AbstractInsnNode at = code.get(i);
      if (at instanceof IincInsnNode increment) {
        add(edits, i, increment.incr, increment.incr + 1);
        add(edits, i, increment.incr, increment.incr - 1);
        continue;
      }
      Number value = value(at);
      if (value == null) {
        continue;
      }
      long number = value.longValue();
      if (isBoolean(code.method(), at)) {
        edits.add(
            new Edit(
                Operator.CONSTANT_BY_ONE,
                number == 0 ? "false made true" : "true made false",
                i,
                with(i, 1 - number)));
      } else {
        add(edits, i, number, number + 1);
        add(edits, i, number, number - 1);
      }
    }
  }

  private static void add(List<Edit> edits, int index, long from, long to) {
    edits.add(new Edit(Operator.CONSTANT_BY_ONE, from + " made " + to, index, with(index, to)));
  }

  private static Edit.Change with(int index, long to) {
    return (MethodNode method) -> {
      AbstractInsnNode at = method.instructions.get(index);
      if (at instanceof IincInsnNode increment) {
        increment.incr = (int) to;
      } else {
        boolean isLong = value(at) instanceof Long;
        method.instructions.set(at, new LdcInsnNode(isLong ? (Number) to : (Number) (int) to));
      }
    };
  }

  /** The number that an instruction puts on the stack, or null. */
  static @Nullable Number value(AbstractInsnNode at) {
    int opcode = at.getOpcode();
    if (at instanceof InsnNode) {
      if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
        return opcode - Opcodes.ICONST_0;
      }
      return opcode == Opcodes.LCONST_0 ? (Long) 0L : opcode == Opcodes.LCONST_1 ? (Long) 1L : null;
    }
    if (at instanceof IntInsnNode number && opcode != Opcodes.NEWARRAY) {
      return number.operand;
    }
    return at instanceof LdcInsnNode constant
            && (constant.cst instanceof Integer || constant.cst instanceof Long)
        ? (Number) constant.cst
        : null;
  }

  /** Whether the following instruction uses a number as true or false. */
  private static boolean isBoolean(MethodNode method, AbstractInsnNode at) {
    Number value = value(at);
    if (!(value instanceof Integer number) || number < 0 || number > 1) {
      return false;
    }
    AbstractInsnNode use = Code.next(at);
    for (int i = 0; i < 3 && use instanceof JumpInsnNode jump; i++) {
      if (jump.getOpcode() != Opcodes.GOTO) {
        return false;
      }
      use = Code.next(jump.label);
    }
    if (use == null) {
      return false;
    }
    if (use.getOpcode() == Opcodes.IRETURN) {
      return Type.getReturnType(method.desc).getSort() == Type.BOOLEAN;
    }
    if (use instanceof FieldInsnNode field) {
      return field.desc.equals("Z");
    }
    if (use instanceof MethodInsnNode call) {
      Type[] arguments = Type.getArgumentTypes(call.desc);
      return arguments.length > 0 && arguments[arguments.length - 1].getSort() == Type.BOOLEAN;
    }
    if (use instanceof VarInsnNode store && store.getOpcode() == Opcodes.ISTORE) {
      for (LocalVariableNode variable :
          method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
        int index = method.instructions.indexOf(store);
        if (variable.index == store.var
            && index <= method.instructions.indexOf(variable.end)
            // The variable's range begins behind its first store.
            && index >= method.instructions.indexOf(variable.start) - 3) {
          return variable.desc.equals("Z");
        }
      }
    }
    return false;
  }
}
