package io.vmalock.bench.scale.machine;

import io.vmalock.bench.machine.HeapLayout;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Variable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.vm.VM;

/**
 * The addresses of variables: objects lie one behind the other in the order of their first access,
 * like a thread's allocations, and each field lies in them where this JVM puts it.
 */
final class Addresses {
  private static final int LINE = 64;
  private static final int ALIGNED = 8;

  /** The offset of the elements of arrays of a type. */
  private record Elements(int base, int scale) {}

  private final ClassLoader real;
  private final Map<Object, Long> starts = new IdentityHashMap<>();
  private final Map<FieldVariable, Integer> offsets = new IdentityHashMap<>();
  private final Map<FieldVariable, Long> statics = new IdentityHashMap<>();
  private final Map<Class<?>, Elements> elements = new HashMap<>();
  private final Map<Class<?>, Long> sizes = new HashMap<>();
  private Line[] lines = new Line[1024];
  private long end;

  /** Addresses of objects whose classes, not rewritten, {@code real} finds. */
  Addresses(ClassLoader real) {
    this.real = real;
  }

  /** The address of an object's header. */
  long header(Object object) {
    return start(object);
  }

  /** The address of a variable. */
  long of(Variable variable, @Nullable Object owner, int index) {
    if (variable instanceof FieldVariable field) {
      if (field.isStatic()) {
        return statics.computeIfAbsent(field, unseen -> allocate(ALIGNED));
      }
      return owner == null ? 0 : start(owner) + offset(field); // of null: the access will throw
    }
    if (owner == null) {
      return 0;
    }
    Elements elements = elements(owner.getClass().getComponentType());
    return start(owner) + elements.base + (long) index * elements.scale;
  }

  /** The line that an address is in. */
  Line line(long address) {
    int number = (int) (address / LINE);
    if (number >= lines.length) {
      lines = Arrays.copyOf(lines, Math.max(number + 1, lines.length * 2));
    }
    Line line = lines[number];
    if (line == null) {
      line = new Line(number + 1);
      lines[number] = line;
    }
    return line;
  }

  private long start(Object object) {
    Long known = starts.get(object);
    if (known == null) {
      known = allocate(size(object));
      starts.put(object, known);
    }
    return known;
  }

  private long allocate(long size) {
    long start = end;
    end += (size + ALIGNED - 1) / ALIGNED * ALIGNED;
    return start;
  }

  private long size(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      Elements elements = elements(type.getComponentType());
      return elements.base + (long) Array.getLength(object) * elements.scale;
    }
    return sizes.computeIfAbsent(type, unseen -> sizeOf(type));
  }

  private long sizeOf(Class<?> type) {
    ClassLayout layout = layout(type.getName());
    return layout == null ? LINE : layout.instanceSize();
  }

  private Elements elements(Class<?> type) {
    return elements.computeIfAbsent(
        type.isPrimitive() ? type : Object.class,
        kind ->
            new Elements(
                VM.current().arrayBaseOffset(kind.getName()),
                VM.current().arrayIndexScale(kind.getName())));
  }

  private int offset(FieldVariable field) {
    return offsets.computeIfAbsent(field, unseen -> offsetOf(field));
  }

  private int offsetOf(FieldVariable field) {
    ClassLayout layout = layout(field.owner());
    if (layout != null) {
      String host = simple(Renamed.original(field.owner()));
      for (FieldLayout candidate : layout.fields()) {
        if (candidate.name().equals(field.label(0)) && simple(candidate.hostClass()).equals(host)) {
          return (int) candidate.offset();
        }
      }
    }
    return ALIGNED * 2; // of a class that stands for one of the JDK's: behind the header
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  /** The layout of the class that a rewritten one was made from; null if it was written anew. */
  private @Nullable ClassLayout layout(String type) {
    try {
      return HeapLayout.of(Class.forName(Renamed.original(type), false, real));
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
