package io.vmalock.modelcheck.variable;

import org.jspecify.annotations.Nullable;

/** Values of variables, primitives boxed. */
public final class Values {
  private Values() {}

  /** Returns whether two values are the same to a compare-and-set: by bits, or by identity. */
  public static boolean same(char kind, @Nullable Object one, @Nullable Object other) {
    return kind == 'L' ? one == other : one != null && one.equals(other);
  }

  /** Converts a value to the box that a variable of a kind holds. */
  public static @Nullable Object as(char kind, @Nullable Object value) {
    switch (kind) {
      case 'Z':
        return value instanceof Number number ? (Object) (number.intValue() != 0) : value;
      case 'B':
        return (byte) toLong(value);
      case 'S':
        return (short) toLong(value);
      case 'C':
        return (char) toLong(value);
      case 'I':
        return (int) toLong(value);
      case 'J':
        return toLong(value);
      case 'F':
        return value instanceof Number number ? (Object) number.floatValue() : value;
      case 'D':
        return value instanceof Number number ? (Object) number.doubleValue() : value;
      default:
        return value;
    }
  }

  /** Returns the default value of a variable of a kind. */
  public static @Nullable Object unset(char kind) {
    return kind == 'L' ? null : as(kind, 0);
  }

  public static double toDouble(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : toLong(value);
  }

  public static long toLong(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof Character character) {
      return character;
    }
    if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    }
    throw new IllegalStateException("not a number: " + value);
  }
}
