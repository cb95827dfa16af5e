package io.vmalock.biased;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Small changes of bytecode. Each fails where it does not find what it is to change. */
final class Edits {
  private Edits() {}

  /** The one method that a name and the beginning of a descriptor mean, {@code scan} or so. */
  static MethodNode method(ClassNode type, String name) {
    List<MethodNode> found =
        type.methods.stream().filter(each -> (each.name + each.desc).startsWith(name)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          type.name + " has " + found.size() + " methods that begin with " + name + ", not 1");
    }
    return found.get(0);
  }

  private static AbstractInsnNode only(
      MethodNode method, String what, Predicate<AbstractInsnNode> matches) {
    List<AbstractInsnNode> found = new ArrayList<>();
    for (AbstractInsnNode each : method.instructions) {
      if (matches.test(each)) {
        found.add(each);
      }
    }
    if (found.size() != 1) {
      throw new IllegalStateException(
          method.name + method.desc + " has " + found.size() + " of " + what + ", not 1");
    }
    return found.get(0);
  }

  /** The one call of a name in a method. */
  static MethodInsnNode call(MethodNode method, String name) {
    return (MethodInsnNode)
        only(method, name, each -> each instanceof MethodInsnNode it && it.name.equals(name));
  }

  /** One of several calls of a name in a method, counted from 0. */
  static MethodInsnNode call(MethodNode method, String name, int index) {
    int found = 0;
    for (AbstractInsnNode each : method.instructions) {
      if (each instanceof MethodInsnNode it && it.name.equals(name) && found++ == index) {
        return it;
      }
    }
    throw new IllegalStateException(
        method.name + " calls " + name + " " + found + " times, not more than " + index);
  }

  /** The one instruction of its kind in a method. */
  static AbstractInsnNode only(MethodNode method, int opcode) {
    return only(method, "opcode " + opcode, each -> each.getOpcode() == opcode);
  }

  /** The next instruction that is one, and not a label or a line. */
  static AbstractInsnNode next(AbstractInsnNode from) {
    AbstractInsnNode at = from.getNext();
    while (at.getOpcode() < 0) {
      at = at.getNext();
    }
    return at;
  }

  static AbstractInsnNode previous(AbstractInsnNode from) {
    AbstractInsnNode at = from.getPrevious();
    while (at.getOpcode() < 0) {
      at = at.getPrevious();
    }
    return at;
  }

  static void expect(AbstractInsnNode instruction, int opcode) {
    if (instruction.getOpcode() != opcode) {
      throw new IllegalStateException("found " + instruction.getOpcode() + ", not " + opcode);
    }
  }

  /** Puts other instructions in the place of one. */
  static void replace(MethodNode method, AbstractInsnNode old, AbstractInsnNode... instead) {
    InsnList list = new InsnList();
    for (AbstractInsnNode each : instead) {
      list.add(each);
    }
    method.instructions.insertBefore(old, list);
    method.instructions.remove(old);
  }

  static void insertFirst(MethodNode method, AbstractInsnNode... what) {
    InsnList list = new InsnList();
    for (AbstractInsnNode each : what) {
      list.add(each);
    }
    method.instructions.insert(list);
  }

  /** Moves {@code count} instructions in a row, from {@code first} on, to after {@code where}. */
  static void move(MethodNode method, AbstractInsnNode first, int count, AbstractInsnNode where) {
    AbstractInsnNode each = first;
    AbstractInsnNode after = where;
    for (int i = 0; i < count; i++) {
      AbstractInsnNode following = next(each);
      method.instructions.remove(each);
      method.instructions.insert(after, each);
      after = each;
      each = following;
    }
  }

  /** The access of a {@code VarHandle} in another mode. */
  static void mode(ClassNode type, String method, String from, String to) {
    call(method(type, method), from).name = to;
  }

  /** Makes one method call what another one does in another mode, and leaves its other callers. */
  static String copy(ClassNode type, String name, String from, String to) {
    MethodNode original = method(type, name);
    MethodNode copy =
        new MethodNode(
            original.access, original.name + "Weakly", original.desc, original.signature, null);
    original.accept(copy);
    call(copy, from).name = to;
    type.methods.add(copy);
    return copy.name;
  }

  static void withoutFence(ClassNode type, String method) {
    MethodNode in = method(type, method);
    in.instructions.remove(call(in, "fullFence"));
  }

  static void withoutScan(ClassNode type, String method) {
    MethodNode in = method(type, method);
    replace(in, call(in, "scan"), new InsnNode(Opcodes.POP), new InsnNode(Opcodes.LCONST_0));
  }

  /** Leaves out the call of a name, which takes its object alone and returns nothing. */
  static void without(ClassNode type, String method, String name) {
    MethodNode in = method(type, method);
    call(in, name, 0); // there is one, or more, as the code of a finally is there twice
    for (AbstractInsnNode each : in.instructions.toArray()) {
      if (each instanceof MethodInsnNode it && it.name.equals(name)) {
        replace(in, each, new InsnNode(Opcodes.POP));
      }
    }
  }

  /** Another number in the place of the one constant of that value, which fits no short form. */
  static void constant(ClassNode type, String method, long number, long instead) {
    MethodNode in = method(type, method);
    LdcInsnNode old =
        (LdcInsnNode)
            only(
                in,
                "constant " + number,
                each -> each instanceof LdcInsnNode it && it.cst.equals(number));
    old.cst = instead;
  }

  static VarInsnNode load(int local) {
    return new VarInsnNode(Opcodes.ALOAD, local);
  }

  static FieldInsnNode put(String owner, String name, String type) {
    return new FieldInsnNode(Opcodes.PUTFIELD, owner, name, type);
  }
}
