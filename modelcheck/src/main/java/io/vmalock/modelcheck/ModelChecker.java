package io.vmalock.modelcheck;

import io.vmalock.modelcheck.execution.Execution;
import io.vmalock.modelcheck.execution.Session;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.Trace;
import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Coverage;
import io.vmalock.modelcheck.rewrite.RewritingLoader;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import io.vmalock.modelcheck.search.DepthFirst;
import io.vmalock.modelcheck.search.Schedule;
import io.vmalock.modelcheck.search.ScheduleReplay;
import io.vmalock.modelcheck.search.Search;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Explores programs: runs each under one schedule and memory order after another.
 *
 * <p>A model checker has one loader for the programs and the classes that they use. It is not
 * thread-safe; several model checkers may work at once.
 */
public final class ModelChecker implements AutoCloseable {
  private final RewritingLoader loader;
  private final Session session = new Session();

  /**
   * Makes a model checker of classes that {@code parent} finds. It rewrites those in {@code scope}.
   */
  public ModelChecker(ClassLoader parent, Scope scope) {
    loader = new RewritingLoader(parent, scope);
  }

  /** Makes a model checker whose model permits {@code relaxations} and no others. */
  public ModelChecker(ClassLoader parent, Scope scope, Set<Relaxation> relaxations) {
    this(parent, relaxations.contains(Relaxation.FINAL_FIELDS) ? scope.writingFinals() : scope);
    session.permit(relaxations);
  }

  /** Returns the loader of the programs. */
  public ClassLoader loader() {
    return loader;
  }

  /** Returns, for each class loaded so far, how much of it is modelled. */
  public Map<String, Coverage> coverage() {
    return loader.coverage();
  }

  /**
   * Makes a program.
   *
   * @param className its class, which the scope contains
   * @param argument the argument of its constructor, or null for a constructor without parameters
   */
  public Program program(String className, @Nullable String argument) {
    AtomicReference<@Nullable Program> made = new AtomicReference<>();
    control(() -> made.set(instantiate(className, argument)));
    Program program = made.get();
    if (program == null) {
      throw new IllegalStateException(
          "the constructor of program " + className + " did not return");
    }
    return program;
  }

