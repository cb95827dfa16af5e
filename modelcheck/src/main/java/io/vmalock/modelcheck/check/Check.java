package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import io.vmalock.modelcheck.search.DepthFirst;
import io.vmalock.modelcheck.search.RandomWalk;
import io.vmalock.modelcheck.search.Schedule;
import io.vmalock.modelcheck.search.Search;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explores a scenario: runs it under every interleaving and memory order within bounds, one after
 * another, the cheapest first.
 *
 * <pre>{@code
 * Check.of(scenario -> {
 *       Counter counter = new Counter();
 *       scenario.thread(counter::increment);
 *       scenario.thread(counter::increment);
 *       scenario.after(() -> { if (counter.get() != 2) throw new AssertionError(counter.get()); });
 *     })
 *     .scope(Counter.class)
 *     .run()
 *     .orThrow();
 * }</pre>
 *
 * <p>The scenario's class and the classes in the scope are loaded anew as rewritten code. Any other
 * class is called unchanged if it is known to be harmless, and refused if not. Not thread-safe.
 */
public final class Check {
  /** Writes a scenario: a lambda expression that captures nothing, or a static method. */
  @FunctionalInterface
  public interface Body extends Serializable {
    /**
     * Writes the scenario.
     *
     * @throws Throwable to report a fault
     */
    void write(Scenario scenario) throws Throwable;
  }

  /** Finds the method of a scenario in its class as the model checker loads it. */
  @FunctionalInterface
  private interface Source {
    MethodBody in(ClassLoader loader) throws ClassNotFoundException;
  }

  /**
   * The system property that makes one execution of one check again without a change of its source.
   * Its value is the check's name, an at sign and the schedule: {@code CounterTest.test@1.2>2}.
   */
  public static final String REPLAY = "modelcheck.replay";

  /** The share of the budget's executions, in tenths, for the systematic search. */
  private static final int SYSTEMATIC = 8;

  private final ClassLoader parent;
  private final Source source;
  private String name;
  private Scope scope;
  private Bounds bounds = new Bounds(2, 1);
  private Budget budget = new Budget(100_000, Duration.ofSeconds(60));
  private long seed = 1;
  private Set<Relaxation> relaxations = Relaxation.USUAL;
  private int mostEvents = 20_000;
  private @Nullable Schedule replayed;

  private Check(Class<?> author, String name, Source source) {
    this.parent = author.getClassLoader();
    this.name = name;
    this.source = source;
    this.scope = Scope.none().with(Scopes.outermost(author));
  }

