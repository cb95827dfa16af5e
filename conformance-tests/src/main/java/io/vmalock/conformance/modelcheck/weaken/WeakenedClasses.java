package io.vmalock.conformance.modelcheck.weaken;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds class files as its parent does, except for one, in which an access is weakened. It serves
 * code that reads class files to load them in its own way; the classes that it loads itself are its
 * parent's.
 */
public final class WeakenedClasses extends ClassLoader {
  private final String file;
  private final byte[] code;

  private WeakenedClasses(ClassLoader parent, String file, byte[] code) {
    super(parent);
    this.file = file;
    this.code = code;
  }

  /** All weakenings of one class, in the order of its code. */
  public static List<Weakening> of(ClassLoader loader, String className) {
    List<Weakening> weakenings = new ArrayList<>();
    List<OrderedAccess> all = OrderedAccess.of(loader, read(loader, className));
    for (int index = 0; index < all.size(); index++) {
      OrderedAccess one = all.get(index);
      for (WeakerMode weaker : one.weaker()) {
        weakenings.add(
            new Weakening(className, one.method().name, one.line(), one.name(), weaker, index));
      }
    }
    return weakenings;
  }

  /** The class files of {@code parent} with one access weakened. */
  public static ClassLoader with(ClassLoader parent, Weakening weakening) {
    return changed(
        parent,
        weakening,
        (node, access) -> {
          if (access.at() instanceof FieldInsnNode field) {
            WeakerField.set(node, access.method(), field, access.holder(), weakening.weaker());
          } else if (access.name().endsWith("Fence")) {
            weakenFence(access.method(), (MethodInsnNode) access.at(), weakening.weaker());
          } else {
            new WeakerCall(node, (MethodInsnNode) access.at()).set(weakening.weaker());
          }
        });
  }

  /** The weakened classes with a call before the access that no model checker can judge. */
  static ClassLoader trapped(ClassLoader parent, Weakening weakening) {
    return changed(
        parent,
        weakening,
        (node, access) ->
            access
                .method()
                .instructions
                .insertBefore(
                    access.at(),
                    new MethodInsnNode(Opcodes.INVOKESTATIC, "java/lang/System", "gc", "()V")));
  }

  /** The change of the access that a weakening names. */
  private interface Change {
    void make(ClassNode node, OrderedAccess access);
  }

  private static ClassLoader changed(ClassLoader parent, Weakening weakening, Change change) {
    ClassNode node = read(parent, weakening.className());
    List<OrderedAccess> all = OrderedAccess.of(parent, node);
    if (weakening.index() >= all.size()
        || !all.get(weakening.index()).name().equals(weakening.access())) {
      throw new IllegalArgumentException(
          weakening + " is not of class " + weakening.className() + " as it is found now");
    }
    change.make(node, all.get(weakening.index()));
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return new WeakenedClasses(parent, file(weakening.className()), writer.toByteArray());
  }

  private static void weakenFence(MethodNode method, MethodInsnNode call, WeakerMode weaker) {
    switch (weaker) {
      case ACQUIRE -> call.name = "acquireFence";
      case RELEASE -> call.name = "releaseFence";
      case ACQUIRE_AND_RELEASE -> {
        call.name = "releaseFence";
        method.instructions.insert(
            call,
            new MethodInsnNode(Opcodes.INVOKESTATIC, WeakerCall.HANDLE, "acquireFence", "()V"));
      }
      default -> method.instructions.set(call, new InsnNode(Opcodes.NOP));
    }
  }

  static ClassNode read(ClassLoader loader, String className) {
    try (InputStream stream = loader.getResourceAsStream(file(className))) {
      if (stream == null) {
        throw new IllegalArgumentException("class " + className + " is not found");
      }
      ClassNode node = new ClassNode();
      new ClassReader(stream).accept(node, 0);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read class " + className, e);
    }
  }

  private static String file(String className) {
    return className.replace('.', '/') + ".class";
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    return name.equals(file) ? new ByteArrayInputStream(code) : super.getResourceAsStream(name);
  }
}
