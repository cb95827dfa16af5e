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
import java.util.Set;
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

  /** Classes of java.util.concurrent that are rewritten, with those nested in them. */
  private static final Set<String> REWRITTEN =
      Set.of(
          "ArrayBlockingQueue",
          "ConcurrentHashMap",
          "ConcurrentLinkedDeque",
          "ConcurrentLinkedQueue",
          "ConcurrentSkipListMap",
          "ConcurrentSkipListSet",
          "CopyOnWriteArrayList",
          "CopyOnWriteArraySet",
          "CountDownLatch",
          "CyclicBarrier",
          "Helpers",
          "LinkedBlockingDeque",
          "LinkedBlockingQueue",
          "Phaser",
          "Semaphore",
          "locks/AbstractOwnableSynchronizer",
          "locks/AbstractQueuedLongSynchronizer",
          "locks/AbstractQueuedSynchronizer",
          "locks/ReentrantLock",
          "locks/ReentrantReadWriteLock",
          "locks/StampedLock");

  /** The same of java.util. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          "AbstractCollection",
          "AbstractList",
          "AbstractMap",
          "AbstractQueue",
          "AbstractSequentialList",
          "AbstractSet",
          "ArrayDeque",
          "ArrayList",
          "BitSet",
          "EnumMap",
          "EnumSet",
          "HashMap",
          "HashSet",
          "IdentityHashMap",
          "JumboEnumSet",
          "LinkedHashMap",
          "LinkedHashSet",
          "LinkedList",
          "PriorityQueue",
          "RegularEnumSet",
          "TreeMap",
          "TreeSet");

  private static final String UTIL = "java/util/";
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String ATOMIC = CONCURRENT + "atomic/";

  @SuppressWarnings("deprecation") // the constructor with an API version is newer than some readers
  JdkNames() {}

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

  private static boolean isRewritten(String name) {
    if (!name.startsWith(UTIL)) {
      return false;
    }
    if (name.startsWith(ATOMIC)) {
      return true;
    }
    int nested = name.indexOf('$');
    String outer = nested < 0 ? name : name.substring(0, nested);
    return outer.startsWith(CONCURRENT)
        ? REWRITTEN.contains(outer.substring(CONCURRENT.length()))
        : COLLECTIONS.contains(outer.substring(UTIL.length()));
  }
}
