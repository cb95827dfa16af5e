package io.vmalock.modelcheck.variable;

import io.vmalock.modelcheck.finding.NotJudged;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fields of all rewritten classes, by name. */
public final class Variables {
  /** A loader that knows the classes that it rewrote, and the methods that they may call. */
  public interface Source {
    /** The name of every such loader, which appears in the stack frames of rewritten code. */
    String LOADER_NAME = "modelcheck";

    /**
     * Returns the field that {@code name} means in a class.
     *
     * @param owner the binary name of the class
     * @throws NoSuchFieldException if there is none
     */
    FieldVariable field(String owner, String name) throws NoSuchFieldException;

    /**
     * Returns the class that rewritten code means by a binary name. The name may be that of the
     * JDK's original.
     *
     * @throws ClassNotFoundException if there is none
     */
    Class<?> type(String name) throws ClassNotFoundException;

    /**
     * Returns the reason why rewritten code must not call a method that it looked up, or null if it
     * may.
     *
     * @param descriptor the parameters and the result of the method, as in class files
     */
    @Nullable String refusal(Class<?> owner, String method, String descriptor);
  }

  private static final List<FieldVariable> ALL = new ArrayList<>();

  /** The first number of a field that is not rewritten. */
  private static final long FIRST_FOREIGN = 1L << 40;

  private static final List<String> FOREIGN = new ArrayList<>();

  private static final Set<Class<?>> INITIALISED = ConcurrentHashMap.newKeySet();

  private Variables() {}

  /** Records that a class has been initialised. */
  public static void initialised(Class<?> type) {
    INITIALISED.add(type);
  }

  /** Returns whether a look at the static fields of a class initialises no class. */
  static boolean isInitialised(Class<?> type) {
    return INITIALISED.contains(type);
  }

  public static synchronized int register(FieldVariable variable) {
    ALL.add(variable);
    return ALL.size() - 1;
  }

  /**
   * Returns the number of a field, for code that works with offsets. A field that is not rewritten
   * has a number too, but accesses to it are refused.
   */
  public static synchronized long number(Class<?> owner, String name) {
    try {
      if (owner.getClassLoader() instanceof Source source) {
        return source.field(owner.getName(), name).id();
      }
    } catch (NoSuchFieldException e) {
      throw new InternalError(e);
    }
    FOREIGN.add(owner.getName() + "." + name);
    return FIRST_FOREIGN + FOREIGN.size() - 1;
  }

  /** Returns the field with a number, or null if it is not rewritten. */
  public static synchronized @Nullable FieldVariable byNumber(long number) {
    return number >= 0 && number < ALL.size() ? ALL.get((int) number) : null;
  }

  /** Returns in words the meaning of a number from {@link #number} that has no variable. */
  public static synchronized String ofNumber(long number) {
    long foreign = number - FIRST_FOREIGN;
    return foreign >= 0 && foreign < FOREIGN.size()
        ? FOREIGN.get((int) foreign) + ", which is not rewritten"
        : "memory outside of objects";
  }

  /** Returns the static fields of the classes that a loader rewrote. */
  public static synchronized List<FieldVariable> statics(ClassLoader loader) {
    List<FieldVariable> statics = new ArrayList<>();
    for (FieldVariable field : ALL) {
      if (field.isStatic() && field.isOf(loader)) {
        statics.add(field);
      }
    }
    return statics;
  }

  /** Returns the field that {@code name} means in a rewritten class. */
  public static FieldVariable find(Class<?> owner, String name) throws NoSuchFieldException {
    if (owner.getClassLoader() instanceof Source source) {
      return source.field(owner.getName(), name);
    }
    throw new NotJudged("access to " + owner.getName() + "." + name + ", which is not rewritten");
  }
}
