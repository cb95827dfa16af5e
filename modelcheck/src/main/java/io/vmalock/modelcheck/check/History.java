package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.program.CurrentExecution;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operations that an execution called, with their answers. When the threads have ended, some
 * order of the operations must explain the answers: called in that order on a new object of the
 * specification, each gives the answer that it gave.
 *
 * @param <S> the specification: any class that gives the right answers to one thread
 */
public final class History<S> {
  /** The most operations whose orders can all be examined. */
  private static final int MOST_OPERATIONS = 40;

  /** The name that stands for an operation that returned. */
  static final String RETURNED = "returned";

  private static final int MOST_TRIES = 500_000;

  private final Scenario scenario;
  private final Supplier<? extends S> specification;
  private final Consistency consistency;
  private final Map<String, Boolean> judged;
  private final List<Operation> operations = new ArrayList<>();
  private int clock;
  private int tries;

  History(
      Scenario scenario,
      Supplier<? extends S> specification,
      Consistency consistency,
      Map<String, Boolean> judged) {
    this.scenario = scenario;
    this.specification = specification;
    this.consistency = consistency;
    this.judged = judged;
  }

  /**
   * Calls an operation.
   *
   * @param name the operation in the report, with its arguments
   * @param real the call
   * @param sequential the same call on the specification
   * @return the call's result
   * @throws Exception the exception of the call: it is an answer, and needs no handler
   */
  public <R extends @Nullable Object> R call(
      String name, Callable<R> real, Function<? super S, ? extends R> sequential) throws Exception {
    Operation operation = begin(name, object -> answer(() -> sequential.apply(cast(object))));
    try {
      R value = real.call();
      end(operation, new Operation.Answer(value, null));
      return value;
    } catch (Exception thrown) {
      end(operation, new Operation.Answer(null, thrown));
      throw scenario.answered(thrown);
    }
  }

