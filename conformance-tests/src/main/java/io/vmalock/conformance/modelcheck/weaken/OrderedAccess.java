package io.vmalock.conformance.modelcheck.weaken;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * An access in the code of a class that may have an order to lose: through a VarHandle, of an
 * atomic class, or of a volatile field.
 *
 * @param method the method that makes it
 * @param at its instruction
 * @param line its line
 * @param name its name in the code
 * @param holder the class that declares the field, or that of the method called
 * @param weaker its weaker forms; none if it has no order to lose
 */
record OrderedAccess(
    MethodNode method,
    AbstractInsnNode at,
    int line,
    String name,
    String holder,
    List<WeakerMode> weaker) {
  private static final String ATOMIC = "java/util/concurrent/atomic/Atomic";

  /** All accesses of a class, in the order of its code. */
  static List<OrderedAccess> of(ClassLoader loader, ClassNode type) {
    List<OrderedAccess> all = new ArrayList<>();
    for (MethodNode method : type.methods) {
      int line = 0;
      for (AbstractInsnNode at : method.instructions) {
        if (at instanceof LineNumberNode number) {
          line = number.line;
        } else if (at instanceof MethodInsnNode call) {
          if (call.owner.equals(WeakerCall.HANDLE)) {
            all.add(ofCall(method, call, line, WeakerMode.of(call.name)));
          } else if (isAtomic(call.owner) && !call.name.equals("<init>")) {
            all.add(ofCall(method, call, line, WeakerMode.ofAtomic(call.name)));
          }
        } else if (at instanceof FieldInsnNode field && !isInitialising(type, method, field)) {
          String holder = holderIfVolatile(loader, type, field);
          if (holder != null) {
            all.add(ofField(method, field, line, holder));
          }
        }
      }
    }
    return all;
  }

  private static OrderedAccess ofCall(
      MethodNode method, MethodInsnNode call, int line, List<WeakerMode> weaker) {
    return new OrderedAccess(method, call, line, call.name, call.owner, weaker);
  }

  private static OrderedAccess ofField(
      MethodNode method, FieldInsnNode field, int line, String holder) {
    boolean loads = isLoad(field);
    return new OrderedAccess(
        method,
        field,
        line,
        (loads ? "load of " : "store to ") + field.name,
        holder,
        loads ? WeakerMode.ofLoad() : WeakerMode.ofStore());
  }

  static boolean isLoad(FieldInsnNode field) {
    return field.getOpcode() == Opcodes.GETFIELD || field.getOpcode() == Opcodes.GETSTATIC;
  }

  /** The atomic classes, without adders, field updaters, and references with a mark or stamp. */
  private static boolean isAtomic(String owner) {
    return owner.startsWith(ATOMIC) && WeakerCall.variableOf(owner) != null;
  }

  /** Whether a store is to an object that no other thread has seen yet. */
  private static boolean isInitialising(ClassNode type, MethodNode method, FieldInsnNode field) {
    return field.owner.equals(type.name)
        && (field.getOpcode() == Opcodes.PUTFIELD && method.name.equals("<init>")
            || field.getOpcode() == Opcodes.PUTSTATIC && method.name.equals("<clinit>"));
  }

  /** The class that declares a field, if the field is volatile. */
  private static @Nullable String holderIfVolatile(
      ClassLoader loader, ClassNode type, FieldInsnNode at) {
    ClassNode holder = at.owner.equals(type.name) ? type : readOwn(loader, at.owner);
    while (holder != null) {
      for (FieldNode field : holder.fields) {
        if (field.name.equals(at.name) && field.desc.equals(at.desc)) {
          return (field.access & Opcodes.ACC_VOLATILE) != 0 ? holder.name : null;
        }
      }
      holder = holder.superName == null ? null : readOwn(loader, holder.superName);
    }
    return null;
  }

  /** Fields of the JDK are left alone. */
  private static @Nullable ClassNode readOwn(ClassLoader loader, String internalName) {
    return internalName.startsWith("java/")
        ? null
        : WeakenedClasses.read(loader, internalName.replace('/', '.'));
  }
}
