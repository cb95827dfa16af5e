package io.vmalock.conformance.explore.weaken;

import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.F_APPEND;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IF_ACMPNE;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LCMP;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts a weaker access in the place of a call of a method of VarHandle. Most are one call of
 * another method; where the language has none, a method is added that makes it of those that it
 * has: what comes out is an ordinary class, which any JVM runs.
 */
final class WeakerCall {
  static final String HANDLE = "java/lang/invoke/VarHandle";

  private static final String ADDED = "weakened";

  private final ClassNode node;
  private final MethodInsnNode call;
  private final Type[] arguments;

  /** The type of the variable; of a reference, all that matters is that it is one. */
  private final Type type;

  WeakerCall(ClassNode node, MethodInsnNode call) {
    this.node = node;
    this.call = call;
    this.arguments = Type.getArgumentTypes(call.desc);
    this.type = arguments.length == 0 ? Type.VOID_TYPE : variable(arguments[arguments.length - 1]);
  }

  private static Type variable(Type value) {
    boolean refers = value.getSort() == Type.OBJECT || value.getSort() == Type.ARRAY;
    return refers ? Type.getType(Object.class) : value;
  }

  void set(Notch notch) {
    String name = call.name;
    if (name.startsWith("weakCompareAndSet")) {
      call.name =
          "weakCompareAndSet"
              + switch (notch) {
                case ACQUIRE -> "Acquire";
                case RELEASE -> "Release";
                default -> "Plain";
              };
    } else if (name.equals("compareAndSet")) {
      compareAndSet(notch == Notch.ACQUIRE ? "Acquire" : "Release");
    } else if (notch != Notch.OPAQUE) {
      call.name = name.replace("Volatile", "") + (notch == Notch.ACQUIRE ? "Acquire" : "Release");
    } else if (name.startsWith("getAnd")) {
      update(name.replace("Acquire", "").replace("Release", ""));
    } else if (name.startsWith("compareAndExchange")) {
      compareAndExchange();
    } else {
      call.name = name.substring(0, "get".length()) + "Opaque";
    }
  }

  /** By compareAndExchange, which has the modes that compareAndSet has not. */
  private void compareAndSet(String mode) {
    MethodNode method = add();
    load(method, arguments.length);
    handle(method, "compareAndExchange" + mode, type, arguments.length);
    method.visitVarInsn(type.getOpcode(ILOAD), local(arguments.length - 2));
    Label other = new Label();
    jumpIfOther(method, other);
    method.visitInsn(ICONST_1);
    method.visitInsn(IRETURN);
    method.visitLabel(other);
    method.visitFrame(F_SAME, 0, null, 0, null);
    method.visitInsn(ICONST_0);
    method.visitInsn(IRETURN);
  }

  /** A load, then a weak compare-and-set without order, again and again. */
  private void update(String name) {
    MethodNode method = add();
    int coordinates = arguments.length - 1;
    int old = local(arguments.length);
    Label again = again(method, coordinates, old);
    load(method, coordinates);
    method.visitVarInsn(type.getOpcode(ILOAD), old);
    if (!name.equals("getAndSet")) {
      method.visitVarInsn(type.getOpcode(ILOAD), old);
    }
    method.visitVarInsn(type.getOpcode(ILOAD), local(coordinates));
    switch (name) {
      case "getAndSet" -> {}
      case "getAndAdd" -> method.visitInsn(type.getOpcode(Opcodes.IADD));
      case "getAndBitwiseOr" -> method.visitInsn(type.getOpcode(Opcodes.IOR));
      case "getAndBitwiseAnd" -> method.visitInsn(type.getOpcode(Opcodes.IAND));
      case "getAndBitwiseXor" -> method.visitInsn(type.getOpcode(Opcodes.IXOR));
      default -> throw new IllegalArgumentException("no such update: " + name);
    }
    exchange(method, coordinates);
    method.visitJumpInsn(IFEQ, again);
    giveBack(method, old);
  }

