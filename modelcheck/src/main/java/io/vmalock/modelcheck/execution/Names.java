package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Cells;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names for the objects of an execution, for reports. An object of the author's own class is named
 * by that class and a number; an array, or an object of the JDK's, by the author's field that leads
 * to it.
 */
final class Names {
  private static final String ATOMIC = Renamed.PREFIX + "java.util.concurrent.atomic.";

  /** The longest path of fields that is searched. */
  private static final int MOST_OBJECTS = 20_000;

  /** The way to an object; null for an object that has a name of its own. */
  private record Way(@Nullable Object from, String step) {}

  private final long execution;
  private final List<Object> roots;
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Makes the names of an execution.
   *
   * @param execution the serial number of the execution
   * @param roots the objects whose fields are searched; grows while the program is set up
   */
  Names(long execution, List<Object> roots) {
    this.execution = execution;
    this.roots = roots;
  }

  /** Returns a name for a location, the same throughout the execution. */
  String of(Cell cell) {
    Object owner = cell.owner();
    if (owner == null) {
      return simple(cell.variable().toString());
    }
    String label = cell.variable().label(cell.index());
    if (label.equals("value") && isAtomic(owner)) {
      return of(owner);
    }
    return of(owner) + (label.startsWith("[") ? "" : ".") + label;
  }

  /** Returns a name for an object. */
  String of(Object object) {
    String known = names.get(object);
    if (known != null) {
      return known;
    }
    String name = isAuthors(object) ? null : path(object);
    if (name == null) {
      String type = object.getClass().getSimpleName();
      String word = type.isEmpty() ? lastPart(object.getClass().getName()) : type;
      name = word + "#" + counts.merge(word, 1, Integer::sum);
    }
    names.put(object, name);
    return name;
  }

  private static boolean isAuthors(Object object) {
    Class<?> type = object.getClass();
    return !type.isArray()
        && !type.isHidden()
        && type.getClassLoader() instanceof Variables.Source
        && !Renamed.isRenamed(type.getName());
  }

  private static boolean isAtomic(Object object) {
    return object.getClass().getName().startsWith(ATOMIC);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns a static field as {@code Class.field}. */
  private static String simple(String field) {
    return field.substring(field.lastIndexOf('.', field.lastIndexOf('.') - 1) + 1);
  }

  /** Finds the shortest way to an object from one of the author's own, or from a static field. */
  private @Nullable String path(Object target) {
    Map<Object, Way> reached = new IdentityHashMap<>();
    Deque<Object> queue = new ArrayDeque<>();
    for (Object root : List.copyOf(roots)) {
      reach(reached, queue, root, new Way(null, ""));
    }
    for (ClassLoader loader : loaders()) {
      for (FieldVariable field : Variables.statics(loader)) {
        Object value =
            field.isFinal() ? initialised(field) : field.staticCell(execution).newest().value();
        if (value != null && !Renamed.isRenamed(field.toString())) {
          reach(reached, queue, value, new Way(null, simple(field.toString())));
        }
      }
    }
    while (!queue.isEmpty() && !reached.containsKey(target) && reached.size() < MOST_OBJECTS) {
      Object from = queue.remove();
      if (from instanceof Object[] array) {
        for (int i = 0; i < array.length; i++) {
          reach(reached, queue, array[i], new Way(from, "[" + i + "]"));
        }
      } else {
        fields(reached, queue, from);
      }
    }
    return reached.containsKey(target) ? written(reached, target) : null;
  }

  private Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object root : roots) {
      ClassLoader loader = root.getClass().getClassLoader();
      if (loader instanceof Variables.Source) {
        loaders.add(loader);
      }
    }
    return loaders;
  }

  private static @Nullable Object initialised(FieldVariable field) {
    return field.isInitialised() ? field.original(null, 0) : null;
  }

  private static void reach(
      Map<Object, Way> reached, Deque<Object> queue, @Nullable Object object, Way way) {
    if (object == null) {
      return;
    }
    boolean leads =
        object.getClass().isArray()
            || object.getClass().getClassLoader() instanceof Variables.Source
            || way.from == null && way.step.isEmpty();
    if (leads && reached.putIfAbsent(object, way) == null) {
      queue.add(object);
    }
  }

  private void fields(Map<Object, Way> reached, Deque<Object> queue, Object from) {
    for (Class<?> type = from.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getClassLoader() == null) {
        return;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          reach(reached, queue, value(from, type, field), new Way(from, field.getName()));
        }
      }
    }
  }

  private @Nullable Object value(Object from, Class<?> type, Field field) {
    try {
      if (!Modifier.isFinal(field.getModifiers())
          && from instanceof Cells.Owner
          && type.getClassLoader() instanceof Variables.Source source
          && !field.isSynthetic()) {
        FieldVariable variable = source.field(type.getName(), field.getName());
        return Cells.of(execution, from, variable).newest().value();
      }
      return field.trySetAccessible() ? field.get(from) : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private String written(Map<Object, Way> reached, Object target) {
    StringBuilder path = new StringBuilder();
    Object at = target;
    while (true) {
      Way way = reached.get(at);
      if (at != target && isAuthors(at)) {
        return of(at) + path;
      }
      if (way == null || way.from == null) {
        // Reached by a static field, or captured by a thread: then the type is its name.
        String start = way == null || way.step.isEmpty() ? type(at) : way.step;
        return start + path;
      }
      boolean folded =
          way.from.getClass().isHidden() || way.step.equals("array") && isAtomic(way.from);
      if (way.from.getClass().isHidden()) {
        return type(at) + path;
      }
      if (!folded) {
        path.insert(0, (way.step.startsWith("[") ? "" : ".") + way.step);
      }
      at = way.from;
    }
  }

  private String type(Object object) {
    String word = object.getClass().getSimpleName();
    return names.computeIfAbsent(
        object, unnamed -> word + "#" + counts.merge(word, 1, Integer::sum));
  }
}
