package io.vmalock.bench.result;

import com.google.gson.JsonParseException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks records that came out of a file: nothing may be missing, and numbers stay in bounds. */
final class Fields {
  /** The bound of int values, such as threads, rounds, cores. More than this is a mistake. */
  private static final int MOST = 100_000;

  private Fields() {}

  /**
   * Returns the record.
   *
   * @throws JsonParseException if a field is missing or out of bounds, with its name
   */
  static <T extends Record> T require(String where, T part) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      Object value = value(part, component);
      String field = where + ": \"" + component.getName() + "\"";
      if (value == null) {
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          throw new JsonParseException(field + " is missing");
        }
      } else {
        check(field, value);
      }
    }
    if (part instanceof ForkRun fork && fork.times().length != fork.busy().length) {
      throw new JsonParseException(where + ": \"times\" and \"busy\" differ in length");
    }
    if (part instanceof ForkRun fork && fork.round() < ForkRun.COUNTING) {
      throw new JsonParseException(where + ": \"round\" is " + fork.round());
    }
    return part;
  }

  private static void check(String field, Object value) {
    if (value instanceof Integer number && (number > MOST || number < -1)) {
      throw new JsonParseException(field + " is " + number + ": at most " + MOST + " can be");
    } else if (value instanceof Record nested) {
      require(field, nested);
    } else if (value instanceof Collection<?> all) {
      all.forEach(each -> checkElement(field, each));
    } else if (value instanceof Map<?, ?> all) {
      all.values().forEach(each -> checkElement(field, each));
    } else if (value.getClass().isArray() && Array.getLength(value) > MOST) {
      throw new JsonParseException(field + " has more than " + MOST + " numbers");
    }
  }

  private static void checkElement(String field, @Nullable Object element) {
    if (element == null) {
      throw new JsonParseException(field + " has a gap");
    }
    check(field, element);
  }

  private static @Nullable Object value(Record part, RecordComponent component) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("an accessor of a record can be called: " + component, e);
    }
  }
}
