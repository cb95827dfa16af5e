package io.vmalock.conformance.modelcheck.weaken;

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

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replaces a call of a method of VarHandle, or of an atomic class, by a weaker access. Most are one
 * call of another method. If no such method exists, an added method builds the access from existing
 * ones. The result is an ordinary class, which any JVM runs.
 */
final class WeakerCall {
  static final String HANDLE = "java/lang/invoke/VarHandle";

  private static final String ADDED = "weakened";

  private final ClassNode node;
  private final MethodInsnNode call;

  /** VarHandle, or the atomic class. */
  private final String owner;

  private final Type[] arguments;

  /** The type of the variable; all references count as one type. */
  private final Type type;

  WeakerCall(ClassNode node, MethodInsnNode call) {
    this.node = node;
    this.call = call;
    this.owner = call.owner;
    this.arguments = Type.getArgumentTypes(call.desc);
    Type known = variableOf(owner);
    if (known != null) {
      this.type = known;
    } else {
      this.type =
          arguments.length == 0 ? Type.VOID_TYPE : variable(arguments[arguments.length - 1]);
    }
  }

  /** The type of the variable, or of an element, of a known atomic class; or null. */
  static @Nullable Type variableOf(String owner) {
    return switch (owner.substring(owner.lastIndexOf('/') + 1)) {
      case "AtomicInteger", "AtomicIntegerArray" -> Type.INT_TYPE;
      case "AtomicLong", "AtomicLongArray" -> Type.LONG_TYPE;
      case "AtomicBoolean" -> Type.BOOLEAN_TYPE;
      case "AtomicReference", "AtomicReferenceArray" -> Type.getType(Object.class);
      default -> null;
    };
  }

  /** The number of arguments that choose the variable. */
  private int coordinates(int values) {
    return owner.equals(HANDLE) ? arguments.length - values : owner.endsWith("Array") ? 1 : 0;
  }

  private static Type variable(Type value) {
    boolean refers = value.getSort() == Type.OBJECT || value.getSort() == Type.ARRAY;
    return refers ? Type.getType(Object.class) : value;
  }

  void set(WeakerMode weaker) {
    String name = call.name;
    if (name.startsWith("weakCompareAndSet")) {
      call.name =
          "weakCompareAndSet"
              + switch (weaker) {
                case ACQUIRE -> "Acquire";
                case RELEASE -> "Release";
                default -> "Plain";
              };
    } else if (name.equals("compareAndSet")) {
      compareAndSet(weaker == WeakerMode.ACQUIRE ? "Acquire" : "Release");
    } else if (isUpdateOfAtomic()) {
      update(name, weaker == WeakerMode.ACQUIRE ? "Acquire" : "Release");
    } else if (weaker != WeakerMode.OPAQUE) {
      call.name =
          name.replace("Volatile", "") + (weaker == WeakerMode.ACQUIRE ? "Acquire" : "Release");
    } else if (name.startsWith("getAnd")) {
      update(name.replace("Acquire", "").replace("Release", ""), "Plain");
    } else if (name.startsWith("compareAndExchange")) {
      compareAndExchange();
    } else {
      call.name = (name.startsWith("get") ? "get" : "set") + "Opaque";
    }
  }

  /** These have volatile forms alone. */
  private boolean isUpdateOfAtomic() {
    return !owner.equals(HANDLE)
        && (call.name.startsWith("getAnd") || call.name.endsWith("AndGet"));
  }

  /** Uses compareAndExchange, which has the modes that compareAndSet lacks. */
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

  /** A load, then a weak compare-and-set of less order, again and again. */
  private void update(String name, String mode) {
    MethodNode method = add();
    int coordinates = coordinates(1);
    int old = local(arguments.length);
    int changed = old + type.getSize();
    Label again = again(method, coordinates, old);
    change(method, name, coordinates, old);
    method.visitVarInsn(type.getOpcode(ISTORE), changed);
    load(method, coordinates);
    method.visitVarInsn(type.getOpcode(ILOAD), old);
    method.visitVarInsn(type.getOpcode(ILOAD), changed);
    exchange(method, coordinates, mode);
    method.visitJumpInsn(IFEQ, again);
    giveBack(method, name.endsWith("AndGet") ? changed : old);
  }

