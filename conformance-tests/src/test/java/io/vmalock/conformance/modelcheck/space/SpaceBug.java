package io.vmalock.conformance.modelcheck.space;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A mistake in the address space, made in its bytecode, and the rules that may be named for it. */
enum SpaceBug {
  // ---- A commit ----
  NOT_ATTACHED("WriteSection$Plan", "makeVisible", dropped("attach"), "THROWN"),
  NOT_RETIRED("WriteSection$Plan", "makeVisible", dropped("retire"), "A1", "R2", "P2", "P5"),
  NOT_PUBLISHED("WriteSection$Plan", "makeVisible", dropped("publish"), "A1", "A2", "P2"),
  NO_SECTION("WriteSection$Plan", "makeVisible", dropped("beginSection"), "THROWN"),
  MMAP_LOCK_KEPT("WriteSection", "commit", dropped("writeUnlock"), "THROWN"),
  NOT_SETTLED("WriteSection$Plan", "settle", dropped("settle"), "R2", "P2", "P5"),
  OFFSET_OF_PART_WRONG("WriteSection", "part", opcodeTo(Opcodes.LADD, Opcodes.LSUB), "A1"),
  CLOSED_WITHOUT_UNMAP("AddressSpace", "close", dropped("unmapAll"), "A1", "R2"),
  FORK_LEFT_OPEN("AddressSpace", "fork", dropped("commit"), "A4"),

  DOWNGRADED_WITHOUT_PUBLISHING(
      "WriteSection", "downgrade", dropped("makeVisible"), "A1", "A2", "A4", "P2", "R2"),
  DOWNGRADE_KEEPS_THE_LOCK("WriteSection", "downgrade", dropped("downgrade"), "THROWN", "P2"),
  LAST_OF_MANY_IS_LOST("WriteSection$Arrivals", "finish", dropped("add"), "A1", "A4", "R2"),
  ROOM_IS_LOOKED_FOR_ABOVE("WriteSection", "mapAnywhere", answered("low", 1L), "A4", "THROWN"),

  // ---- Look-ups ----
  OLD_AREA_NOT_LOOKED_AT("Hold", "attempt", answered("contains", true), "A1", "A3"),
  DETACHED_IS_UNMAPPED("Hold", "attempt", constant("CONTENDED", "UNMAPPED"), "A2", "A3"),
  GAP_IS_THE_END("Hold", "attempt", renamed("atOrAfter", "find"), "A3"),
  HOLD_NOT_TAKEN("Hold", "attempt", answered("startRead", 1L), "A1", "P2", "P5"),
  LOCKED_HOLD_NOT_TAKEN("Hold", "attemptLocked", answered("startReadLocked", 1L), "A1", "P2", "P5"),
  HOLD_NOT_ENDED("Hold", "endRead", dropped("endRead"), "P2", "R2", "P5"),
  SEVERAL_NOT_OF_ONE_STATE("HoldSet", "startRead", answered("validate", true), "A1"),
  SEVERAL_KEPT_AT_RETRY("HoldSet", "endAll", dropped("endFrom"), "P2", "R2", "A1", "P5"),
  FOUND_WITHOUT_A_LOOK_AT_ITS_START("index.AreaTree", "find", answered("contains", true), "A1"),

  // ---- Releases ----
  NOT_COUNTED(
      "AttachmentCounts", "tryAdd", opcodeTo(Opcodes.ICONST_1, Opcodes.ICONST_0), "R2", "P2"),
  NOT_OWNED("AttachmentCounts", "own", opcodeTo(Opcodes.ICONST_1, Opcodes.ICONST_0), "R2", "P2"),
  CALLERS_RELEASED("AttachmentCounts", "remove", jumpNegated("owned"), "R2", "P2"),
  RELEASED_UNDER_READER(
      "RetiredAreas", "settleDrainedAtOnce", answered("isDrainedAtOnce", true), "R2", "V2"),
  DUE_IS_FORGOTTEN("RetiredAreas", "settle", dropped("becomesDue"), "R2", "P2", "P5"),
  RELEASED_TWICE("RetiredAreas", "runOnce", twice("release"), "R2");

  private final String type;
  private final String method;
  private final Consumer<MethodNode> edit;
  final Set<String> rules;

  SpaceBug(String type, String method, Consumer<MethodNode> edit, String... rules) {
    this.type = type;
    this.method = method;
    this.edit = edit;
    this.rules = Set.of(rules);
  }

