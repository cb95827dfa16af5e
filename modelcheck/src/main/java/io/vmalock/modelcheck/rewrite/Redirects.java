package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.jdk.JdkCalls;
import io.vmalock.modelcheck.jdk.ModelPoolAccess;
import io.vmalock.modelcheck.jdk.ModelRandom;
import io.vmalock.modelcheck.jdk.ModelReflection;
import io.vmalock.modelcheck.jdk.ModelThreadBuilder;
import io.vmalock.modelcheck.jdk.ModelThreadContainer;
import io.vmalock.modelcheck.jdk.ModelUnsafe;
import io.vmalock.modelcheck.jdk.ModelVarHandle;
import io.vmalock.modelcheck.variable.Renamed;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** The methods in whose place rewritten code calls a static method of the model checker. */
final class Redirects {
  /**
   * The method called instead: static, with the receiver of an instance method as first parameter.
   */
  record Target(String owner, String name, String descriptor) {
    /** Whether the owner is an interface. */
    boolean isInterface() {
      return owner.equals(BUILDER);
    }

    /** Whether its last parameter is the class that calls it. */
    boolean takesCaller() {
      return owner.equals(REFLECTION) && descriptor.contains("Ljava/lang/Class;)");
    }
  }

  private static final String CALLS = Type.getInternalName(JdkCalls.class);
  private static final String HANDLE = Type.getInternalName(ModelVarHandle.class);
  private static final String REFLECTION = Type.getInternalName(ModelReflection.class);
  private static final String UNSAFE = Type.getInternalName(ModelUnsafe.class);
  private static final String RANDOM = Type.getInternalName(ModelRandom.class);

  private static final String CONTAINER = Type.getInternalName(ModelThreadContainer.class);
  private static final String BUILDER = Type.getInternalName(ModelThreadBuilder.class);

  private static final String OBJECT = "java/lang/Object";
  private static final String THREAD = "java/lang/Thread";
  private static final String SYSTEM = "java/lang/System";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final String MH_UTIL = "jdk/internal/invoke/MhUtil";
  private static final String VAR_HANDLE = ")L" + HANDLE + ";";

  private static final Map<String, Target> TARGETS = new HashMap<>();