  /** Computes the new value of an update. */
  private void change(MethodNode method, String name, int coordinates, int old) {
    Runnable oldValue = () -> method.visitVarInsn(type.getOpcode(ILOAD), old);
    Runnable operand =
        () -> method.visitVarInsn(arguments[coordinates].getOpcode(ILOAD), local(coordinates));
    switch (name) {
      case "getAndSet" -> operand.run();
      case "getAndIncrement", "incrementAndGet" -> byOne(method, oldValue, Opcodes.IADD);
      case "getAndDecrement", "decrementAndGet" -> byOne(method, oldValue, Opcodes.ISUB);
      case "getAndUpdate", "updateAndGet" -> {
        operand.run();
        oldValue.run();
        apply(method, "UnaryOperator", 1);
      }
      case "getAndAccumulate", "accumulateAndGet" -> {
        method.visitVarInsn(Opcodes.ALOAD, local(coordinates + 1));
        oldValue.run();
        operand.run();
        apply(method, "BinaryOperator", 2);
      }
      default -> {
        oldValue.run();
        operand.run();
        method.visitInsn(type.getOpcode(instruction(name)));
      }
    }
  }

  private static int instruction(String name) {
    return switch (name) {
      case "getAndAdd", "addAndGet" -> Opcodes.IADD;
      case "getAndBitwiseOr" -> Opcodes.IOR;
      case "getAndBitwiseAnd" -> Opcodes.IAND;
      case "getAndBitwiseXor" -> Opcodes.IXOR;
      default -> throw new IllegalArgumentException("no such update: " + name);
    };
  }

  private void byOne(MethodNode method, Runnable oldValue, int instruction) {
    oldValue.run();
    method.visitInsn(type.getSort() == Type.LONG ? Opcodes.LCONST_1 : ICONST_1);
    method.visitInsn(type.getOpcode(instruction));
  }

  private void apply(MethodNode method, String operator, int operands) {
    Type[] types = new Type[operands];
    Arrays.fill(types, type);
    String kind =
        switch (type.getSort()) {
          case Type.INT -> "Int";
          case Type.LONG -> "Long";
          default -> "";
        };
    method.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        "java/util/function/" + kind + operator,
        "apply" + (kind.isEmpty() ? "" : "As" + kind),
        Type.getMethodDescriptor(type, types),
        true);
  }

  private void compareAndExchange() {
    MethodNode method = add();
    int coordinates = coordinates(2);
    int old = local(arguments.length);
    Label again = again(method, coordinates, old);
    Label done = new Label();
    method.visitVarInsn(type.getOpcode(ILOAD), old);
    method.visitVarInsn(type.getOpcode(ILOAD), local(coordinates));
    jumpIfOther(method, done);
    load(method, arguments.length);
    exchange(method, coordinates, "Plain");
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

  private void exchange(MethodNode method, int coordinates, String mode) {
    Type[] types = new Type[coordinates + 2];
    System.arraycopy(arguments, 0, types, 0, coordinates);
    types[coordinates] = type;
    types[coordinates + 1] = type;
    method.visitMethodInsn(
        INVOKEVIRTUAL,
        owner,
        "weakCompareAndSet" + mode,
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

  /** Adds a method that takes the handle and the arguments, and calls it instead of the handle. */
  private MethodNode add() {
    if (type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE) {
      throw new IllegalArgumentException(
          "cannot weaken " + call.name + " of a " + type + ": no lock's word has this type");
    }
    Type[] types = new Type[arguments.length + 1];
    types[0] = Type.getObjectType(owner);
    System.arraycopy(arguments, 0, types, 1, arguments.length);
    MethodNode method = add(node, Type.getMethodDescriptor(Type.getReturnType(call.desc), types));
    MethodInsnNode added = callOf(node, method);
    call.setOpcode(added.getOpcode());
    call.owner = added.owner;
    call.name = added.name;
    call.desc = added.desc;
    call.itf = added.itf;
    return method;
  }

  /** Adds a method to a class, without code yet. */
  static MethodNode add(ClassNode node, String descriptor) {
    MethodNode method =
        new MethodNode(ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, ADDED, descriptor, null, null);
    node.methods.add(method);
    method.visitMaxs(0, 0); // computed when the class is written
    return method;
  }

  static MethodInsnNode callOf(ClassNode node, MethodNode added) {
    boolean isInterface = (node.access & ACC_INTERFACE) != 0;
    return new MethodInsnNode(INVOKESTATIC, node.name, added.name, added.desc, isInterface);
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
        INVOKEVIRTUAL, owner, name, Type.getMethodDescriptor(result, types), false);
  }

  /** The local variable of an argument of the call; behind the last, a free one. */
  private int local(int argument) {
    int local = 1;
    for (int i = 0; i < argument; i++) {
      local += arguments[i].getSize();
    }
    return local;
  }
}
