package io.vmalock.conformance.mutate;

import io.vmalock.conformance.modelcheck.weaken.StrategyClasses;
import io.vmalock.conformance.modelcheck.weaken.WeakenedClasses;
import io.vmalock.conformance.modelcheck.weaken.Weakening;
import io.vmalock.conformance.modelcheck.weaken.WeakerMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * All mutants of one strategy: every single edit of the classes of its package that the {@linkplain
 * Operator operators} know, if the JVM takes the class. Edits that leave the class as it was, or
 * produce the class of another edit, are left out.
 */
public final class Mutants {
  /** The number of hexadecimal digits that name the code around an edit. */
  private static final int HASH_LENGTH = 6;

  private final Class<?> strategy;
  private final ClassLoader loader;
  private final Set<String> own;

  /** The mutants of a strategy, which needs a public constructor without parameters. */
  public Mutants(Class<?> strategy) {
    ClassLoader ofStrategy = strategy.getClassLoader();
    this.strategy = strategy;
    this.loader = ofStrategy == null ? ClassLoader.getSystemClassLoader() : ofStrategy;
    this.own = new LinkedHashSet<>(StrategyClasses.of(strategy));
  }

  /** All of them, by class and line. */
  public List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (String className : own) {
      mutants.addAll(of(className));
    }
    return mutants;
  }

  /** The strategy without an edit, in the form of a mutant, in which no check may find anything. */
  public Mutant original() {
    String name = strategy.getName();
    return new Mutant(
        name, "", 0, Operator.CONDITION_NEGATED, "unchanged", "unchanged", bytes(name));
  }

  /** A pseudo-random sample, fixed by the seed; a mutant of unchanged code stays in it. */
  public static List<Mutant> sample(List<Mutant> all, int size, long seed) {
    Set<Mutant> chosen =
        all.stream()
            .sorted(Comparator.comparing(mutant -> lot(mutant, seed)))
            .limit(size)
            .collect(Collectors.toSet());
    return all.stream().filter(chosen::contains).toList();
  }

  private static String lot(Mutant mutant, long seed) {
    return Digests.of((seed + mutant.name()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The rest that a verdict on a mutant depends on: the strategy's classes without an edit, and
   * those beside its superclasses.
   */
  String digest() {
    Set<String> names = new LinkedHashSet<>(own);
    for (Class<?> each : StrategyClasses.family(strategy)) {
      names.addAll(StrategyClasses.of(each));
    }
    List<byte[]> classes = new ArrayList<>();
    for (String name : names) {
      classes.add(name.getBytes(StandardCharsets.UTF_8));
      classes.add(bytes(name));
    }
    return Digests.of(classes.toArray(byte[][]::new));
  }

  private List<Mutant> of(String className) {
    byte[] original = bytes(className);
    ClassNode type = read(original);
    Maker maker = new Maker(className, type);
    maker.isNew(write(type)); // an edit that changes nothing does not count
    for (int i = 0; i < type.methods.size(); i++) {
      MethodNode method = type.methods.get(i);
      boolean bySource = (method.access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) == 0;
      if (bySource && method.instructions.size() > 0) {
        Code code = new Code(type.name, method);
        for (Edit edit : FinallyCopies.joined(code, edits(code))) {
          ClassNode copy = read(original);
          edit.change().make(copy.methods.get(i));
          maker.add(code, edit, write(copy));
        }
      }
    }
    for (Weakening weakening : WeakenedClasses.of(loader, className)) {
      if (weakening.weaker() == WeakerMode.NOTHING) {
        continue; // a call left out
      }
      maker.add(weakening, bytes(WeakenedClasses.with(loader, weakening), className));
    }
    maker.made.sort((one, other) -> Integer.compare(one.line(), other.line()));
    return maker.made;
  }

  /** All edits of one method. */
  private static List<Edit> edits(Code code) {
    List<Edit> edits = new ArrayList<>();
    Conditions.find(code, edits);
    Constants.find(code, edits);
    Calls.find(code, edits);
    Flow.find(code, edits);
    Statements.find(code, edits);
    Loops.find(code, edits);
    return edits;
  }

  /** Gives mutants of one class their names. */
  private final class Maker {
    private final String className;
    private final String simpleName;
    private final String source;
    private final Set<String> codes = new HashSet<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final List<Mutant> made = new ArrayList<>();

    Maker(String className, ClassNode type) {
      this.className = className;
      this.simpleName = className.substring(className.lastIndexOf('.') + 1);
      int folder = type.name.lastIndexOf('/') + 1;
      this.source = type.sourceFile == null ? "" : type.name.substring(0, folder) + type.sourceFile;
    }

    boolean isNew(byte[] code) {
      return codes.add(Digests.of(code));
    }

    void add(Code code, Edit edit, byte[] changed) {
      String around =
          Digests.of(code.neighbourhood(edit.at()).getBytes(StandardCharsets.UTF_8))
              .substring(0, HASH_LENGTH);
      String name =
          simpleName + "." + Code.signature(code.method()) + " " + edit.words() + " #" + around;
      add(code.line(edit.at()), edit.operator(), edit.words(), name, changed);
    }

    void add(Weakening weakening, byte[] changed) {
      String words = weakening.access() + " made " + weakening.weaker();
      String name = simpleName + "." + weakening.method() + " " + words;
      add(weakening.line(), Operator.ORDER_WEAKENED, words, name, changed);
    }

    private void add(int line, Operator operator, String words, String name, byte[] changed) {
      if (!isNew(changed) || !isTaken(className, changed)) {
        return;
      }
      int number = names.merge(name, 1, Integer::sum);
      String unique = number == 1 ? name : name + "/" + number;
      made.add(new Mutant(className, source, line, operator, words, unique, changed));
    }
  }

  /** Whether the JVM accepts a class, which it decides when asked for the methods. */
  private boolean isTaken(String className, byte[] code) {
    try {
      load(className, code).loadClass(className).getDeclaredMethods();
      return true;
    } catch (VerifyError | ClassFormatError e) {
      return false;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("class " + className + " is gone", e);
    }
  }

  /** The strategy's classes with those of one mutant among them. */
  ClassLoader load(String className, byte[] code) {
    return new MutantClasses(loader, own, className, code);
  }

  /** The strategy's class in a loader. */
  Class<?> strategy(ClassLoader mutant) throws ClassNotFoundException {
    return Class.forName(strategy.getName(), false, mutant);
  }

  private byte[] bytes(String className) {
    return bytes(loader, className);
  }

  private static byte[] bytes(ClassLoader loader, String className) {
    try (InputStream stream = loader.getResourceAsStream(MutantClasses.file(className))) {
      if (stream == null) {
        throw new IllegalArgumentException("class " + className + " is not found");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read class " + className, e);
    }
  }

  private static ClassNode read(byte[] code) {
    ClassNode node = new ClassNode();
    // Frames are computed when the class is written.
    new ClassReader(code).accept(node, ClassReader.SKIP_FRAMES);
    return node;
  }

  private byte[] write(ClassNode node) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    node.accept(writer);
    return writer.toByteArray();
  }
}
