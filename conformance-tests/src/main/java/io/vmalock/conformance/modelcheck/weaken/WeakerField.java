package io.vmalock.conformance.modelcheck.weaken;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replaces an access to a volatile field by a weaker one: a call of an added method, which finds a
 * VarHandle of the field and makes the access through it.
 */
final class WeakerField {
  private static final String LOOKUP = Type.getInternalName(MethodHandles.Lookup.class);

  private WeakerField() {}

  static void set(
      ClassNode node, MethodNode in, FieldInsnNode at, String holder, WeakerMode weaker) {
    boolean loads = OrderedAccess.isLoad(at);
    boolean isStatic = at.getOpcode() == Opcodes.GETSTATIC || at.getOpcode() == Opcodes.PUTSTATIC;
    Type owner = Type.getObjectType(at.owner);
    Type type = Type.getType(at.desc);
    String descriptor =
        "("
            + (isStatic ? "" : owner.getDescriptor())
            + (loads ? ")" + type.getDescriptor() : type.getDescriptor() + ")V");
    MethodNode method = WeakerCall.add(node, descriptor);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(MethodHandles.class),
        "lookup",
        "()L" + LOOKUP + ";",
        false);
    method.visitLdcInsn(Type.getObjectType(holder));
    method.visitLdcInsn(at.name);
    pushClass(method, type);
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        LOOKUP,
        isStatic ? "findStaticVarHandle" : "findVarHandle",
        "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/Class;)L" + WeakerCall.HANDLE + ";",
        false);
    int local = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        WeakerCall.HANDLE,
        switch (weaker) {
          case ACQUIRE -> "getAcquire";
          case RELEASE -> "setRelease";
          default -> throw new IllegalArgumentException("no such access of a field: " + weaker);
        },
        descriptor,
        false);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    in.instructions.set(at, WeakerCall.callOf(node, method));
  }

  private static void pushClass(MethodNode method, Type type) {
    String box =
        switch (type.getSort()) {
          case Type.BOOLEAN -> "Boolean";
          case Type.BYTE -> "Byte";
          case Type.CHAR -> "Character";
          case Type.SHORT -> "Short";
          case Type.INT -> "Integer";
          case Type.LONG -> "Long";
          case Type.FLOAT -> "Float";
          case Type.DOUBLE -> "Double";
          default -> "";
        };
    if (box.isEmpty()) {
      method.visitLdcInsn(type);
    } else {
      method.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/" + box, "TYPE", "Ljava/lang/Class;");
    }
  }
}
