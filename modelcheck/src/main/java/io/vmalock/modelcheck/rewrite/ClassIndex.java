package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Renamed;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The declarations of classes, by their names in rewritten code, without loading the classes. */
final class ClassIndex {
  private static final String PROTECTED = Type.getDescriptor(Protected.class);

  private final ClassLoader loader;
  private final ClassLoader bytes;
  private final Scope scope;
  private final Policy policy;
  private final Remapper names;
  private final Map<String, @Nullable ClassNode> nodes = new HashMap<>();
  private final Map<String, Map<String, FieldVariable>> fields = new HashMap<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Set<String>> methods = new HashMap<>();

  /**
   * Makes an index.
   *
   * @param loader the loader that rewritten classes will have
   * @param bytes the source of class files
   * @param scope the classes that are rewritten
   */
  ClassIndex(ClassLoader loader, ClassLoader bytes, Scope scope) {
    this.loader = loader;
    this.bytes = bytes;
    this.scope = scope;
    this.policy = new Policy(bytes);
    this.names = new JdkNames(policy);
  }

  private boolean isAuthors(String name) {
    return JdkNames.original(name) == null && !Renamed.isRenamed(name.replace('/', '.'));
  }

  /**
   * Returns whether a final field is written where its constructor writes it, and is not a
   * constant.
   */
  boolean isWritten(String owner, FieldVariable field) {
    return scope.writesFinals() && !field.isStatic() && isAuthors(owner);
  }

  /** Returns the policy for code outside the scope. */
  Policy policy() {
    return policy;
  }

  /** Returns the name in rewritten code of the class with an internal name. */
  String nameOf(String name) {
    return names.map(name);
  }

  /** Returns whether the class with an internal name is rewritten. */
  boolean isRewritten(String name) {
    return JdkNames.original(name) != null || scope.contains(name.replace('/', '.'));
  }

  /** Returns whether the class with an internal name may be called although it is not rewritten. */
  boolean isTrusted(String name) {
    return scope.trusts(name.replace('/', '.'));
  }

  /**
   * Returns the class with an internal name, with the names of rewritten code; null if there is
   * none.
   */
  synchronized @Nullable ClassNode node(String name) {
    if (nodes.containsKey(name)) {
      return nodes.get(name);
    }
    String original = JdkNames.original(name);
    ClassNode node = read(original != null ? original : name, isRewritten(name));
    nodes.put(name, node);
    if (node != null) {
      Set<String> declared = new HashSet<>();
      node.methods.forEach(method -> declared.add(method.name + method.desc));
      methods.put(name, declared);
    }
    return node;
  }

  /**
   * Returns the class from which a class inherits a method, or the class itself; null if no
   * superclass has it.
   */
  synchronized @Nullable String declaring(String name, String method, String descriptor) {
    String at = name;
    while (at != null) {
      ClassNode node = node(at);
      if (node == null) {
        return null;
      }
      if (methods.getOrDefault(at, Set.of()).contains(method + descriptor)) {
        return at;
      }
      at = node.superName;
    }
    return null;
  }

  /** Forgets the code of a class that has been defined. */
  synchronized void defined(String name) {
    ClassNode node = nodes.get(name);
    if (node != null) {
      node.methods = List.of();
    }
  }

  /**
   * Returns the field that a name means in a class, declared there or inherited; null if it is not
   * a rewritten one.
   */
  synchronized @Nullable FieldVariable field(String owner, String name) {
    String holder = owner;
    while (holder != null && isRewritten(holder)) {
      ClassNode node = node(holder);
      if (node == null) {
        return null;
      }
      FieldVariable found = fields(node).get(name);
      if (found != null) {
        return found;
      }
      for (String inherited : node.interfaces) {
        FieldVariable constant = field(inherited, name);
        if (constant != null) {
          return constant;
        }
      }
      holder = node.superName;
    }
    return null;
  }

  /** Returns whether a class equals another one or extends it, as far as the index knows. */
  boolean isSubclass(String name, String ancestor) {
    String at = name;
    while (at != null) {
      if (at.equals(ancestor)) {
        return true;
      }
      ClassNode node = node(at);
      at = node == null ? null : node.superName;
    }
    return false;
  }

  private Map<String, FieldVariable> fields(ClassNode node) {
    Map<String, FieldVariable> known = fields.get(node.name);
    if (known != null) {
      return known;
    }
    Map<String, FieldVariable> result = new HashMap<>();
    boolean all = isProtected(node.visibleAnnotations);
    int slot = firstSlot(node);
    for (FieldNode field : node.fields) {
      boolean modelled =
          (field.access & Opcodes.ACC_STATIC) == 0
              && ((field.access & Opcodes.ACC_FINAL) == 0 || isAuthors(node.name));
      result.put(
          field.name,
          new FieldVariable(
              loader,
              node.name.replace('/', '.'),
              field.name,
              field.desc,
              field.access,
              all
                  || isProtected(field.visibleAnnotations)
                  || scope.protects(node.name.replace('/', '.'), field.name),
              modelled ? slot++ : 0));
    }
    fields.put(node.name, result);
    slots.put(node.name, slot);
    return result;
  }

  private int firstSlot(ClassNode node) {
    if (node.superName == null || !isRewritten(node.superName)) {
      return 0;
    }
    ClassNode parent = node(node.superName);
    if (parent == null) {
      return 0;
    }
    fields(parent);
    return slots.getOrDefault(parent.name, 0);
  }

  private static boolean isProtected(@Nullable List<AnnotationNode> annotations) {
    return annotations != null
        && annotations.stream().anyMatch(annotation -> annotation.desc.equals(PROTECTED));
  }

  private @Nullable ClassNode read(String name, boolean rewritten) {
    try (InputStream stream = bytes.getResourceAsStream(name + ".class")) {
      if (stream == null) {
        return null;
      }
      ClassNode node = new ClassNode();
      ClassReader reader = new ClassReader(stream);
      if (rewritten) {
        reader.accept(new ClassRemapper(node, names), 0);
      } else {
        reader.accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
      }
      return node;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read class " + name, e);
    }
  }
}
