package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Mode;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The access modes of {@link java.lang.invoke.VarHandle}: what each does, and in which memory modes
 * it reads and writes.
 */
record AccessKind(Action action, Mode read, Mode write) {
  /** What the access does to the value. */
  enum Action {
    GET,
    SET,
    COMPARE_AND_SET,
    COMPARE_AND_EXCHANGE,
    WEAK_COMPARE_AND_SET,
    GET_AND_SET,
    GET_AND_ADD,
    GET_AND_BITWISE_OR,
    GET_AND_BITWISE_AND,
    GET_AND_BITWISE_XOR;

    boolean mayCompare() {
      return this == COMPARE_AND_SET
          || this == COMPARE_AND_EXCHANGE
          || this == WEAK_COMPARE_AND_SET;
    }
  }

  private static final Map<AccessMode, AccessKind> ALL = new EnumMap<>(AccessMode.class);

  static {
    for (AccessMode mode : AccessMode.values()) {
      ALL.put(mode, parse(mode.name()));
    }
  }

  static AccessKind of(AccessMode mode) {
    AccessKind kind = ALL.get(mode);
    if (kind == null) {
      throw new NotJudged("VarHandle." + mode.methodName());
    }
    return kind;
  }

  /**
   * Derives the modes from the name. A name without a mode means plain for get and set, and
   * volatile for all others.
   */
  private static AccessKind parse(String name) {
    for (String suffix : new String[] {"VOLATILE", "ACQUIRE", "RELEASE", "OPAQUE", "PLAIN"}) {
      if (name.endsWith("_" + suffix)) {
        Action action = Action.valueOf(name.substring(0, name.length() - suffix.length() - 1));
        return switch (suffix) {
          case "ACQUIRE" -> new AccessKind(action, Mode.ACQUIRE, Mode.OPAQUE);
          case "RELEASE" -> new AccessKind(action, Mode.OPAQUE, Mode.RELEASE);
          default -> new AccessKind(action, Mode.valueOf(suffix), Mode.valueOf(suffix));
        };
      }
    }
    Action action = Action.valueOf(name);
    boolean simple = action == Action.GET || action == Action.SET;
    Mode mode = simple ? Mode.PLAIN : Mode.VOLATILE;
    return new AccessKind(action, mode, mode);
  }

  /** Returns the effect that a machine is told of. */
  Machine.Action told() {
    return switch (action) {
      case GET -> Machine.Action.LOAD;
      case SET -> Machine.Action.STORE;
      default -> Machine.Action.UPDATE;
    };
  }

  /** Returns the mode of a load, and for any other access the mode of its store. */
  Mode mode() {
    return action == Action.GET ? read : write;
  }

  @Override
  public String toString() {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