  static {
    virtual(OBJECT, "wait", "()V", "await");
    virtual(OBJECT, "wait", "(J)V", "await");
    virtual(OBJECT, "wait", "(JI)V", "await");
    virtual(OBJECT, "hashCode", "()I", "hashCodeOf");
    virtual(OBJECT, "notify", "()V", "wakeOne");
    virtual(OBJECT, "notifyAll", "()V", "wakeAll");

    same(SYSTEM, "identityHashCode", "(Ljava/lang/Object;)I");
    same(SYSTEM, "nanoTime", "()J");
    same(SYSTEM, "currentTimeMillis", "()J");
    same(SYSTEM, "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");

    same(THREAD, "currentThread", "()Ljava/lang/Thread;");
    same(THREAD, "onSpinWait", "()V");
    same(THREAD, "yield", "()V");
    same(THREAD, "sleep", "(J)V");
    same(THREAD, "sleep", "(JI)V");
    same(THREAD, "sleep", "(Ljava/time/Duration;)V");
    same(THREAD, "interrupted", "()Z");
    same(THREAD, "holdsLock", "(Ljava/lang/Object;)Z");
    virtual(THREAD, "isInterrupted", "()Z", "isInterrupted");
    virtual(THREAD, "interrupt", "()V", "interrupt");
    virtual(THREAD, "start", "()V", "start");
    virtual(THREAD, "join", "()V", "join");
    virtual(THREAD, "join", "(J)V", "join");
    virtual(THREAD, "isAlive", "()Z", "isAlive");
    virtual(THREAD, "getName", "()Ljava/lang/String;", "getName");
    virtual(THREAD, "getState", "()Ljava/lang/Thread$State;", "getState");
    virtual(THREAD, "getId", "()J", "threadId");
    virtual(THREAD, "threadId", "()J", "threadId");
    virtual(THREAD, "isVirtual", "()Z", "isVirtual");
    virtual("java/lang/Runtime", "availableProcessors", "()I", "availableProcessors");
    virtual("java/util/concurrent/TimeUnit", "sleep", "(J)V", "sleep");
    virtual("java/util/concurrent/TimeUnit", "timedWait", "(Ljava/lang/Object;J)V", "timedWait");

    String blocker = "(Ljava/util/concurrent/ForkJoinPool$ManagedBlocker;)V";
    put(
        Renamed.PREFIX.replace('.', '/') + "java/util/concurrent/ForkJoinPool",
        "managedBlock",
        blocker,
        new Target(CALLS, "managedBlock", blocker));
    put(
        Renamed.PREFIX.replace('.', '/') + "java/util/concurrent/atomic/AtomicLong",
        "VMSupportsCS8",
        "()Z",
        new Target(CALLS, "supportsLongUpdates", "()Z"));

    put(
        UNSAFE,
        "arrayBaseOffset",
        "(Ljava/lang/Class;)J",
        new Target(UNSAFE, "arrayBaseOffset", "(L" + UNSAFE + ";Ljava/lang/Class;)J"));

    same("jdk/internal/util/ArraysSupport", "newLength", "(III)I");

    put(
        "jdk/internal/access/JavaLangAccess",
        "currentCarrierThread",
        "()Ljava/lang/Thread;",
        new Target(CALLS, "currentCarrierThread", "(Ljava/lang/Object;)Ljava/lang/Thread;"));
    put(
        "jdk/internal/access/JavaLangAccess",
        "start",
        "(Ljava/lang/Thread;L" + CONTAINER + ";)V",
        new Target(
            CONTAINER, "start", "(Ljava/lang/Object;Ljava/lang/Thread;L" + CONTAINER + ";)V"));
    put(
        "jdk/internal/access/SharedSecrets",
        "setJavaUtilConcurrentFJPAccess",
        "(L" + Type.getInternalName(ModelPoolAccess.class) + ";)V",
        new Target(CALLS, "ignore", "(Ljava/lang/Object;)V"));
    put(
        Renamed.PREFIX.replace('.', '/') + "java/util/concurrent/ForkJoinWorkerThread",
        "resetThreadLocals",
        "()V",
        new Target(CALLS, "ignore", "(Ljava/lang/Object;)V"));
    builder("ofVirtual", "()L" + BUILDER + ";");
    builder("ofPlatform", "()L" + BUILDER + ";");
    builder("startVirtualThread", "(Ljava/lang/Runnable;)Ljava/lang/Thread;");

    put(
        "jdk/internal/access/JavaLangAccess",
        "getEnumConstantsShared",
        "(Ljava/lang/Class;)[Ljava/lang/Enum;",
        new Target(CALLS, "constants", "(Ljava/lang/Object;Ljava/lang/Class;)[Ljava/lang/Enum;"));

    String arguments = "[Ljava/lang/Object;";
    byCaller("java/lang/Class", "newInstance", "", "Ljava/lang/Object;");
    byCaller("java/lang/reflect/Constructor", "newInstance", arguments, "Ljava/lang/Object;");
    byCaller(
        "java/lang/reflect/Method",
        "invoke",
        "Ljava/lang/Object;" + arguments,
        "Ljava/lang/Object;");
    byCaller("Ljava/lang/String;");
    byCaller("Ljava/lang/String;ZLjava/lang/ClassLoader;");
    String named = "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/invoke/MethodType;";
    String found = ")Ljava/lang/invoke/MethodHandle;";
    reflection(LOOKUP, "findStatic", named + found);
    reflection(LOOKUP, "findVirtual", named + found);
    reflection(LOOKUP, "findSpecial", named + "Ljava/lang/Class;" + found);
    reflection(
        LOOKUP, "findConstructor", "(Ljava/lang/Class;Ljava/lang/invoke/MethodType;" + found);
    reflection(
        LOOKUP,
        "bind",
        "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/invoke/MethodType;" + found);
    reflection(LOOKUP, "unreflect", "(Ljava/lang/reflect/Method;" + found);
    reflection(LOOKUP, "unreflectConstructor", "(Ljava/lang/reflect/Constructor;" + found);

    String striped = Renamed.PREFIX.replace('.', '/') + "java/util/concurrent/atomic/Striped64";
    put(striped, "getProbe", "()I", new Target(RANDOM, "getProbe", "()I"));
    put(striped, "advanceProbe", "(I)I", new Target(RANDOM, "advanceProbe", "(I)I"));

    String find = "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/Class;" + VAR_HANDLE;
    handle(LOOKUP, "findVarHandle", find);
    handle(LOOKUP, "findStaticVarHandle", find);
    handle(LOOKUP, "unreflectVarHandle", "(Ljava/lang/reflect/Field;" + VAR_HANDLE);
    handleStatic(
        "java/lang/invoke/MethodHandles",
        "arrayElementVarHandle",
        "(Ljava/lang/Class;" + VAR_HANDLE);
    handleStatic(
        "java/lang/invoke/MethodHandles",
        "privateLookupIn",
        "(Ljava/lang/Class;L" + LOOKUP + ";)L" + LOOKUP + ";");
    handleStatic(
        MH_UTIL,
        "findVarHandle",
        "(L" + LOOKUP + ";Ljava/lang/String;Ljava/lang/Class;" + VAR_HANDLE);
    handleStatic(
        MH_UTIL,
        "findVarHandle",
        "(L" + LOOKUP + ";Ljava/lang/Class;Ljava/lang/String;Ljava/lang/Class;" + VAR_HANDLE);
  }

