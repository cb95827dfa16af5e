package io.vmalock.conformance.mutate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Returns early, and has exceptions pass handlers by. */
final class Flow {
  /** A handler that gives a monitor back does so within so many instructions. */
  private static final int TO_MONITOR_EXIT = 3;

  private Flow() {}

  static void find(Code code, List<Edit> edits) {
    returns(code, edits);
    handlers(code, edits);
  }

  private static void returns(Code code, List<Edit> edits) {
    MethodNode method = code.method();
    if (method.name.startsWith("<") || hasMonitor(code)) {
      return;
    }
    Type type = Type.getReturnType(method.desc);
    boolean first = true;
    for (int i = 0; i < code.size(); i++) {
      AbstractInsnNode statement =
          code.get(i) instanceof LineNumberNode line ? Code.next(line) : null;
      if (statement == null || !code.isBetweenStatements(code.indexOf(statement))) {
        continue;
      }
      int at = code.indexOf(statement);
      if (!returns(statement, 0)) {
        edits.add(new Edit(Operator.EARLY_RETURN, words(type, 0), at, before(at, 0)));
      }
      if (first && isNumber(type) && !returns(statement, 1)) {
        edits.add(new Edit(Operator.EARLY_RETURN, words(type, 1), at, before(at, 1)));
      }
      first = false;
    }
  }

  /** Their exits go by the structure of the code. */
  private static boolean hasMonitor(Code code) {
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i).getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNumber(Type type) {
    return type.getSort() >= Type.BOOLEAN && type.getSort() <= Type.INT
        || type.getSort() == Type.LONG;
  }

  private static String words(Type type, int value) {
    return switch (type.getSort()) {
      case Type.VOID -> "returns early";
      case Type.BOOLEAN -> "returns " + (value != 0) + " early";
      case Type.OBJECT, Type.ARRAY -> "returns null early";
      default -> "returns " + value + " early";
    };
  }

  /** Whether a statement does just that anyway. */
  private static boolean returns(AbstractInsnNode statement, int value) {
    if (statement.getOpcode() == Opcodes.RETURN) {
      return true;
    }
    AbstractInsnNode next = Code.next(statement);
    boolean isReturn =
        next != null && next.getOpcode() >= Opcodes.IRETURN && next.getOpcode() <= Opcodes.ARETURN;
    Number constant = Constants.value(statement);
    return isReturn
        && (constant == null
            ? statement.getOpcode() == Opcodes.ACONST_NULL
            : constant.longValue() == value);
  }

  private static Edit.Change before(int index, int value) {
    return (MethodNode method) -> {
      Type type = Type.getReturnType(method.desc);
      InsnList code = new InsnList();
      switch (type.getSort()) {
        case Type.VOID -> {}
        case Type.LONG -> code.add(new InsnNode(Opcodes.LCONST_0 + value));
        case Type.FLOAT -> code.add(new InsnNode(Opcodes.FCONST_0 + value));
        case Type.DOUBLE -> code.add(new InsnNode(Opcodes.DCONST_0 + value));
        case Type.OBJECT, Type.ARRAY -> code.add(new InsnNode(Opcodes.ACONST_NULL));
        default -> code.add(new InsnNode(Opcodes.ICONST_0 + value));
      }
      code.add(new InsnNode(type.getOpcode(Opcodes.IRETURN)));
      method.instructions.insertBefore(method.instructions.get(index), code);
    };
  }

  private static void handlers(Code code, List<Edit> edits) {
    Set<LabelNode> handlers = new LinkedHashSet<>();
    code.method().tryCatchBlocks.forEach(block -> handlers.add(block.handler));
    for (LabelNode handler : handlers) {
      TryCatchBlockNode block =
          code.method().tryCatchBlocks.stream()
              .filter(each -> each.handler == handler)
              .findFirst()
              .orElseThrow();
      AbstractInsnNode first = Code.next(handler);
      if (first == null || givesMonitorBack(first)) {
        continue;
      }
      String what =
          block.type == null
              ? "finally"
              : "catch of " + Type.getObjectType(block.type).getClassName();
      int label = code.indexOf(handler);
      edits.add(
          new Edit(
              Operator.HANDLER_LEFT_OUT,
              what + " left out",
              code.indexOf(first),
              method -> {
                AbstractInsnNode same = method.instructions.get(label);
                method.tryCatchBlocks.removeIf(each -> each.handler == same);
              }));
    }
  }

  private static boolean givesMonitorBack(AbstractInsnNode first) {
    @Nullable AbstractInsnNode at = first;
    for (int i = 0; i < TO_MONITOR_EXIT && at != null; i++) {
      if (at.getOpcode() == Opcodes.MONITOREXIT) {
        return true;
      }
      at = Code.next(at);
    }
    return false;
  }
}
