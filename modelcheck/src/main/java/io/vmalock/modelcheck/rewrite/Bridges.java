package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.instruction.Hooks;
import io.vmalock.modelcheck.jdk.ModelVarHandle;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Static methods, added to a class, that stand for its accesses through variable handles. An access
 * method takes the parameters of its call, whatever they are; the hook takes one fixed list.
 */
final class Bridges {
  private static final String HOOKS = Type.getInternalName(Hooks.class);
  private static final String HANDLE = Type.getInternalName(ModelVarHandle.class);
  private static final String ACCESS =
      "(L"
          + HANDLE
          + ";Ljava/lang/Object;ILjava/lang/Object;Ljava/lang/Object;II)Ljava/lang/Object;";

  private final ClassNode node;
  private final List<MethodNode> added = new ArrayList<>();

  Bridges(ClassNode node) {
    this.node = node;
  }

  /** Returns whether a method of {@link VarHandle} is an access method. */
  static boolean isAccess(String name) {
    for (AccessMode mode : AccessMode.values()) {
      if (mode.methodName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the call of a bridge for the access method {@code name} called with {@code descriptor}.
   */
  MethodInsnNode call(String name, String descriptor, int site) {
    String type = "(L" + HANDLE + ";" + descriptor.substring(1);
    MethodNode bridge =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            "vmalock$" + name + "$" + added.size(),
            type,
            null,
            null);
    AccessMode mode = AccessMode.valueFromMethodName(name);
    Type[] arguments = Type.getArgumentTypes(descriptor);
    int values = values(name);
    int coordinates = arguments.length - values;
    bridge.visitVarInsn(Opcodes.ALOAD, 0);
    int local = 1;
    if (coordinates > 0) {
      bridge.visitVarInsn(Opcodes.ALOAD, local++);
    } else {
      bridge.visitInsn(Opcodes.ACONST_NULL);
    }
    if (coordinates > 1) {
      bridge.visitVarInsn(Opcodes.ILOAD, local++);
    } else {
      bridge.visitInsn(Opcodes.ICONST_0);
    }
    for (int i = 0; i < 2; i++) {
      if (i < values) {
        Type argument = arguments[coordinates + i];
        bridge.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
        Boxing.box(bridge.instructions, argument);
        local += argument.getSize();
      } else {
        bridge.visitInsn(Opcodes.ACONST_NULL);
      }
    }
    bridge.instructions.add(new LdcInsnNode(mode.ordinal()));
    bridge.instructions.add(new LdcInsnNode(site));
    bridge.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "access", ACCESS, false);
    Type result = Type.getReturnType(descriptor);
    if (result.getSort() == Type.VOID) {
      bridge.visitInsn(Opcodes.POP);
    } else {
      Boxing.unboxLoosely(bridge.instructions, result);
    }
    bridge.visitInsn(result.getOpcode(Opcodes.IRETURN));
    bridge.visitMaxs(0, 0);
    added.add(bridge);
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC,
        node.name,
        bridge.name,
        type,
        (node.access & Opcodes.ACC_INTERFACE) != 0);
  }

  /** A method that calls what a reference to a method means, and does nothing else. */
  MethodNode to(Handle target) {
    boolean makes = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    String owner = "L" + target.getOwner() + ";";
    String parameters = target.getDesc().substring(1);
    String type =
        makes
            ? "(" + parameters.substring(0, parameters.length() - 1) + owner
            : "(" + (isStatic ? "" : owner) + parameters;
    MethodNode bridge =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            "vmalock$to$" + added.size(),
            type,
            null,
            null);
    if (makes) {
      bridge.visitTypeInsn(Opcodes.NEW, target.getOwner());
      bridge.visitInsn(Opcodes.DUP);
    }
    int local = 0;
    for (Type argument : Type.getArgumentTypes(type)) {
      bridge.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    bridge.visitMethodInsn(
        makes ? Opcodes.INVOKESPECIAL : isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL,
        target.getOwner(),
        target.getName(),
        target.getDesc(),
        target.isInterface());
    bridge.visitInsn(Type.getReturnType(type).getOpcode(Opcodes.IRETURN));
    bridge.visitMaxs(0, local);
    added.add(bridge);
    return bridge;
  }

  /** Returns a handle of a method that was added. */
  Handle handle(MethodNode bridge) {
    boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    return new Handle(Opcodes.H_INVOKESTATIC, node.name, bridge.name, bridge.desc, isInterface);
  }

  /** Adds all bridges to the class. */
  void add() {
    node.methods.addAll(added);
  }

  private static int values(String name) {
    if (name.startsWith("getAnd") || name.startsWith("set")) {
      return 1;
    }
    return name.startsWith("get") ? 0 : 2;
  }
}
