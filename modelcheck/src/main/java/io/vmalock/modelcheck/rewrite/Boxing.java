package io.vmalock.modelcheck.rewrite;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Instructions between primitives and their boxes. */
final class Boxing {
  private static final String OBJECT = "java/lang/Object";

  private Boxing() {}

  private static String boxOf(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.BYTE -> "java/lang/Byte";
      case Type.CHAR -> "java/lang/Character";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      case Type.DOUBLE -> "java/lang/Double";
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  /** Boxes the value on the stack, if it is a primitive. */
  static void box(InsnList to, Type type) {
    if (isPrimitive(type)) {
      String box = boxOf(type);
      to.add(
          new MethodInsnNode(
              Opcodes.INVOKESTATIC, box, "valueOf", "(" + type.getDescriptor() + ")L" + box + ";"));
    }
  }

  /** Unboxes the object on the stack to a value of {@code type}. */
  static void unbox(InsnList to, Type type) {
    if (isPrimitive(type)) {
      String box = boxOf(type);
      to.add(new TypeInsnNode(Opcodes.CHECKCAST, box));
      to.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL,
              box,
              type.getClassName() + "Value",
              "()" + type.getDescriptor()));
    } else if (!type.getInternalName().equals(OBJECT)) {
      to.add(new TypeInsnNode(Opcodes.CHECKCAST, type.getInternalName()));
    }
  }

  /**
   * Converts the object on the stack to a value of {@code type}; for a number, from any box of a
   * number.
   */
  static void unboxLoosely(InsnList to, Type type) {
    boolean isNumber =
        isPrimitive(type) && type.getSort() != Type.BOOLEAN && type.getSort() != Type.CHAR;
    if (isNumber) {
      to.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Number"));
      to.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL,
              "java/lang/Number",
              type.getClassName() + "Value",
              "()" + type.getDescriptor()));
    } else {
      unbox(to, type);
    }
  }
}
