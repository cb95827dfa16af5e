package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.jdk.ModelIntegerUpdater;
import io.vmalock.modelcheck.jdk.ModelLockSupport;
import io.vmalock.modelcheck.jdk.ModelLongUpdater;
import io.vmalock.modelcheck.jdk.ModelRandom;
import io.vmalock.modelcheck.jdk.ModelReferenceUpdater;
import io.vmalock.modelcheck.jdk.ModelThreadLocal;
import io.vmalock.modelcheck.jdk.ModelUnsafe;
import io.vmalock.modelcheck.jdk.ModelVarHandle;
import io.vmalock.modelcheck.variable.Renamed;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.Remapper;

/**
 * The names that JDK classes have in rewritten code. Most of java.util.concurrent, and the
 * collections of java.util, are the running JDK's own bytecode under another name; a few classes
 * are replaced by models.
 */
final class JdkNames extends Remapper {
  private static final String PREFIX = Renamed.PREFIX.replace('.', '/');

  private static final Map<String, String> MODELS =
      Map.ofEntries(
          model("java/lang/invoke/VarHandle", ModelVarHandle.class),
          model("java/lang/ThreadLocal", ModelThreadLocal.class),
          model("java/util/concurrent/ThreadLocalRandom", ModelRandom.class),
          model("java/util/concurrent/locks/LockSupport", ModelLockSupport.class),
          model("jdk/internal/misc/Unsafe", ModelUnsafe.class),
          model("java/util/concurrent/atomic/AtomicIntegerFieldUpdater", ModelIntegerUpdater.class),
          model("java/util/concurrent/atomic/AtomicLongFieldUpdater", ModelLongUpdater.class),
          model(
              "java/util/concurrent/atomic/AtomicReferenceFieldUpdater",
              ModelReferenceUpdater.class));

  private final Policy policy;

  @SuppressWarnings("deprecation") // the constructor with an API version is newer than some readers
  JdkNames(Policy policy) {
    this.policy = policy;
  }

  private static Map.Entry<String, String> model(String jdk, Class<?> model) {
    return Map.entry(jdk, Type.getInternalName(model));
  }

  @Override
  public String map(String name) {
    String model = MODELS.get(name);
    if (model != null) {
      return model;
    }
    return isRewritten(name) ? PREFIX + name : name;
  }

  /** Whether calls of a class, by its name in rewritten code, are calls of a model. */
  static boolean isModel(String name) {
    return MODELS.containsValue(name);
  }

  /** The JDK's name of a renamed class, or null if the name is not one. */
  static @Nullable String original(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : null;
  }

  private boolean isRewritten(String name) {
    return name.startsWith("java/util/") && policy.isRewritten(name);
  }
}
