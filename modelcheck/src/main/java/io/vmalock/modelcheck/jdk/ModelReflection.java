package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.execution.Unwind;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The methods that rewritten code calls in place of lookups by name, and of reflective calls.
 * Public for that code only; an instance method's receiver is the first parameter.
 */
public final class ModelReflection {
  private static final String CONSTRUCTOR = "<init>";

  private ModelReflection() {}

  /** In place of {@code Class.forName(name)}. */
  public static Class<?> forName(String name, Class<?> caller) throws ClassNotFoundException {
    return forName(name, true, caller.getClassLoader(), caller);
  }

  /**
   * In place of {@code Class.forName(name, initialize, loader)}: the caller's loader has all
   * classes.
   */
  public static Class<?> forName(
      String name, boolean initialize, @Nullable ClassLoader loader, Class<?> caller)
      throws ClassNotFoundException {
    if (!(caller.getClassLoader() instanceof Variables.Source source)) {
      return Class.forName(name, initialize, loader);
    }
    if (name.startsWith("[")) {
      throw ModelThread.refusal("Class.forName(\"" + name + "\"), an array: name it in code");
    }
    Class<?> type = source.type(name);
    return initialize ? Class.forName(type.getName(), true, type.getClassLoader()) : type;
  }

  /** In place of {@code type.newInstance()}. */
  public static Object newInstance(Class<?> type, Class<?> caller)
      throws InstantiationException, IllegalAccessException {
    try {
      return newInstance(type.getDeclaredConstructor(), new Object[0], caller);
    } catch (NoSuchMethodException e) {
      throw (InstantiationException) new InstantiationException(type.getName()).initCause(e);
    } catch (InvocationTargetException e) {
      throw thrown(e.getCause());
    }
  }

  /** In place of {@code constructor.newInstance(arguments)}. */
  public static Object newInstance(
      Constructor<?> constructor, @Nullable Object @Nullable [] arguments, Class<?> caller)
      throws InstantiationException, IllegalAccessException, InvocationTargetException {
    Class<?> type = constructor.getDeclaringClass();
    check(caller, type, CONSTRUCTOR, constructor.getParameterTypes(), void.class);
    open(constructor);
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw passing(e);
    }
  }

  /** In place of {@code method.invoke(receiver, arguments)}. */
  public static @Nullable Object invoke(
      Method method,
      @Nullable Object receiver,
      @Nullable Object @Nullable [] arguments,
      Class<?> caller)
      throws IllegalAccessException, InvocationTargetException {
    Class<?> type = method.getDeclaringClass();
    check(caller, type, method.getName(), method.getParameterTypes(), method.getReturnType());
    open(method);
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw passing(e);
    }
  }

  /** In place of {@code lookup.findStatic(type, name, signature)}. */
  public static MethodHandle findStatic(
      MethodHandles.Lookup lookup, Class<?> type, String name, MethodType signature)
      throws NoSuchMethodException, IllegalAccessException {
    check(lookup.lookupClass(), type, name, signature);
    return lookup.findStatic(type, name, signature);
  }

  /** In place of {@code lookup.findVirtual(type, name, signature)}. */
  public static MethodHandle findVirtual(
      MethodHandles.Lookup lookup, Class<?> type, String name, MethodType signature)
      throws NoSuchMethodException, IllegalAccessException {
    check(lookup.lookupClass(), type, name, signature);
    return lookup.findVirtual(type, name, signature);
  }

  /** In place of {@code lookup.findSpecial(type, name, signature, caller)}. */
  public static MethodHandle findSpecial(
      MethodHandles.Lookup lookup,
      Class<?> type,
      String name,
      MethodType signature,
      Class<?> caller)
      throws NoSuchMethodException, IllegalAccessException {
    check(lookup.lookupClass(), type, name, signature);
    return lookup.findSpecial(type, name, signature, caller);
  }

  /** In place of {@code lookup.findConstructor(type, signature)}. */
  public static MethodHandle findConstructor(
      MethodHandles.Lookup lookup, Class<?> type, MethodType signature)
      throws NoSuchMethodException, IllegalAccessException {
    check(lookup.lookupClass(), type, CONSTRUCTOR, signature);
    return lookup.findConstructor(type, signature);
  }

  /** In place of {@code lookup.bind(receiver, name, signature)}. */
  public static MethodHandle bind(
      MethodHandles.Lookup lookup, Object receiver, String name, MethodType signature)
      throws NoSuchMethodException, IllegalAccessException {
    check(lookup.lookupClass(), receiver.getClass(), name, signature);
    return lookup.bind(receiver, name, signature);
  }

  /** In place of {@code lookup.unreflect(method)}. */
  public static MethodHandle unreflect(MethodHandles.Lookup lookup, Method method)
      throws IllegalAccessException {
    check(
        lookup.lookupClass(),
        method.getDeclaringClass(),
        method.getName(),
        method.getParameterTypes(),
        method.getReturnType());
    return lookup.unreflect(method);
  }

  /** In place of {@code lookup.unreflectConstructor(constructor)}. */
  public static MethodHandle unreflectConstructor(
      MethodHandles.Lookup lookup, Constructor<?> constructor) throws IllegalAccessException {
    check(
        lookup.lookupClass(),
        constructor.getDeclaringClass(),
        CONSTRUCTOR,
        constructor.getParameterTypes(),
        void.class);
    return lookup.unreflectConstructor(constructor);
  }

  /**
   * The caller is now this class, which may call less; of the JDK, programs need only public
   * methods.
   */
  private static void open(AccessibleObject called) {
    called.trySetAccessible();
  }

  private static void check(
      Class<?> caller, Class<?> type, String name, Class<?>[] parameters, Class<?> result) {
    check(caller, type, name, MethodType.methodType(result, parameters));
  }

  /** Refuses a verdict if the called code would not be explored. */
  private static void check(Class<?> caller, Class<?> type, String name, MethodType signature) {
    if (ModelThread.modelled() == null) {
      return;
    }
    String descriptor = signature.toMethodDescriptorString();
    String refusal =
        caller.getClassLoader() instanceof Variables.Source source
            ? source.refusal(type, name, descriptor)
            : "it has no model";
    if (refusal != null) {
      throw ModelThread.refusal(
          "call of " + type.getName() + "." + name + descriptor + ", looked up (" + refusal + ")");
    }
  }

  /** Rethrows an error that ends the execution, since it is no exception of the called method. */
  private static InvocationTargetException passing(InvocationTargetException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Unwind over) {
      throw over;
    }
    if (cause instanceof NotJudged refusal) {
      throw refusal;
    }
    return e;
  }

  /** Throws anything, as {@code Class.newInstance} does. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException thrown(@Nullable Throwable thrown)
      throws T {
    throw (T) thrown;
  }
}
