package io.vmalock.modelcheck.variable;

import io.vmalock.modelcheck.finding.NotJudged;
import java.util.ArrayList;
import java.util.List;

/** All fields of rewritten classes, and where to find them by name. */
public final class Variables {
  /** A loader that knows the fields of the classes that it rewrote. */
  public interface Source {
    /**
     * The field that {@code name} means in a class.
     *
     * @param owner the binary name of the class
     * @throws NoSuchFieldException if there is none
     */
    FieldVariable field(String owner, String name) throws NoSuchFieldException;
  }

  private static final List<FieldVariable> ALL = new ArrayList<>();

  private Variables() {}

  public static synchronized int register(FieldVariable variable) {
    ALL.add(variable);
    return ALL.size() - 1;
  }

  public static synchronized FieldVariable byId(int id) {
    return ALL.get(id);
  }

  /** The field that {@code name} means in a rewritten class. */
  public static FieldVariable find(Class<?> owner, String name) throws NoSuchFieldException {
    if (owner.getClassLoader() instanceof Source source) {
      return source.field(owner.getName(), name);
    }
    throw new NotJudged("access to " + owner.getName() + "." + name + ", which is not rewritten");
  }
}
