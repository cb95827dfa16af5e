package io.vmalock.modelcheck.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.jdk.ModelVarHandle;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Executable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The models have every method that the running JDK's own classes call, whether or not it ever
 * runs.
 */
class ModelsTest {
  private static final String HANDLE = Type.getInternalName(ModelVarHandle.class);

  @Test
  void modelsHaveAllThatTheJdkCalls() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (ClassNode node : rewrittenClasses()) {
      for (MethodNode method : node.methods) {
        for (AbstractInsnNode at : method.instructions) {
          if (at instanceof MethodInsnNode call && JdkNames.isModel(call.owner) && !isThere(call)) {
            missing.add(call.owner + "." + call.name + call.desc + " in " + node.name);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void nativeMethodsHaveModels() throws Exception {
    for (ClassNode node : rewrittenClasses()) {
      for (MethodNode method : node.methods) {
        if ((method.access & Opcodes.ACC_NATIVE) != 0) {
          assertThat(Redirects.of(node.name, method.name, method.desc))
              .as(node.name + "." + method.name)
              .isNotNull();
        }
      }
    }
  }

  /** Each class, with the classes that it needs, is defined and verified as rewritten. */
  @Test
  void rewrittenClassesVerify() throws Exception {
    RewritingLoader loader = new RewritingLoader(ModelsTest.class.getClassLoader(), Scope.none());
    Set<String> wrong = new TreeSet<>();
    for (ClassNode node : rewrittenClasses()) {
      if (node.name.contains("FieldUpdater$")) {
        continue; // no code makes these: the models of updaters have other kinds
      }
      try {
        Class<?> type = Class.forName(node.name.replace('/', '.'), false, loader);
        // Looks the class up for its constructors, and links it for its initialiser.
        MethodHandles.privateLookupIn(type, MethodHandles.lookup()).ensureInitialized(type);
      } catch (IllegalAccessError e) {
        // Its initialiser calls into a package that the JDK does not export: LegacyMergeSort on 17.
      } catch (VerifyError | ClassFormatError | IncompatibleClassChangeError e) {
        wrong.add(node.name + ": " + e);
      } catch (LinkageError e) {
        // Its initialiser fails without an execution.
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isThere(MethodInsnNode call) throws ClassNotFoundException {
    if (call.owner.equals(HANDLE) && Bridges.isAccess(call.name)
        || Redirects.of(call.owner, call.name, call.desc) != null
        || call.owner.equals(HANDLE) && call.name.endsWith("Fence")) {
      return true;
    }
    Class<?> model = Class.forName(call.owner.replace('/', '.'));
    while (model != null) {
      List<Executable> members = new ArrayList<>(List.of(model.getDeclaredMethods()));
      members.addAll(List.of(model.getDeclaredConstructors()));
      for (Executable member : members) {
        if (descriptor(member).equals(call.name + call.desc)) {
          return true;
        }
      }
      model = model.getSuperclass();
    }
    return false;
  }

  private static String descriptor(Executable member) {
    return member instanceof java.lang.reflect.Method method
        ? method.getName() + Type.getMethodDescriptor(method)
        : "<init>" + Type.getConstructorDescriptor((java.lang.reflect.Constructor<?>) member);
  }

  private static List<ClassNode> rewrittenClasses() throws IOException {
    Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    List<ClassNode> nodes = new ArrayList<>();
    JdkNames names = new JdkNames(new Policy(ModelsTest.class.getClassLoader()));
    try (Stream<Path> files = Files.walk(base.resolve("java/util"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = base.relativize(file).toString();
        if (name.endsWith(".class")) {
          name = name.substring(0, name.length() - ".class".length());
          String renamed = names.map(name);
          if (JdkNames.original(renamed) != null) {
            ClassNode node = new ClassNode();
            new ClassReader(Files.readAllBytes(file)).accept(new ClassRemapper(node, names), 0);
            nodes.add(node);
          }
        }
      }
    }
    assertThat(nodes.size()).isGreaterThan(50);
    return nodes;
  }
}