  /** The class files that {@code original} finds, with the mistake. */
  ClassLoader classes(ClassLoader original) {
    String file = "io/vmalock/space/" + type.replace('.', '/') + ".class";
    byte[] changed;
    try (InputStream stream = original.getResourceAsStream(file)) {
      ClassNode node = new ClassNode();
      new ClassReader(stream).accept(node, 0);
      String before = text(node);
      node.methods.stream().filter(each -> each.name.equals(method)).forEach(edit);
      if (text(node).equals(before)) {
        throw new AssertionError(this + " changes nothing: is it still called so?");
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      node.accept(writer);
      changed = writer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClassLoader(original) {
      @Override
      public InputStream getResourceAsStream(String name) {
        return name.equals(file)
            ? new ByteArrayInputStream(changed)
            : super.getResourceAsStream(name);
      }
    };
  }

  private static String text(ClassNode node) {
    StringBuilder text = new StringBuilder();
    for (MethodNode each : node.methods) {
      for (AbstractInsnNode one : each.instructions) {
        text.append(one.getOpcode()).append(' ');
        if (one instanceof MethodInsnNode call) {
          text.append(call.name);
        } else if (one instanceof FieldInsnNode field) {
          text.append(field.name);
        }
      }
    }
    return text.toString();
  }

  // ---- Edits of all places in a method ----

  private static List<MethodInsnNode> calls(MethodNode in, String name) {
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode one : in.instructions) {
      if (one instanceof MethodInsnNode call && call.name.equals(name)) {
        calls.add(call);
      }
    }
    return calls;
  }

  /** Pops the arguments of a call, and pushes {@code answer} in their place. */
  private static void replace(MethodNode in, MethodInsnNode call, InsnList answer) {
    Type[] taken = Type.getArgumentTypes(call.desc);
    InsnList instead = new InsnList();
    for (int i = taken.length - 1; i >= 0; i--) {
      instead.add(new InsnNode(taken[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      instead.add(new InsnNode(Opcodes.POP));
    }
    instead.add(answer);
    in.instructions.insert(call, instead);
    in.instructions.remove(call);
  }

  private static InsnList nothing(String desc) {
    InsnList answer = new InsnList();
    switch (Type.getReturnType(desc).getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> answer.add(new InsnNode(Opcodes.LCONST_0));
      case Type.BOOLEAN, Type.INT -> answer.add(new InsnNode(Opcodes.ICONST_0));
      default -> answer.add(new InsnNode(Opcodes.ACONST_NULL));
    }
    return answer;
  }

  private static Consumer<MethodNode> dropped(String call) {
    return in -> calls(in, call).forEach(each -> replace(in, each, nothing(each.desc)));
  }

  private static Consumer<MethodNode> answered(String call, Object answer) {
    return in ->
        calls(in, call)
            .forEach(
                each -> {
                  InsnList list = new InsnList();
                  list.add(
                      new InsnNode(answer instanceof Long ? Opcodes.LCONST_1 : Opcodes.ICONST_1));
                  replace(in, each, list);
                });
  }

  private static Consumer<MethodNode> renamed(String call, String other) {
    return in -> calls(in, call).forEach(each -> each.name = other);
  }

  private static Consumer<MethodNode> twice(String call) {
    return in -> {
      for (MethodInsnNode each : calls(in, call)) {
        in.instructions.insertBefore(each, new InsnNode(Opcodes.DUP2));
        in.instructions.insertBefore(
            each, new MethodInsnNode(each.getOpcode(), each.owner, each.name, each.desc, each.itf));
      }
    };
  }

  private static Consumer<MethodNode> constant(String field, String other) {
    return in -> {
      for (AbstractInsnNode one : in.instructions) {
        if (one instanceof FieldInsnNode of
            && of.name.equals(field)
            && of.owner.endsWith("Outcome")) {
          of.name = other;
        }
      }
    };
  }

  private static Consumer<MethodNode> opcodeTo(int opcode, int other) {
    return in -> {
      for (AbstractInsnNode one : in.instructions.toArray()) {
        if (one.getOpcode() == opcode) {
          in.instructions.set(one, new InsnNode(other));
        }
      }
    };
  }

  /** A field that is false counts as true, and the other way round. */
  private static Consumer<MethodNode> jumpNegated(String field) {
    return in -> {
      for (AbstractInsnNode one : in.instructions.toArray()) {
        if (one instanceof FieldInsnNode of
            && of.name.equals(field)
            && of.getOpcode() == Opcodes.GETFIELD) {
          in.instructions.insert(of, new InsnNode(Opcodes.IXOR));
          in.instructions.insert(of, new InsnNode(Opcodes.ICONST_1));
        }
      }
    };
  }
}
