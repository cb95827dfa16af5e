package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.explored.Cleaner;
import io.vmalock.modelcheck.explored.PhantomReference;
import io.vmalock.modelcheck.explored.Reference;
import io.vmalock.modelcheck.explored.ReferenceQueue;
import io.vmalock.modelcheck.explored.SoftReference;
import io.vmalock.modelcheck.explored.StringBuffer;
import io.vmalock.modelcheck.explored.WeakReference;
import io.vmalock.modelcheck.jdk.ModelBooleanAction;
import io.vmalock.modelcheck.jdk.ModelIntegerUpdater;
import io.vmalock.modelcheck.jdk.ModelLockSupport;
import io.vmalock.modelcheck.jdk.ModelLongUpdater;
import io.vmalock.modelcheck.jdk.ModelPoolAccess;
import io.vmalock.modelcheck.jdk.ModelRandom;
import io.vmalock.modelcheck.jdk.ModelReferenceUpdater;
import io.vmalock.modelcheck.jdk.ModelThreadBuilder;
import io.vmalock.modelcheck.jdk.ModelThreadContainer;
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
          model("sun/misc/Unsafe", ModelUnsafe.class),
          model("jdk/internal/vm/SharedThreadContainer", ModelThreadContainer.class),
          model("jdk/internal/vm/ThreadContainer", ModelThreadContainer.class),
          model("jdk/internal/vm/ThreadContainers", ModelThreadContainer.class),
          model("sun/security/action/GetBooleanAction", ModelBooleanAction.class),
          model("jdk/internal/access/JavaUtilConcurrentFJPAccess", ModelPoolAccess.class),
          model("java/lang/Thread$Builder", ModelThreadBuilder.class),
          model("java/lang/Thread$Builder$OfVirtual", ModelThreadBuilder.class),
          model("java/lang/Thread$Builder$OfPlatform", ModelThreadBuilder.class),
          model("java/lang/StringBuffer", StringBuffer.class),
          model("java/lang/ref/Reference", Reference.class),
          model("java/lang/ref/WeakReference", WeakReference.class),
          model("java/lang/ref/SoftReference", SoftReference.class),
          model("java/lang/ref/PhantomReference", PhantomReference.class),
          model("java/lang/ref/ReferenceQueue", ReferenceQueue.class),
          model("java/lang/ref/Cleaner", Cleaner.class),
          model("java/lang/ref/Cleaner$Cleanable", Cleaner.Cleanable.class),
          model("jdk/internal/ref/CleanerFactory", Cleaner.class),
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

  /** Returns whether calls of a class, by its name in rewritten code, are calls of a model. */
  static boolean isModel(String name) {
    return MODELS.containsValue(name);
  }

  /** Returns the JDK's name of a renamed class, or null for any other name. */
  static @Nullable String original(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : null;
  }

  private boolean isRewritten(String name) {
    return name.startsWith("java/util/") && policy.isRewritten(name);
  }
}