  private Program instantiate(String className, @Nullable String argument) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      Constructor<?> constructor =
          argument == null ? type.getConstructor() : type.getConstructor(String.class);
      Object program =
          argument == null ? constructor.newInstance() : constructor.newInstance(argument);
      return (Program) program;
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "program " + className + " threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make program " + className, e);
    }
  }

  /** Explores everything within each of {@code bounds} in turn, until it finds something. */
  public Exploration exhaust(Program program, Budget budget, Bounds... bounds) {
    List<Search> searches = new ArrayList<>();
    for (Bounds within : bounds) {
      searches.add(new DepthFirst(within));
    }
    return explore(program, budget, searches);
  }

  /** Makes each of the searches in turn, until one finds something. */
  public Exploration explore(Program program, Budget budget, List<? extends Search> searches) {
    return explore(
        program,
        budget,
        searches,
        searches.isEmpty() ? "" : searches.get(searches.size() - 1).describe());
  }

  /**
   * Makes each of the searches in turn, until one finds something or the goal has been completed.
   */
  public Exploration explore(
      Program program, Budget budget, List<? extends Search> searches, String goal) {
    Run run = new Run(program, budget, goal);
    control(() -> run.all(searches));
    return run.result();
  }

  /**
   * Makes the usual execution twice, and compares.
   *
   * @return the difference, or an empty string
   */
  public String difference(Program program) {
    Run run = new Run(program, Budget.UNLIMITED, "");
    String[] difference = {""};
    control(() -> difference[0] = run.difference());
    return difference[0];
  }

  /** Makes the one execution that a schedule describes. */
  public Exploration replay(Program program, Schedule schedule) {
    Run run = new Run(program, Budget.UNLIMITED, "");
    control(() -> run.replay(schedule));
    return run.result();
  }

  private void control(Runnable work) {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    try {
      session.control(
          () -> {
            try {
              work.run();
            } catch (Throwable e) {
              thrown.set(e);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exploring", e);
    }
    Throwable cause = thrown.get();
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /**
   * The number of executions that a search makes after a finding. A fault may show in several ways,
   * and the search reports the gravest.
   */
  private static final long MORE = 1_000;

  /**
   * The number of events after which a search stops in any case, because each execution of a
   * livelock has many.
   */
  private static final long MORE_EVENTS = 1_000_000;

  /** How many times the events of the usual execution another one may have, at least. */
  private static final int TIMES_USUAL = 5;

  /** A finding, and its execution. */
  private record Found(Finding finding, Schedule schedule, long after) {}

  /** An exploration in progress. */
  private final class Run {
    private final Program program;
    private final Budget budget;
    private final String goal;
    private final long start = System.nanoTime();
    private final List<Exploration.Pass> passes = new ArrayList<>();
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final SortedSet<String> rules = new TreeSet<>();
    private @Nullable Counterexample counterexample;
    private long executions;
    private int mostEvents;

    Run(Program program, Budget budget, String goal) {
      this.program = program;
      this.budget = budget;
      this.goal = goal;
      session.nobodyMet();
    }

    /**
     * Makes the usual execution if the limit of all depends on it. The limit is the least that the
     * program names, doubled some times: an execution more or less that has come before, and made
     * the usual one shorter by what happens once, seldom changes it.
     */
    private void limit() {
      mostEvents = program.mostEvents();
      if (program.mostUsualEvents() > mostEvents) {
        Execution usual =
            execute(new ScheduleReplay(Schedule.USUAL), false, program.mostUsualEvents());
        Finding finding = usual.finding();
        if (finding == null || finding.kind() != Finding.Kind.LIVELOCK) {
          long needed = (long) TIMES_USUAL * usual.events();
          while (mostEvents < needed && mostEvents <= Integer.MAX_VALUE / 2) {
            mostEvents *= 2;
          }
        }
      }
    }

    void all(List<? extends Search> searches) {
      limit();
      for (Search search : searches) {
        if (counterexample == null && !isSpent() && !isDone()) {
          pass(search);
        }
      }
    }

    private boolean isDone() {
      return passes.stream().anyMatch(pass -> pass.exhausted() && pass.search().equals(goal));
    }

    /**
     * Returns the difference between two usual executions. The first one also initialises classes.
     */
    String difference() {
      limit();
      once(Schedule.USUAL, false);
      List<Trace.Event> one = events(once(Schedule.USUAL, true));
      List<Trace.Event> other = events(once(Schedule.USUAL, true));
      for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
        String first = i < one.size() ? one.get(i).inWords() : "the end";
        String second = i < other.size() ? other.get(i).inWords() : "the end";
        if (!first.equals(second)) {
          return "\"" + first + "\" once, and \"" + second + "\" then";
        }
      }
      return "";
    }

    private static List<Trace.Event> events(Execution execution) {
      Trace trace = execution.trace();
      return trace == null ? List.of() : trace.events();
    }

    private boolean isSpent() {
      return executions >= budget.executions()
          || System.nanoTime() - start >= budget.time().toNanos();
    }

    private void pass(Search search) {
      long before = executions;
      long last = Long.MAX_VALUE;
      long events = MORE_EVENTS;
      boolean exhausted = true;
      Found gravest = null;
      while (search.next()) {
        if (isSpent() || executions >= last || events <= 0) {
          exhausted = false;
          break;
        }
        Execution execution = execute(search, false, mostEvents);
        certify(execution);
        executions++;
        Finding finding = execution.finding();
        if (finding != null) {
          last = Math.min(last, executions + more(finding));
          exhausted = false;
          rules.add(finding.rule());
          if (gravest == null || finding.isGraverThan(gravest.finding, program.rules())) {
            gravest = new Found(finding, execution.schedule(), executions);
          }
        } else if (!execution.isDiscarded()) {
          outcomes.merge(execution.outcome(), 1L, Long::sum);
        }
        if (gravest != null) {
          events -= execution.events();
        }
        if (execution.learned() && search instanceof DepthFirst depthFirst) {
          depthFirst.restart();
        }
      }
      passes.add(new Exploration.Pass(search.describe(), executions - before, exhausted));
      if (gravest != null) {
        counterexample = explain(gravest);
      }
    }

    /** The number of executions still to be made after a finding. */
    private long more(Finding finding) {
      boolean judged = finding.kind() != Finding.Kind.NOT_JUDGED;
      return judged && program.rules().isGraded() ? MORE : 0;
    }

    void replay(Schedule schedule) {
      limit();
      Execution execution = once(schedule, true);
      while (execution.learned()) {
        // The search that wrote the schedule knew which variables threads share, and counted all
        // events on them.
        execution = once(schedule, true);
      }
      executions++;
      Finding finding = execution.finding();
      List<String> missed = schedule.notIn(execution.schedule());
      if (finding != null && !missed.isEmpty()) {
        session.warn(
            "another execution than that of schedule "
                + schedule
                + ", as the program never reaches "
                + String.join(", ", missed)
                + ": the code has changed");
      }
      if (finding == null) {
        if (!missed.isEmpty()) {
          throw new IllegalArgumentException(
              "the program never reaches "
                  + String.join(", ", missed)
                  + " of schedule "
                  + schedule
                  + ": the schedule belongs to another program or to other code, so there is no verdict");
        }
        outcomes.merge(execution.outcome(), 1L, Long::sum);
      } else {
        rules.add(finding.rule());
        counterexample = counterexample(finding, execution, executions);
      }
      passes.add(new Exploration.Pass("schedule " + schedule, 1, false));
    }

    private Execution once(Schedule schedule, boolean traced) {
      Search search = new ScheduleReplay(schedule);
      search.next();
      Execution execution = execute(search, traced, mostEvents);
      certify(execution);
      return execution;
    }

    private Execution execute(Search search, boolean traced, int most) {
      Execution execution = new Execution(session, search, traced);
      execution.run(program, most);
      return execution;
    }

    /** Discards an execution in which a value came out of thin air. */
    private void certify(Execution execution) {
      if (execution.needsCertificate()) {
        execution.certify(once(execution.schedule().withoutLater(), false));
      }
    }

    /** Makes the schedule as short as possible, and runs it once more for its trace. */
    private Counterexample explain(Found found) {
      Finding finding = found.finding;
      Schedule shortest = found.schedule;
      for (int i = 0; i < shortest.length(); ) {
        Execution shorter = once(shortest.without(i), false);
        Finding same = shorter.finding();
        if (same != null && same.kind() == finding.kind() && same.rule().equals(finding.rule())) {
          // The schedule as executed, not as given: steps that no longer apply are gone.
          Schedule done = shorter.schedule();
          shortest = done.length() < shortest.length() ? done : shortest.without(i);
          i = 0;
        } else {
          i++;
        }
      }
      Execution last = once(shortest, true);
      Finding replayed = last.finding();
      if (replayed == null) {
        throw new IllegalStateException(
            "not deterministic: schedule " + shortest + " does not replay " + finding);
      }
      return counterexample(replayed, last, found.after);
    }

    private Counterexample counterexample(Finding finding, Execution traced, long after) {
      return new Counterexample(
          finding,
          traced.schedule(),
          java.util.Objects.requireNonNull(traced.trace()),
          after,
          needed(finding, traced.schedule()));
    }

    /** Returns the relaxations that the execution of a schedule needs. */
    private List<Relaxation> needed(Finding finding, Schedule schedule) {
      Set<Relaxation> permitted = session.permitted();
      List<Relaxation> needed = new ArrayList<>();
      for (Relaxation relaxation : new TreeSet<>(permitted)) {
        Set<Relaxation> others = new TreeSet<>(permitted);
        others.remove(relaxation);
        session.permit(others);
        Finding same = once(schedule, false).finding();
        if (same == null || same.kind() != finding.kind()) {
          needed.add(relaxation);
        }
      }
      session.permit(permitted);
      return needed;
    }

    Exploration result() {
      return new Exploration(
          List.copyOf(passes),
          outcomes,
          counterexample,
          rules,
          new TreeSet<>(session.warnings()),
          goal,
          session.met(),
          System.nanoTime() - start);
    }
  }
}
