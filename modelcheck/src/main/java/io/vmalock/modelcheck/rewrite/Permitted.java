package io.vmalock.modelcheck.rewrite;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Decides which calls of code that is not rewritten may be made. For any other call the model
 * checker refuses a verdict.
 */
final class Permitted {
  private static final String OBJECT = "java/lang/Object";
  private static final String NO_REASON = "";

  private final ClassIndex index;
  private final Policy policy;

  Permitted(ClassIndex index, Policy policy) {
    this.index = index;
    this.policy = policy;
  }

  /**
   * Returns the reason why a method must not be called, or null if it may be; empty if no entry has
   * a reason.
   *
   * @param byReceiver whether the receiver decides which code runs
   */
  @Nullable String refusal(String owner, String name, String descriptor, boolean byReceiver) {
    if (owner.startsWith("[")) {
      return null; // clone() of an array
    }
    Policy.Entry any = policy.ofAny(name);
    if (any != null && any.action() == Policy.Action.REFUSE && isOfJdk(owner)) {
      return any.reason();
    }
    if (index.isRewritten(owner)) {
      String inherited = index.declaring(owner, name, descriptor);
      if (inherited == null || inherited.equals(OBJECT) || index.isRewritten(inherited)) {
        return null;
      }
      return refusal(inherited, name, descriptor, byReceiver);
    }
    Policy.Entry entry = policy.of(owner, name, descriptor);
    if (entry != null) {
      return entry.action() == Policy.Action.REFUSE ? entry.reason() : null;
    }
    boolean permitted =
        index.isTrusted(owner)
            || owner.startsWith("java/") && index.isSubclass(owner, "java/lang/Throwable")
            || byReceiver && isInterfaceOfCollections(owner);
    return permitted ? null : NO_REASON;
  }

  /** Whether an object that a method is called on is one that threads must not race on. */
  boolean isGuarded(String owner, String name, String descriptor) {
    Policy.Entry entry = index.isRewritten(owner) ? null : policy.of(owner, name, descriptor);
    return entry != null && entry.action() == Policy.Action.GUARD;
  }

  private static boolean isOfJdk(String owner) {
    return owner.startsWith("java/") || JdkNames.original(owner) != null;
  }

  /**
   * An interface of java.util has hardly any code of its own. The object that implements it was
   * made by a call that was checked.
   */
  private boolean isInterfaceOfCollections(String owner) {
    ClassNode node = owner.startsWith("java/util/") ? index.node(owner) : null;
    return node != null && (node.access & Opcodes.ACC_INTERFACE) != 0;
  }
}