  private void compareAndExchange() {
    MethodNode method = add();
    int coordinates = arguments.length - 2;
    int old = local(arguments.length);
    Label again = again(method, coordinates, old);
    Label done = new Label();
    method.visitVarInsn(type.getOpcode(ILOAD), old);
    method.visitVarInsn(type.getOpcode(ILOAD), local(coordinates));
    jumpIfOther(method, done);
    load(method, arguments.length);
    exchange(method, coordinates);
    method.visitJumpInsn(IFEQ, again);
    method.visitLabel(done);
    method.visitFrame(F_APPEND, 1, new Object[] {frameType()}, 0, null);
    giveBack(method, old);
  }

  private Label again(MethodNode method, int coordinates, int old) {
    Label again = new Label();
    method.visitLabel(again);
    method.visitFrame(F_SAME, 0, null, 0, null);
    load(method, coordinates);
    handle(method, "getOpaque", type, coordinates);
    method.visitVarInsn(type.getOpcode(ISTORE), old);
    return again;
  }

  private void exchange(MethodNode method, int coordinates) {
    Type[] types = new Type[coordinates + 2];
    System.arraycopy(arguments, 0, types, 0, coordinates);
    types[coordinates] = type;
    types[coordinates + 1] = type;
    method.visitMethodInsn(
        INVOKEVIRTUAL,
        HANDLE,
        "weakCompareAndSetPlain",
        Type.getMethodDescriptor(Type.BOOLEAN_TYPE, types),
        false);
  }

  private void giveBack(MethodNode method, int old) {
    Type result = Type.getReturnType(call.desc);
    if (result.getSort() != Type.VOID) {
      method.visitVarInsn(type.getOpcode(ILOAD), old);
    }
    if (type.getSort() == Type.OBJECT && result.getSort() != Type.VOID) {
      method.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
    }
    method.visitInsn(result.getOpcode(IRETURN));
  }

  private void jumpIfOther(MethodNode method, Label target) {
    switch (type.getSort()) {
      case Type.LONG -> {
        method.visitInsn(LCMP);
        method.visitJumpInsn(IFNE, target);
      }
      case Type.OBJECT -> method.visitJumpInsn(IF_ACMPNE, target);
      default -> method.visitJumpInsn(IF_ICMPNE, target);
    }
  }

  private Object frameType() {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LONG;
      case Type.OBJECT -> type.getInternalName();
      default -> Opcodes.INTEGER;
    };
  }

  /** Adds a method that takes the handle and the arguments, and calls it in the handle's place. */
  private MethodNode add() {
    if (type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE) {
      throw new IllegalArgumentException(
          "cannot weaken " + call.name + " of a " + type + ": no lock's word has this type");
    }
    Type result = Type.getReturnType(call.desc);
    Type[] types = new Type[arguments.length + 1];
    types[0] = Type.getObjectType(HANDLE);
    System.arraycopy(arguments, 0, types, 1, arguments.length);
    MethodNode method =
        new MethodNode(
            ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
            ADDED,
            Type.getMethodDescriptor(result, types),
            null,
            null);
    node.methods.add(method);
    call.setOpcode(INVOKESTATIC);
    call.owner = node.name;
    call.name = method.name;
    call.desc = method.desc;
    call.itf = (node.access & ACC_INTERFACE) != 0;
    method.visitMaxs(0, 0); // computed when the class is written
    return method;
  }

  /** Loads the handle and its first arguments. */
  private void load(MethodNode method, int count) {
    method.visitVarInsn(Opcodes.ALOAD, 0);
    for (int i = 0; i < count; i++) {
      method.visitVarInsn(arguments[i].getOpcode(ILOAD), local(i));
    }
  }

  private void handle(MethodNode method, String name, Type result, int count) {
    Type[] types = new Type[count];
    System.arraycopy(arguments, 0, types, 0, count);
    method.visitMethodInsn(
        INVOKEVIRTUAL, HANDLE, name, Type.getMethodDescriptor(result, types), false);
  }

  /** The local variable of an argument of the call; behind the last, one that is free. */
  private int local(int argument) {
    int local = 1;
    for (int i = 0; i < argument; i++) {
      local += arguments[i].getSize();
    }
    return local;
  }
}
