package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.instruction.Hooks;
import io.vmalock.modelcheck.jdk.JdkCalls;
import io.vmalock.modelcheck.variable.Cells;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites one class: its methods, and, if it is the first rewritten one of its hierarchy, a place
 * for the cells of its objects and a hash code that is the same in every execution.
 */
final class ClassRewriter {
  private static final String HOOKS = Type.getInternalName(Hooks.class);
  private static final String CELLS = Type.getInternalName(Cells.class);
  private static final String OWNER = Type.getInternalName(Cells.Owner.class);
  private static final String CELLS_NAME = "vmalock$cells";
  private static final String CELLS_TYPE = "L" + CELLS + ";";

  private final ClassIndex index;
  private final ClassNode node;
  private final Counter counter = new Counter();

  ClassRewriter(ClassIndex index, ClassNode node) {
    this.index = index;
    this.node = node;
  }

  byte[] rewrite() {
    SynchronizedMethods.rewrite(node);
    Bridges bridges = new Bridges(node);
    for (MethodNode method : List.copyOf(node.methods)) {
      if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
        new MethodRewriter(index, node, method, bridges, counter).rewrite();
        if (method.name.equals("<clinit>")) {
          setAside(method);
        }
      }
    }
    bridges.add();
    boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    if (!isInterface && !index.isRewritten(node.superName)) {
      addCells();
      if (node.superName.equals("java/lang/Object")) {
        addHashCode();
      }
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  Coverage coverage() {
    return counter.coverage();
  }

  /** A class initialiser runs once, so its stores are not part of any execution. */
  private void setAside(MethodNode initialiser) {
    List<AbstractInsnNode> ends = new ArrayList<>();
    for (AbstractInsnNode at : initialiser.instructions) {
      if (at.getOpcode() == Opcodes.RETURN) {
        ends.add(at);
      }
    }
    for (AbstractInsnNode end : ends) {
      initialiser.instructions.insertBefore(end, new LdcInsnNode(Type.getObjectType(node.name)));
      initialiser.instructions.insertBefore(
          end,
          new MethodInsnNode(
              Opcodes.INVOKESTATIC, HOOKS, "exitInitialiser", "(Ljava/lang/Class;)V"));
    }
    initialiser.instructions.insert(
        new MethodInsnNode(Opcodes.INVOKESTATIC, HOOKS, "enterInitialiser", "()V"));
  }

  private void addCells() {
    node.interfaces.add(OWNER);
    node.fields.add(
        new FieldNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
            CELLS_NAME,
            CELLS_TYPE,
            null,
            null));
    MethodNode getter = method(CELLS_NAME, "()" + CELLS_TYPE);
    getter.visitVarInsn(Opcodes.ALOAD, 0);
    getter.visitFieldInsn(Opcodes.GETFIELD, node.name, CELLS_NAME, CELLS_TYPE);
    getter.visitInsn(Opcodes.ARETURN);
    getter.visitMaxs(0, 0);
    MethodNode setter = method(CELLS_NAME, "(" + CELLS_TYPE + ")V");
    setter.visitVarInsn(Opcodes.ALOAD, 0);
    setter.visitVarInsn(Opcodes.ALOAD, 1);
    setter.visitFieldInsn(Opcodes.PUTFIELD, node.name, CELLS_NAME, CELLS_TYPE);
    setter.visitInsn(Opcodes.RETURN);
    setter.visitMaxs(0, 0);
  }

  private void addHashCode() {
    if (node.methods.stream().anyMatch(m -> m.name.equals("hashCode") && m.desc.equals("()I"))) {
      return;
    }
    MethodNode hash = method("hashCode", "()I");
    hash.visitVarInsn(Opcodes.ALOAD, 0);
    hash.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(JdkCalls.class),
        "identityHashCode",
        "(Ljava/lang/Object;)I",
        false);
    hash.instructions.add(new InsnNode(Opcodes.IRETURN));
    hash.visitMaxs(0, 0);
  }

  private MethodNode method(String name, String descriptor) {
    MethodNode method =
        new MethodNode(Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC, name, descriptor, null, null);
    node.methods.add(method);
    return method;
  }
}
