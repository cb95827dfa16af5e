package io.vmalock.modelcheck.check;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An author's method that writes a scenario, in the class that the model checker loads, with the
 * methods of that class that run before and after each test.
 */
final class MethodBody implements ScenarioProgram.Body {
  private static final String BEFORE = "org.junit.jupiter.api.BeforeEach";
  private static final String AFTER = "org.junit.jupiter.api.AfterEach";

  private final Method method;
  private final @Nullable Object[] captured;
  private final List<Method> before;
  private final List<Method> after;

  private MethodBody(Method method, @Nullable Object[] captured) {
    this.method = method;
    this.captured = captured;
    boolean isTest = !Modifier.isStatic(method.getModifiers());
    before = isTest ? annotated(method.getDeclaringClass(), BEFORE) : List.of();
    after = isTest ? annotated(method.getDeclaringClass(), AFTER) : List.of();
  }

  /** Makes a body from a method of a test class, whose only parameter is a scenario. */
  static MethodBody of(ClassLoader loader, String className, String methodName)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(className, true, loader);
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals(methodName)
            && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Scenario.class})) {
          method.setAccessible(true);
          return new MethodBody(method, new Object[0]);
        }
      }
    }
    throw new IllegalArgumentException(
        className + " has no method " + methodName + "(Scenario): add one, or name another");
  }

  /**
   * Makes a body from the code of a lambda expression, or from the method that a reference names.
   */
  static MethodBody of(ClassLoader loader, SerializedLambda lambda) throws ClassNotFoundException {
    Class<?> type = Class.forName(lambda.getImplClass().replace('/', '.'), true, loader);
    @Nullable Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      Object argument = lambda.getCapturedArg(i);
      captured[i] = argument;
      if (argument != null && (!Operation.isPlain(argument) || argument instanceof Enum<?>)) {
        throw new IllegalArgumentException(
            "the scenario captures "
                + argument.getClass().getName()
                + ": the model checker loads the scenario anew, so it can capture only strings,"
                + " numbers and booleans; make the object inside the scenario");
      }
    }
    int parameters = captured.length + 1;
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(lambda.getImplMethodName())
          && method.getParameterCount() == parameters
          && method.getParameterTypes()[parameters - 1] == Scenario.class
          && Modifier.isStatic(method.getModifiers())) {
        method.setAccessible(true);
        return new MethodBody(method, captured);
      }
    }
    throw new IllegalArgumentException(
        "the scenario is not a lambda expression or a static method with a Scenario as parameter: "
            + lambda.getImplClass()
            + "."
            + lambda.getImplMethodName());
  }

  private static List<Method> annotated(Class<?> type, String annotation) {
    List<Method> found = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        boolean isIt =
            Arrays.stream(method.getAnnotations())
                .anyMatch(a -> a.annotationType().getName().equals(annotation));
        if (isIt && method.getParameterCount() == 0) {
          method.setAccessible(true);
          found.add(0, method);
        }
      }
    }
    return found;
  }

  @Override
  public @Nullable Object write(Scenario scenario) throws Throwable {
    Object author =
        Modifier.isStatic(method.getModifiers()) ? null : instance(method.getDeclaringClass());
    for (Method each : before) {
      call(each, author);
    }
    @Nullable Object[] arguments = Arrays.copyOf(captured, captured.length + 1);
    arguments[captured.length] = scenario;
    call(method, author, arguments);
    return author;
  }

  @Override
  public void end(@Nullable Object author) throws Throwable {
    for (Method each : after) {
      call(each, author);
    }
  }

  private static void call(Method method, @Nullable Object on, @Nullable Object... arguments)
      throws Throwable {
    try {
      method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Makes an object of a class; for an inner class, also the objects around it. */
  private static Object instance(Class<?> type) throws Throwable {
    boolean isInner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    try {
      if (isInner) {
        Class<?> around = type.getEnclosingClass();
        Constructor<?> constructor = type.getDeclaredConstructor(around);
        constructor.setAccessible(true);
        return constructor.newInstance(instance(around));
      }
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " needs a constructor without parameters, of any visibility", e);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
