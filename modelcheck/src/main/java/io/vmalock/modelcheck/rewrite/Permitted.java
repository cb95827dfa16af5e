package io.vmalock.modelcheck.rewrite;

import java.util.List;
import java.util.Set;

/**
 * The JDK's classes that may be called as they are: they share no state between threads that a lock
 * could depend on, or are interfaces of which the receiver decides. Whatever else is called makes
 * the model checker refuse a verdict.
 */
final class Permitted {
  private static final List<String> PACKAGES =
      List.of(
          "java/lang/annotation/",
          "java/lang/constant/",
          "java/time/",
          "java/util/function/",
          "java/util/stream/",
          "java/util/random/");

  private static final Set<String> CLASSES =
      Set.of(
          "java/io/PrintStream",
          "java/io/Serializable",
          "java/lang/AutoCloseable",
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/CharSequence",
          "java/lang/Character",
          "java/lang/Class",
          "java/lang/ClassLoader",
          "java/lang/Cloneable",
          "java/lang/Comparable",
          "java/lang/Double",
          "java/lang/Enum",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Iterable",
          "java/lang/Long",
          "java/lang/Math",
          "java/lang/Module",
          "java/lang/Number",
          "java/lang/Object",
          "java/lang/Package",
          "java/lang/Record",
          "java/lang/Runnable",
          "java/lang/Short",
          "java/lang/StackTraceElement",
          "java/lang/StrictMath",
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/Void",
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/MethodHandles",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/lang/invoke/MethodType",
          "java/lang/invoke/StringConcatFactory",
          "java/lang/ref/Reference",
          "java/lang/runtime/ObjectMethods",
          "java/util/Arrays",
          "java/util/Collection",
          "java/util/Collections",
          "java/util/Comparator",
          "java/util/Deque",
          "java/util/Formatter",
          "java/util/Iterator",
          "java/util/List",
          "java/util/ListIterator",
          "java/util/Locale",
          "java/util/Map",
          "java/util/Map$Entry",
          "java/util/NavigableMap",
          "java/util/Objects",
          "java/util/Optional",
          "java/util/OptionalInt",
          "java/util/OptionalLong",
          "java/util/PrimitiveIterator$OfInt",
          "java/util/Queue",
          "java/util/Random",
          "java/util/Set",
          "java/util/SortedMap",
          "java/util/Spliterator",
          "java/util/Spliterators",
          "java/util/StringJoiner",
          "java/util/concurrent/BlockingQueue",
          "java/util/concurrent/Callable",
          "java/util/concurrent/ConcurrentMap",
          "java/util/concurrent/TimeUnit",
          "java/util/concurrent/locks/Condition",
          "java/util/concurrent/locks/Lock",
          "java/util/concurrent/locks/ReadWriteLock");

  /** Methods of other classes, and those of the classes above that are not permitted after all. */
  private static final Set<String> METHODS =
      Set.of(
          "java/lang/Runtime.getRuntime",
          "java/lang/System.getProperty",
          "java/lang/System.getSecurityManager",
          "java/lang/System.lineSeparator",
          "java/lang/Thread.<init>",
          "java/lang/Thread.getName",
          "java/lang/Thread.setName",
          "java/lang/Thread.setDaemon",
          "java/lang/Thread.isDaemon");

  private static final Set<String> REFUSED =
      Set.of(
          "java/lang/Class.forName",
          "java/util/Arrays.fill",
          "java/util/Arrays.parallelPrefix",
          "java/util/Arrays.parallelSetAll",
          "java/util/Arrays.parallelSort",
          "java/util/Arrays.setAll",
          "java/util/Arrays.sort",
          "java/util/concurrent/TimeUnit.timedJoin");

  private final ClassIndex index;

  Permitted(ClassIndex index) {
    this.index = index;
  }

  /** Whether a method of a class that is not rewritten may be called. */
  boolean allows(String owner, String name) {
    if (owner.startsWith("[")) {
      return true; // clone() of an array
    }
    String method = owner + "." + name;
    if (REFUSED.contains(method)
        || method.startsWith("java/util/Collections.synchronized")
        || method.startsWith("java/util/stream/Collectors.to")) {
      return false; // the last ones make collections whose code is not rewritten
    }
    if (CLASSES.contains(owner) || METHODS.contains(method)) {
      return true;
    }
    for (String start : PACKAGES) {
      if (owner.startsWith(start)) {
        return true;
      }
    }
    return owner.startsWith("java/") && index.isSubclass(owner, "java/lang/Throwable")
        || index.isTrusted(owner)
        || owner.startsWith("org/junit/")
        || owner.startsWith("org/assertj/");
  }
}