  private Redirects() {}

  /** What a lock of the JDK calls for the time in a method that waits for a time. */
  static final Target BEFORE_WAIT = new Target(CALLS, "nanoTimeBeforeWait", "()J");

  /** Returns the method to call in place of another one, or null to call that one. */
  static @Nullable Target of(String owner, String name, String descriptor) {
    return TARGETS.get(owner + "." + name + descriptor);
  }

  private static void put(String owner, String name, String descriptor, Target target) {
    TARGETS.put(owner + "." + name + descriptor, target);
  }

  private static void builder(String name, String descriptor) {
    put(THREAD, name, descriptor, new Target(BUILDER, name, descriptor));
  }

  private static void same(String owner, String name, String descriptor) {
    put(owner, name, descriptor, new Target(CALLS, name, descriptor));
  }

  private static void reflection(String owner, String name, String descriptor) {
    put(owner, name, descriptor, new Target(REFLECTION, name, withReceiver(owner, descriptor)));
  }

  private static void byCaller(String owner, String name, String parameters, String result) {
    put(
        owner,
        name,
        "(" + parameters + ")" + result,
        new Target(
            REFLECTION, name, "(" + receiver(owner) + parameters + "Ljava/lang/Class;)" + result));
  }

  private static void byCaller(String parameters) {
    String result = "Ljava/lang/Class;";
    put(
        "java/lang/Class",
        "forName",
        "(" + parameters + ")" + result,
        new Target(REFLECTION, "forName", "(" + parameters + "Ljava/lang/Class;)" + result));
  }

  private static void virtual(String owner, String name, String descriptor, String call) {
    put(owner, name, descriptor, new Target(CALLS, call, withReceiver(owner, descriptor)));
  }

  private static void handle(String owner, String name, String descriptor) {
    put(owner, name, descriptor, new Target(HANDLE, name, withReceiver(owner, descriptor)));
  }

  private static void handleStatic(String owner, String name, String descriptor) {
    put(owner, name, descriptor, new Target(HANDLE, name, descriptor));
  }

  private static String receiver(String owner) {
    return "L" + owner + ";";
  }

  private static String withReceiver(String owner, String descriptor) {
    return "(" + receiver(owner) + descriptor.substring(1);
  }
}