  /** Returns a check of the scenario that {@code body} writes. */
  public static Check of(Body body) {
    SerializedLambda lambda = serialized(body);
    try {
      String author = lambda.getCapturingClass().replace('/', '.');
      Class<?> type = Class.forName(author, false, body.getClass().getClassLoader());
      return new Check(
              type,
              Scopes.name(type, lambda.getImplMethodName()),
              loader -> MethodBody.of(loader, lambda))
          .scopePackages(lambda.getImplClass().replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a check of the scenario that a method of a test class writes. The method takes only a
   * scenario.
   */
  public static Check of(Class<?> testClass, String method) {
    return new Check(
        testClass,
        testClass.getSimpleName() + "." + method,
        loader -> MethodBody.of(loader, testClass.getName(), method));
  }

  private static SerializedLambda serialized(Body body) {
    try {
      Method replace = body.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      if (replace.invoke(body) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (ReflectiveOperationException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the scenario is an object of "
            + body.getClass().getName()
            + "; write it as a lambda expression or as a reference to a static method");
  }

  /** Names the check in its report. */
  public Check named(String newName) {
    name = newName;
    return this;
  }

  /** Adds classes to the explored ones, each with the classes nested in it. */
  public Check scope(Class<?>... classes) {
    for (Class<?> type : classes) {
      scope = scope.with(Scopes.outermost(type));
    }
    return this;
  }

  /**
   * Adds classes to the explored ones, by a prefix of their names: {@code "com.acme."}, a package.
   */
  public Check scopePackages(String... prefixes) {
    for (String prefix : prefixes) {
      scope = scope.with(prefix);
    }
    return this;
  }

  /** Adds the whole jars of these classes to the explored ones. */
  public Check scopeJarsOf(Class<?>... classes) {
    for (Class<?> type : classes) {
      for (String prefix : Scopes.packagesBeside(type)) {
        scope = scope.with(prefix);
      }
    }
    return this;
  }

  /**
   * Permits calls of unmodelled classes, by a prefix of their names: they share nothing that
   * matters.
   */
  public Check trusting(String... prefixes) {
    for (String prefix : prefixes) {
      scope = scope.trusting(prefix);
    }
    return this;
  }

  /**
   * Makes data races errors on fields, by a prefix of their full names: {@code
   * "com.acme.Counter.count"}.
   */
  public Check races(String... fields) {
    for (String field : fields) {
      scope = scope.protecting(field);
    }
    return this;
  }

  /** Sets how often another thread may run though the present one could go on; by default 2. */
  public Check preemptions(int most) {
    return within(Scopes.atLeast("preemptions", most, 0), bounds.staleReads());
  }

  /** Sets how often a load may return an older store than the newest; by default 1. */
  public Check staleReads(int most) {
    return within(bounds.preemptions(), Scopes.atLeast("staleReads", most, 0));
  }

  private Check within(int preemptions, int staleReads) {
    bounds = new Bounds(preemptions, staleReads);
    return this;
  }

  /**
   * Sets the relaxations that the model permits, in place of {@link Relaxation#USUAL}. Without any,
   * loads keep the order of the references that they go through, as on real machines.
   */
  public Check relaxations(Relaxation... permitted) {
    relaxations = Set.of(permitted);
    return this;
  }

  /** Sets the most executions; by default 100,000. */
  public Check executions(long most) {
    budget = new Budget(Scopes.atLeast("executions", most, 1), budget.time());
    return this;
  }

  /** Sets the longest time, after which no execution begins; by default a minute. */
  public Check time(Duration longest) {
    budget = new Budget(budget.executions(), longest);
    return this;
  }

  /** Sets the seed of the random search, which goes on where the systematic one had to stop. */
  public Check seed(long first) {
    seed = first;
    return this;
  }

  /** Sets the most events of an execution; one with more is a livelock. The default is 20,000. */
  public Check events(int most) {
    mostEvents = (int) Scopes.atLeast("events", most, 100);
    return this;
  }

  /** Restricts the check to the execution that a counterexample's schedule describes. */
  public Check replay(String schedule) {
    replayed = Schedule.parse(schedule);
    return this;
  }

  /** Explores, and returns the verdict. */
  public Verdict run() {
    try (ModelChecker checker = new ModelChecker(parent, scope, relaxations)) {
      ScenarioProgram program = new ScenarioProgram(source.in(checker.loader()), mostEvents);
      Schedule schedule = replayed != null ? replayed : asked();
      if (schedule != null) {
        return replay(checker, program, schedule);
      }
      String difference = checker.difference(program);
      if (!difference.isEmpty()) {
        return noVerdict("it behaves differently when it is run again: " + difference);
      }
      return judged(program, checker.explore(program, budget, searches(), goal()));
    } catch (IllegalStateException e) {
      return noVerdict(String.valueOf(e.getMessage()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The schedule that {@link #REPLAY} names for this check, or null. */
  private @Nullable Schedule asked() {
    String text = System.getProperty(REPLAY, "");
    int at = text.lastIndexOf('@');
    if (at < 0 && !text.isEmpty()) {
      throw new IllegalArgumentException(
          REPLAY
              + " is \""
              + text
              + "\"; it takes a check's name, @, and a schedule: T.test@1.2>2");
    }
    return at >= 0 && text.substring(0, at).equals(name)
        ? Schedule.parse(text.substring(at + 1))
        : null;
  }

  private Verdict noVerdict(String reason) {
    return new Verdict(name, Verdict.Kind.NOT_JUDGED, reason, null, Map.of());
  }

  private Verdict replay(ModelChecker checker, ScenarioProgram program, Schedule schedule) {
    Exploration once;
    try {
      once = checker.replay(program, schedule);
    } catch (IllegalArgumentException stale) {
      return noVerdict(stale.getMessage() + "; remove the replay to explore it anew");
    }
    if (once.counterexample() == null) {
      return new Verdict(
          name,
          Verdict.Kind.NOT_JUDGED,
          "schedule " + schedule + " shows no fault; remove the replay to explore all schedules",
          once,
          program.scenario().declared().all());
    }
    return judged(program, once);
  }

  private Verdict judged(ScenarioProgram program, Exploration explored) {
    Finding finding = explored.finding();
    Verdict.Kind kind = Verdict.Kind.PASSED;
    String reason = "";
    Scenario scenario = program.scenario();
    if (finding != null && finding.kind() == Finding.Kind.NOT_JUDGED) {
      kind = Verdict.Kind.NOT_JUDGED;
      reason = finding.message() + Scopes.hint(finding.message());
    } else if (finding != null) {
      kind = Verdict.Kind.BROKEN;
    } else if (program.onlyAnswer() != null) {
      kind = Verdict.Kind.VACUOUS;
      reason =
          "every operation of every execution threw "
              + program.onlyAnswer()
              + ": is the object set up before they are called?";
    } else if (scenario.threads().size() < 2 && !explored.met()) {
      kind = Verdict.Kind.VACUOUS;
      reason =
          (scenario.threads().isEmpty() ? "the scenario has no" : "the scenario has one")
              + " thread; add others by scenario.thread(...)";
    } else if (!explored.met()) {
      kind = Verdict.Kind.VACUOUS;
      reason =
          "no thread ever accessed a variable that another one had stored to, nor waited for it:"
              + " do the threads work on the same object, and is its class in the scope?";
    }
    return new Verdict(name, kind, reason, explored, scenario.declared().all());
  }

  private String goal() {
    return new DepthFirst(bounds).describe();
  }

  /** The cheapest come first: a fault that needs less is found sooner, and is easier to read. */
  private List<Search> searches() {
    List<Search> searches = new ArrayList<>();
    for (int preemptions = 0; preemptions <= bounds.preemptions(); preemptions++) {
      int stale = Math.min(preemptions, bounds.staleReads());
      if (stale > 0) {
        searches.add(new DepthFirst(new Bounds(preemptions, stale - 1)));
      }
      searches.add(new DepthFirst(new Bounds(preemptions, stale)));
    }
    if (bounds.staleReads() > bounds.preemptions()) {
      searches.add(new DepthFirst(bounds));
    }
    searches.add(new RandomWalk(seed, Math.max(1, budget.executions() * (10 - SYSTEMATIC) / 10)));
    return searches;
  }
}
