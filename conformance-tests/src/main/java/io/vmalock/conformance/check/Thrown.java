package io.vmalock.conformance.check;

import io.vmalock.VmaLockStrategy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exception that the contract does not know, with the call that threw it and the rule that this
 * breaks.
 */
public final class Thrown {
  private static final String INTRODUCTION = "an exception that the contract does not know: ";

  /** Its class, and the innermost frame where the finding has one. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?:"
              + Pattern.quote(INTRODUCTION)
              + "| threw )(?!an exception )([\\w.$]+)(?:.*(?:\\n(?!    at ).*)*\\n    at (.+))?");

  /**
   * The identity of an exception.
   *
   * @param type its class, without the package
   * @param where the frame that threw it, or empty
   */
  record Signature(String type, String where) {
    /**
     * Whether this is probably the same exception; the JVM leaves out the trace of a frequent one.
     */
    boolean isAlike(Signature other, boolean ofOneRule) {
      return type.equals(other.type)
          && (ofOneRule || (!where.isEmpty() && where.equals(other.where)));
    }
  }

  private Thrown() {}

  /**
   * The rule that a call of this method breaks if it throws without misuse, or {@code otherwise}
   * for a method that is not a strategy's.
   */
  public static Rule breaks(String method, Rule otherwise) {
    return switch (method) {
      case "startRead", "readers" -> Rule.X5;
      case "startReadLocked" -> Rule.P4;
      case "endRead" -> Rule.M3;
      case "startWrite" -> Rule.X2;
      case "tryStartWrite" -> Rule.W5;
      case "endWrite" -> Rule.W6;
      case "endWriteAll" -> Rule.W2;
      case "attach" -> Rule.L3;
      case "detach" -> Rule.L4;
      case "retire" -> Rule.R1;
      case "lookAgain" -> Rule.R3;
      case "startOptimistic", "validate" -> Rule.O1;
      case "newMm" -> Rule.P6;
      case "newVma", "isAttached" -> Rule.L1;
      case "copy" -> Rule.L7;
      case "isWriteHeld" -> Rule.X1;
      default -> otherwise;
    };
  }

  /**
   * The finding that {@code strategy} threw this; of {@code otherwise} if no call of the strategy
   * did.
   */
  public static RuleBroken by(VmaLockStrategy strategy, Throwable thrown, Rule otherwise) {
    Throwable e = thrown;
    while (e.getCause() != null && e.getClass().getName().startsWith("io.vmalock.conformance.")) {
      e = e.getCause();
    }
    List<StackTraceElement> frames = List.of(e.getStackTrace());
    int call = call(strategy, frames);
    String method = call < 0 ? "" : frames.get(call).getMethodName();
    StringBuilder text = new StringBuilder(method.isEmpty() ? "" : method + " threw ");
    text.append(INTRODUCTION).append(e);
    // Down to the call: how the kit came there says nothing.
    Frames.lines(frames.subList(0, call < 0 ? frames.size() : call + 1))
        .forEach(line -> text.append('\n').append(line));
    return new RuleBroken(breaks(method, otherwise), text.toString());
  }

  /**
   * The index of the call's frame: the outermost frame of the strategy, because the kit calls it.
   */
  private static int call(VmaLockStrategy strategy, List<StackTraceElement> frames) {
    Set<String> classes = new HashSet<>();
    for (Class<?> type = strategy.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      classes.add(type.getName());
    }
    classes.add(VmaLockStrategy.class.getName());
    int call = frames.size() - 1;
    while (call >= 0 && !classes.contains(frames.get(call).getClassName())) {
      call--;
    }
    return call;
  }

  /** The identity of the exception in a finding; null for other findings. */
  static @Nullable Signature signature(String text) {
    Matcher matcher = SIGNATURE.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    String type = matcher.group(1);
    String where = matcher.group(2);
    return new Signature(type.substring(type.lastIndexOf('.') + 1), where == null ? "" : where);
  }
}
