package io.vmalock.conformance.mutate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Leaves calls and stores out, and exchanges arguments. */
final class Calls {
  private Calls() {}

  static void find(Code code, List<Edit> edits) {
    for (int i = 0; i < code.size(); i++) {
      AbstractInsnNode at = code.get(i);
      if (!code.isReached(i)) {
        continue;
      }
      if (at instanceof MethodInsnNode call && !call.name.equals("<init>")) {
        if (isStatement(call)) {
          edits.add(
              new Edit(
                  Operator.CALL_LEFT_OUT, "call of " + call.name + " left out", i, callLeftOut(i)));
        }
      } else if (isStore(at)) {
        edits.add(new Edit(Operator.STORE_LEFT_OUT, name(at) + " left out", i, storeLeftOut(i)));
      }
      if (at instanceof MethodInsnNode call && !isSymmetric(call)) {
        exchanges(call, i, edits);
      }
    }
  }

  /** Whether the order of its arguments is irrelevant. */
  private static boolean isSymmetric(MethodInsnNode call) {
    return call.owner.equals("java/util/Set") && call.name.equals("of")
        || call.owner.equals("java/lang/Math")
            && (call.name.equals("max") || call.name.equals("min"));
  }

  /** Whether the value of a call, if it has one, is unused. */
  static boolean isStatement(MethodInsnNode call) {
    return Type.getReturnType(call.desc) == Type.VOID_TYPE && !call.name.equals("<init>")
        || isPop(Code.next(call));
  }

  static boolean isPop(@Nullable AbstractInsnNode at) {
    return at != null && (at.getOpcode() == Opcodes.POP || at.getOpcode() == Opcodes.POP2);
  }

  /** Whether it stores to a field or an element. */
  static boolean isStore(AbstractInsnNode at) {
    int opcode = at.getOpcode();
    return opcode == Opcodes.PUTFIELD
        || opcode == Opcodes.PUTSTATIC
        || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
  }

  /** The description of a store or call. */
  static String name(AbstractInsnNode at) {
    if (at instanceof MethodInsnNode call) {
      return "call of " + call.name;
    }
    return at instanceof FieldInsnNode field ? "store to " + field.name : "store to an element";
  }

  private static Edit.Change callLeftOut(int index) {
    return (MethodNode method) -> {
      MethodInsnNode call = (MethodInsnNode) method.instructions.get(index);
      InsnList pops = new InsnList();
      Type[] arguments = Type.getArgumentTypes(call.desc);
      for (int i = arguments.length - 1; i >= 0; i--) {
        pops.add(Code.pop(arguments[i]));
      }
      if (call.getOpcode() != Opcodes.INVOKESTATIC) {
        pops.add(new InsnNode(Opcodes.POP));
      }
      if (Type.getReturnType(call.desc) != Type.VOID_TYPE) {
        AbstractInsnNode pop = Code.next(call);
        if (pop != null) {
          method.instructions.remove(pop);
        }
      }
      method.instructions.insertBefore(call, pops);
      method.instructions.remove(call);
    };
  }

  private static Edit.Change storeLeftOut(int index) {
    return (MethodNode method) -> {
      AbstractInsnNode store = method.instructions.get(index);
      InsnList pops = new InsnList();
      if (store instanceof FieldInsnNode field) {
        pops.add(Code.pop(Type.getType(field.desc)));
        if (field.getOpcode() == Opcodes.PUTFIELD) {
          pops.add(new InsnNode(Opcodes.POP));
        }
      } else {
        boolean isWide =
            store.getOpcode() == Opcodes.LASTORE || store.getOpcode() == Opcodes.DASTORE;
        pops.add(new InsnNode(isWide ? Opcodes.POP2 : Opcodes.POP));
        pops.add(new InsnNode(Opcodes.POP2));
      }
      method.instructions.insertBefore(store, pops);
      method.instructions.remove(store);
    };
  }

  private static void exchanges(MethodInsnNode call, int index, List<Edit> edits) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    for (int i = 0; i < arguments.length; i++) {
      for (int j = i + 1; j < arguments.length; j++) {
        if (arguments[i].equals(arguments[j]) && !(j == i + 1 && areAlike(call, arguments, j))) {
          edits.add(
              new Edit(
                  Operator.ARGUMENTS_EXCHANGED,
                  "arguments " + (i + 1) + " and " + (j + 1) + " of " + call.name + " exchanged",
                  index,
                  exchange(index, i, j)));
        }
      }
    }
  }

  /** Whether the last two arguments are the same variable, or the same constant. */
  private static boolean areAlike(MethodInsnNode call, Type[] arguments, int second) {
    AbstractInsnNode last = Code.previous(call);
    AbstractInsnNode before = last == null ? null : Code.previous(last);
    if (last == null || before == null || second != arguments.length - 1) {
      return false;
    }
    Number constant = Constants.value(last);
    if (constant != null) {
      return constant.equals(Constants.value(before));
    }
    return last instanceof VarInsnNode one
        && before instanceof VarInsnNode other
        && one.getOpcode() == other.getOpcode()
        && one.var == other.var;
  }

  /** By way of new variables. */
  private static Edit.Change exchange(int index, int one, int other) {
    return (MethodNode method) -> {
      MethodInsnNode call = (MethodInsnNode) method.instructions.get(index);
      Type[] arguments = Type.getArgumentTypes(call.desc);
      int[] variables = new int[arguments.length];
      int free = method.maxLocals;
      InsnList code = new InsnList();
      for (int i = arguments.length - 1; i >= one; i--) {
        variables[i] = free;
        free += arguments[i].getSize();
        code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), variables[i]));
      }
      for (int i = one; i < arguments.length; i++) {
        int from = i == one ? other : i == other ? one : i;
        code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), variables[from]));
      }
      method.instructions.insertBefore(call, code);
    };
  }
}
