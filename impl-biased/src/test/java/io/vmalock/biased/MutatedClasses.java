package io.vmalock.biased;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** Finds the class files of another loader, some of them changed. */
final class MutatedClasses extends ClassLoader {
  /**
   * A change of a class.
   *
   * @param type the class
   * @param change what is done to it
   */
  record Edit(Class<?> type, Consumer<ClassNode> change) {}

  private final Map<String, byte[]> changed = new HashMap<>();

  MutatedClasses(ClassLoader original, Edit... edits) {
    super(original);
    for (Edit edit : edits) {
      String file = edit.type.getName().replace('.', '/') + ".class";
      try (InputStream stream = original.getResourceAsStream(file)) {
        ClassNode node = new ClassNode();
        new ClassReader(stream).accept(node, 0);
        edit.change.accept(node);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        changed.put(file, writer.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = changed.get(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }
}