  /** Calls an operation that returns nothing; as {@link #call}. */
  public void run(String name, Runnable real, Consumer<? super S> sequential) throws Exception {
    this.<@Nullable Object>call(
        name,
        () -> {
          real.run();
          return null;
        },
        object -> {
          sequential.accept(object);
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private S cast(Object object) {
    return (S) object;
  }

  /** Returns an object that forwards every call of an interface, and records it. */
  <T> T recorded(Class<T> type, T subject) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
          method.setAccessible(true);
          if (method.getDeclaringClass() == Object.class) {
            return invoke(method, subject, given);
          }
          Operation operation =
              begin(print(method, given), object -> answer(() -> invoke(method, object, given)));
          try {
            Object value = invoke(method, subject, given);
            end(operation, new Operation.Answer(value, null));
            return value;
          } catch (Exception thrown) {
            end(operation, new Operation.Answer(null, thrown));
            throw scenario.answered(thrown);
          }
        };
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is not an interface: name one that has the operations, or call each by"
              + " scenario.history(...).call(name, real, sequential)");
    }
    ClassLoader loader =
        type.getClassLoader() != null ? type.getClassLoader() : History.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler));
  }

  private static @Nullable Object invoke(Method method, Object target, @Nullable Object[] arguments)
      throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static String print(Method method, @Nullable Object[] arguments) {
    return method.getName()
        + Arrays.stream(arguments)
            .map(Operation::print)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Operation.Answer answer(Callable<?> call) {
    try {
      return new Operation.Answer(call.call(), null);
    } catch (Exception thrown) {
      return new Operation.Answer(null, thrown);
    }
  }

  private Operation begin(String name, Function<Object, Operation.Answer> sequential) {
    int thread = CurrentExecution.thread();
    boolean first = operations.stream().noneMatch(operation -> operation.thread == thread);
    if (first) {
      CurrentExecution.note("call " + name);
    } else {
      // Another thread may call and return between two operations of this one.
      CurrentExecution.point("call " + name);
    }
    boolean[] before = new boolean[operations.size()];
    for (int i = 0; i < before.length; i++) {
      Operation earlier = operations.get(i);
      before[i] = earlier.end != null && CurrentExecution.isBefore(earlier.end);
    }
    Operation operation = new Operation(thread, name, sequential, ++clock, before);
    operations.add(operation);
    return operation;
  }

  private void end(Operation operation, Operation.Answer answer) {
    operation.answer = answer;
    operation.returned = ++clock;
    operation.end = CurrentExecution.now();
    CurrentExecution.note(operation.name + " returned: " + answer);
  }

  /** Adds the names of the exceptions that operations threw; {@link #RETURNED} for a value. */
  void addAnswers(Set<String> kinds) {
    for (Operation operation : operations) {
      Operation.Answer answer = operation.answer;
      if (answer != null) {
        Throwable thrown = answer.thrown();
        kinds.add(thrown == null ? RETURNED : thrown.getClass().getName());
      }
    }
  }

  /** Ends the execution with a finding if no order explains the answers. */
  void check() {
    if (operations.size() > MOST_OPERATIONS) {
      throw new NotJudged(
          "a history of "
              + operations.size()
              + " operations: at most "
              + MOST_OPERATIONS
              + " can be looked through; call fewer in one scenario");
    }
    boolean[][] before = order();
    if (isExplained(before)) {
      return;
    }
    List<String> details = new ArrayList<>();
    details.add("in the order of their calls:");
    operations.forEach(operation -> details.add("  " + operation));
    for (int i = 0; i < operations.size(); i++) {
      for (int j = 0; j < operations.size(); j++) {
        if (before[i][j] && operations.get(i).thread != operations.get(j).thread) {
          details.add(
              operations.get(i).name
                  + " returned before "
                  + operations.get(j).name
                  + " was called");
        }
      }
    }
    details.add("one after the other, in the order of their calls, the specification answers:");
    Object object = specification.get();
    for (Operation operation : operations) {
      details.add("  " + operation.name + " -> " + operation.sequential.apply(object));
    }
    CurrentExecution.fail(
        Finding.Kind.HISTORY,
        "not " + consistency.name().toLowerCase(java.util.Locale.ROOT) + ": " + operations,
        details);
  }

  private boolean isExplained(boolean[][] before) {
    boolean plain = operations.stream().allMatch(Operation::isTold);
    String text = plain ? operations + Arrays.deepToString(before) : "";
    Boolean known = plain ? judged.get(text) : null;
    if (known != null) {
      return known;
    }
    tries = 0;
    boolean explained = extend(new ArrayList<>(), new boolean[operations.size()], before);
    if (plain) {
      judged.put(text, explained);
    }
    return explained;
  }

  /** Returns whether the operations that are not in {@code done} can follow it, in some order. */
  private boolean extend(List<Operation> done, boolean[] isDone, boolean[][] before) {
    if (done.size() == operations.size()) {
      return true;
    }
    for (int next = 0; next < isDone.length; next++) {
      if (isDone[next] || !isReady(next, isDone, before)) {
        continue;
      }
      if (++tries > MOST_TRIES) {
        throw new NotJudged(
            "a history with more than "
                + MOST_TRIES
                + " orders to try; call fewer operations in one scenario");
      }
      Object object = specification.get();
      done.forEach(operation -> operation.sequential.apply(object));
      Operation candidate = operations.get(next);
      Operation.Answer answer = candidate.answer;
      if (answer != null && candidate.sequential.apply(object).isSame(answer)) {
        done.add(candidate);
        isDone[next] = true;
        if (extend(done, isDone, before)) {
          return true;
        }
        isDone[next] = false;
        done.remove(done.size() - 1);
      }
    }
    return false;
  }

  private static boolean isReady(int next, boolean[] isDone, boolean[][] before) {
    for (int i = 0; i < isDone.length; i++) {
      if (before[i][next] && !isDone[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns, for each operation, the operations that must come before it. */
  private boolean[][] order() {
    int count = operations.size();
    boolean[][] before = new boolean[count][count];
    boolean straight = CurrentExecution.isStraight();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        before[i][j] = i != j && isBefore(i, j, straight);
      }
    }
    return before;
  }

  private boolean isBefore(int one, int other, boolean straight) {
    Operation first = operations.get(one);
    Operation second = operations.get(other);
    boolean sameThread = first.thread == second.thread && first.called < second.called;
    boolean outside = first.called < second.called && (first.thread == 0 || second.thread == 0);
    boolean earlier = first.returned < second.called;
    boolean earlierToAll =
        earlier && (straight || one < second.happenedBefore.length && second.happenedBefore[one]);
    return switch (consistency) {
      case SEQUENTIAL -> sameThread || outside;
      case QUIESCENT -> outside || earlierToAll && isQuietBetween(first, second);
      case LINEARIZABLE -> sameThread || outside || earlierToAll;
    };
  }

  private boolean isQuietBetween(Operation first, Operation second) {
    for (int moment = first.returned; moment < second.called; moment++) {
      int now = moment;
      if (operations.stream().noneMatch(o -> o.called <= now && o.returned > now)) {
        return true;
      }
    }
    return false;
  }
}
