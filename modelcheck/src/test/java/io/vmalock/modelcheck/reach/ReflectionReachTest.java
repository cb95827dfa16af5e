package io.vmalock.modelcheck.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import io.vmalock.modelcheck.memory.Relaxation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.junit.jupiter.api.Test;
import scala.collection.mutable.HashMap;

/** Code that is reached by a name known only at run time is explored like any other. */
class ReflectionReachTest {
  static final class Counter {
    volatile int count;

    Counter() {}

    void increment() {
      count++;
    }

    void fail() {
      throw new IllegalStateException("as it should");
    }
  }

  private static final class Own extends AtomicIntegerFieldUpdater<Counter> {
    @Override
    public boolean compareAndSet(Counter counter, int expected, int value) {
      if (counter.count != expected) {
        return false;
      }
      counter.count = value;
      return true;
    }

    @Override
    public boolean weakCompareAndSet(Counter counter, int expected, int value) {
      return compareAndSet(counter, expected, value);
    }

    @Override
    public void set(Counter counter, int value) {
      counter.count = value;
    }

    @Override
    public void lazySet(Counter counter, int value) {
      counter.count = value;
    }

    @Override
    public int get(Counter counter) {
      return counter.count;
    }
  }

  private static Verdict explored(Check.Body body) {
    return Check.of(body).scope(ReflectionReachTest.class).run();
  }

  private static void assertLosesOne(Check.Body body) {
    Verdict verdict = explored(body);
    assertThat(verdict.exploration().outcomes()).as(verdict.toString()).containsOnlyKeys("1", "2");
  }

  private static void observe(Scenario scenario, Counter counter) {
    scenario.after(() -> scenario.observe(String.valueOf(counter.count)));
  }

  @Test
  void callsOfMethodsAndConstructorsThatWereLookedUp() {
    assertLosesOne(
        scenario -> {
          Class<?> type = Class.forName(ReflectionReachTest.class.getName() + "$Counter");
          Counter counter = (Counter) type.getDeclaredConstructor().newInstance();
          for (int i = 0; i < 2; i++) {
            scenario.thread(() -> type.getDeclaredMethod("increment").invoke(counter));
          }
          observe(scenario, counter);
        });
  }

  @Test
  void callsOfMethodHandles() {
    assertLosesOne(
        scenario -> {
          MethodHandles.Lookup lookup = MethodHandles.lookup();
          MethodType nothing = MethodType.methodType(void.class);
          Counter counter = (Counter) lookup.findConstructor(Counter.class, nothing).invokeExact();
          MethodHandle increment = lookup.findVirtual(Counter.class, "increment", nothing);
          MethodHandle bound = lookup.bind(counter, "increment", nothing);
          scenario.thread(() -> call(increment, counter));
          scenario.thread(() -> call(bound));
          observe(scenario, counter);
        });
  }

  private static void call(MethodHandle handle, Object... arguments) throws Exception {
    try {
      handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  @Test
  void fieldUpdatersOfTheProgramsOwn() {
    assertLosesOne(
        scenario -> {
          Counter counter = new Counter();
          AtomicIntegerFieldUpdater<Counter> own = new Own();
          scenario.thread(() -> own.incrementAndGet(counter));
          scenario.thread(() -> own.getAndIncrement(counter));
          observe(scenario, counter);
        });
  }

  @Test
  void methodsOfTheJdkThatMayBeCalledByName() {
    Verdict verdict =
        explored(
            scenario -> {
              scenario.thread(
                  () -> scenario.observe(String.class.getMethod("length").invoke("three")));
              scenario.thread(() -> new Counter().increment());
            });
    assertThat(verdict.exploration().outcomes()).as(verdict.toString()).containsOnlyKeys("5");
  }

  @Test
  void exceptionOfACalledMethodIsWrapped() {
    Verdict verdict =
        explored(
            scenario -> {
              Counter counter = new Counter();
              scenario.thread(
                  () -> {
                    try {
                      Counter.class.getDeclaredMethod("fail").invoke(counter);
                    } catch (InvocationTargetException e) {
                      scenario.observe(e.getCause().getMessage());
                    }
                  });
              scenario.thread(counter::increment);
            });
    assertThat(verdict.exploration().outcomes())
        .as(verdict.toString())
        .containsOnlyKeys("as it should");
  }

  @Test
  void unexploredCodeIsRefusedByName() {
    assertRefused(
        scenario ->
            scenario.thread(() -> Thread.class.getMethod("start").invoke(Thread.currentThread())),
        "java.lang.Thread.start()V, looked up (it is modelled");
    assertRefused(
        scenario -> scenario.thread(() -> Object.class.getMethod("notify").invoke("")),
        "java.lang.Object.notify()V, looked up (it is modelled where code calls it by its name)");
    assertRefused(
        scenario -> {
          Executable[] found = {Thread.class.getMethod("start")};
          ThrowingInvocation call = Method::invoke;
          scenario.thread(() -> call.of((Method) found[0], Thread.currentThread()));
        },
        "reference to java.lang.reflect.Method.invoke (it is modelled where it is called");
    assertRefused(
        scenario ->
            scenario.thread(
                () -> MethodHandles.lookup().findGetter(Counter.class, "count", int.class)),
        "an access past the model: use a VarHandle");
  }

  @FunctionalInterface
  private interface ThrowingInvocation {
    Object of(Method method, Object receiver, Object... arguments) throws Exception;
  }

  private static void assertRefused(Check.Body body, String reason) {
    Verdict verdict = explored(body);
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.NOT_JUDGED);
    assertThat(verdict.reason()).contains(reason);
  }

  /** As the compilers of other languages do, which store a class's parameters first. */
  @Test
  void fieldsThatAreStoredBeforeAnotherConstructorIsCalled() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  HashMap.Node<?, ?>[] place = new HashMap.Node<?, ?>[1];
                  scenario.thread(() -> place[0] = new HashMap.Node<>("key", 1, "value", null));
                  scenario.thread(
                      () -> {
                        HashMap.Node<?, ?> node = place[0];
                        scenario.observe(node == null ? "none" : String.valueOf(node.value()));
                      });
                })
            .scope(ReflectionReachTest.class, HashMap.class)
            .relaxations(Relaxation.PASSED_UPDATES)
            .run();
    assertThat(verdict.exploration().outcomes())
        .as(verdict.toString())
        .containsOnlyKeys("none", "null", "value");
  }
}
