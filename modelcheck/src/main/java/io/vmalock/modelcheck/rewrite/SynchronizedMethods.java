package io.vmalock.modelcheck.rewrite;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns each synchronized method into one that takes the monitor by instructions, around a call of
 * the method's own code under another name: instructions can be rewritten, but the flag cannot.
 */
final class SynchronizedMethods {
  private static final String SUFFIX = "$synchronized";

  private SynchronizedMethods() {}

  static void rewrite(ClassNode node) {
    for (MethodNode method : List.copyOf(node.methods)) {
      if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0
          && (method.access & Opcodes.ACC_NATIVE) == 0) {
        node.methods.add(wrapper(node, method));
        method.name += SUFFIX;
        method.access &= ~(Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
        method.access |= Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
      }
    }
  }

  private static MethodNode wrapper(ClassNode node, MethodNode method) {
    boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    MethodNode wrapper =
        new MethodNode(
            method.access & ~Opcodes.ACC_SYNCHRONIZED,
            method.name,
            method.desc,
            method.signature,
            method.exceptions.toArray(new String[0]));
    wrapper.visibleAnnotations = method.visibleAnnotations;
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    wrapper.visitTryCatchBlock(start, end, handler, null);
    for (AbstractInsnNode at : method.instructions) {
      if (at instanceof LineNumberNode first) {
        // A wait for the monitor has its place at the beginning of the method.
        Label begin = new Label();
        wrapper.visitLabel(begin);
        wrapper.visitLineNumber(first.line, begin);
        break;
      }
    }
    monitor(wrapper, node, isStatic, Opcodes.MONITORENTER);
    wrapper.visitLabel(start);
    int local = 0;
    if (!isStatic) {
      wrapper.visitVarInsn(Opcodes.ALOAD, local++);
    }
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      wrapper.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    wrapper.visitMethodInsn(
        isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
        node.name,
        method.name + SUFFIX,
        method.desc,
        (node.access & Opcodes.ACC_INTERFACE) != 0);
    wrapper.visitLabel(end);
    monitor(wrapper, node, isStatic, Opcodes.MONITOREXIT);
    wrapper.visitInsn(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN));
    wrapper.visitLabel(handler);
    // The locals are the parameters, as at the beginning of the method.
    wrapper.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    monitor(wrapper, node, isStatic, Opcodes.MONITOREXIT);
    wrapper.visitInsn(Opcodes.ATHROW);
    wrapper.visitMaxs(0, 0);
    return wrapper;
  }

  private static void monitor(MethodNode wrapper, ClassNode node, boolean isStatic, int opcode) {
    if (isStatic) {
      wrapper.visitLdcInsn(Type.getObjectType(node.name));
    } else {
      wrapper.visitVarInsn(Opcodes.ALOAD, 0);
    }
    wrapper.visitInsn(opcode);
  }
}
