package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Variables;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Loads the program, the strategy and the classes below it as rewritten code; all other classes
 * come from its parent.
 */
public final class RewritingLoader extends ClassLoader implements Variables.Source {
  static {
    registerAsParallelCapable();
  }

  private final ClassIndex index;
  private final Map<String, Coverage> coverage = new TreeMap<>();

  /**
   * Makes a loader.
   *
   * @param parent loads the classes that are not rewritten, and finds the class files of those that
   *     are
   * @param scope the classes that are rewritten
   */
  public RewritingLoader(ClassLoader parent, Scope scope) {
    super(LOADER_NAME, parent);
    this.index = new ClassIndex(this, parent, scope);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      String internal = name.replace('.', '/');
      if (!index.isRewritten(internal)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name, internal);
    }
  }

  private Class<?> define(String name, String internal) throws ClassNotFoundException {
    ClassNode node = index.node(internal);
    if (node == null) {
      throw new ClassNotFoundException(name);
    }
    ClassRewriter rewriter = new ClassRewriter(index, node);
    byte[] code = rewriter.rewrite();
    synchronized (coverage) {
      coverage.put(name, rewriter.coverage());
    }
    index.defined(internal);
    return defineClass(name, code, 0, code.length);
  }

  @Override
  public FieldVariable field(String owner, String name) throws NoSuchFieldException {
    FieldVariable field = index.field(owner.replace('.', '/'), name);
    if (field == null) {
      throw new NoSuchFieldException(owner + "." + name);
    }
    return field;
  }

  @Override
  public Class<?> type(String name) throws ClassNotFoundException {
    return loadClass(index.nameOf(name.replace('.', '/')).replace('/', '.'));
  }

  @Override
  public @Nullable String refusal(Class<?> owner, String method, String descriptor) {
    String name = Type.getInternalName(owner);
    if (JdkNames.isModel(name)) {
      return null;
    }
    if (Redirects.of(name, method, descriptor) != null) {
      return "it is modelled where code calls it by its name";
    }
    String refusal =
        new Permitted(index, index.policy()).refusal(name, method, descriptor, owner.isInterface());
    return refusal != null && refusal.isEmpty() ? "it has no model" : refusal;
  }

  /** Returns, for each class loaded so far, how much of it is modelled. */
  public Map<String, Coverage> coverage() {
    synchronized (coverage) {
      return new TreeMap<>(coverage);
    }
  }
}
