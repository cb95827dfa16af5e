package io.vmalock.conformance.modelcheck.weaken;

import java.util.List;
import java.util.Locale;

/** The order that a weakened access keeps. */
public enum WeakerMode {
  /** Acquire: as to stores before a volatile access, or a fence, nothing. */
  ACQUIRE,
  /** Release. */
  RELEASE,
  /** Both, but no store is kept before a later load. */
  ACQUIRE_AND_RELEASE,
  /** None but that of the accesses to this variable. */
  OPAQUE,
  /** None at all: the fence is left out. */
  NOTHING;

  private static final String FENCE = "Fence";

  /** The weaker forms of a load of a volatile field. */
  static List<WeakerMode> ofLoad() {
    return List.of(ACQUIRE);
  }

  /** The weaker forms of a store to a volatile field. */
  static List<WeakerMode> ofStore() {
    return List.of(RELEASE);
  }

  /** The weaker forms of a method of an atomic class, as {@link #of} those of VarHandle. */
  static List<WeakerMode> ofAtomic(String method) {
    return switch (method) {
      case "get" -> List.of(ACQUIRE);
      case "set" -> List.of(RELEASE);
      case "lazySet" -> List.of(OPAQUE);
      case "weakCompareAndSet" -> List.of(); // plain, by another name
      default -> method.endsWith("AndGet") ? List.of(ACQUIRE, RELEASE) : of(method);
    };
  }

  /** The weaker forms of a method of VarHandle, one mode each; none if it has no order to lose. */
  static List<WeakerMode> of(String method) {
    if (method.equals("fullFence")) {
      return List.of(ACQUIRE_AND_RELEASE, RELEASE, ACQUIRE, NOTHING);
    }
    if (method.endsWith(FENCE)) {
      return List.of(NOTHING);
    }
    if (method.endsWith("Acquire") || method.endsWith("Release")) {
      return List.of(OPAQUE);
    }
    return switch (method) {
      case "getVolatile" -> List.of(ACQUIRE);
      case "setVolatile" -> List.of(RELEASE);
      default -> isUpdate(method) ? List.of(ACQUIRE, RELEASE) : List.of();
    };
  }

  /** Volatile both ways, which read-modify-writes are if their name does not say otherwise. */
  private static boolean isUpdate(String method) {
    boolean updates =
        method.startsWith("getAnd")
            || method.startsWith("compareAnd")
            || method.startsWith("weakCompareAndSet");
    return updates && !method.endsWith("Plain");
  }

  @Override
  public String toString() {
    return switch (this) {
      case ACQUIRE_AND_RELEASE -> "acquire and release";
      case NOTHING -> "left out";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
