package io.vmalock.modelcheck.variable;

import io.vmalock.modelcheck.finding.NotJudged;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All fields of rewritten classes, and where to find them by name. */
public final class Variables {
  /** A loader that knows the classes that it rewrote, and what they may call. */
  public interface Source {
    /** The name of every such loader: stack frames of rewritten code have it. */
    String LOADER_NAME = "modelcheck";

    /**
     * The field that {@code name} means in a class.
     *
     * @param owner the binary name of the class
     * @throws NoSuchFieldException if there is none
     */
    FieldVariable field(String owner, String name) throws NoSuchFieldException;

    /**
     * The class that rewritten code means by a binary name, which may be another one's.
     *
     * @throws ClassNotFoundException if there is none
     */
    Class<?> type(String name) throws ClassNotFoundException;

    /**
     * Why rewritten code must not call a method that it looked up, or null if it may.
     *
     * @param descriptor what the method takes and returns, as in class files
     */
    @Nullable String refusal(Class<?> owner, String method, String descriptor);
  }

  private static final List<FieldVariable> ALL = new ArrayList<>();

  /** Numbers of fields that are not rewritten begin here. */
  private static final long FIRST_FOREIGN = 1L << 40;

  private static final List<String> FOREIGN = new ArrayList<>();

  private static final Set<Class<?>> INITIALISED = ConcurrentHashMap.newKeySet();

  private Variables() {}

  /** Notes that a class has been initialised. */
  public static void initialised(Class<?> type) {
    INITIALISED.add(type);
  }

  /** Whether a look at the static fields of a class initialises nothing. */
  static boolean isInitialised(Class<?> type) {
    return INITIALISED.contains(type);
  }

  public static synchronized int register(FieldVariable variable) {
    ALL.add(variable);
    return ALL.size() - 1;
  }

  /**
   * The number of a field, for code that has offsets: also of one that is not rewritten, which is
   * refused when it is accessed.
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

  /** The field of a number, or null if it is not rewritten. */
  public static synchronized @Nullable FieldVariable byNumber(long number) {
    return number >= 0 && number < ALL.size() ? ALL.get((int) number) : null;
  }

  /** What a number of {@link #number} means that has no variable, in words. */
  public static synchronized String ofNumber(long number) {
    long foreign = number - FIRST_FOREIGN;
    return foreign >= 0 && foreign < FOREIGN.size()
        ? FOREIGN.get((int) foreign) + ", which is not rewritten"
        : "memory outside of objects";
  }

  /** The static fields of the classes that a loader rewrote. */
  public static synchronized List<FieldVariable> statics(ClassLoader loader) {
    List<FieldVariable> statics = new ArrayList<>();
    for (FieldVariable field : ALL) {
      if (field.isStatic() && field.isOf(loader)) {
        statics.add(field);
      }
    }
    return statics;
  }

  /** The field that {@code name} means in a rewritten class. */
  public static FieldVariable find(Class<?> owner, String name) throws NoSuchFieldException {
    if (owner.getClassLoader() instanceof Source source) {
      return source.field(owner.getName(), name);
    }
    throw new NotJudged("access to " + owner.getName() + "." + name + ", which is not rewritten");
  }
}
