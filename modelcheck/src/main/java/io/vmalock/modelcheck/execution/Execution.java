package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.AnsweredRules;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.finding.Rules;
import io.vmalock.modelcheck.finding.Trace;
import io.vmalock.modelcheck.finding.Violation;
import io.vmalock.modelcheck.memory.Accesses;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.memory.Location;
import io.vmalock.modelcheck.memory.Memory;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.memory.Race;
import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.memory.Store;
import io.vmalock.modelcheck.memory.ThreadViews;
import io.vmalock.modelcheck.program.Invariant;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import io.vmalock.modelcheck.search.Choice;
import io.vmalock.modelcheck.search.Schedule;
import io.vmalock.modelcheck.search.Search;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Cells;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Site;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a program: its memory, its threads, and its result.
 *
 * <p>The execution never stores to the program's own fields. Stores go to the histories of {@link
 * Cell}s, so nothing is left of an execution when it is over. Arrays are an exception, because code
 * that is not rewritten reads them: the execution stores to them, and restores them.
 */
public final class Execution implements Accesses {
  /** The phases of an execution. */
  enum Phase {
    /** One thread sets the program up; no other thread could tell in which order. */
    SETUP,
    /** The threads run. */
    CONCURRENT,
    /** One thread checks the state that is left. */
    FINAL
  }

  private static long serials;

  private final long serial;
  final Session session;
  final Memory memory;
  final Scheduler scheduler;

  final Monitors monitors;
  final @Nullable Narrator narrator;
  private final Search search;
  private final @Nullable Dependencies dependencies;
  private final @Nullable LoadBuffering buffering;
  private final Schedule.Recording recording = new Schedule.Recording();
  private final List<ModelThread> threads = new ArrayList<>();
  private final Map<Object, Cells> arrays = new IdentityHashMap<>();
  private final Map<Object, Integer> hashes = new IdentityHashMap<>();
  private final SortedMap<Integer, StringJoiner> observed = new TreeMap<>();
  private List<Invariant> invariants = List.of();
  private Rules rules = Rules.NONE;
  private Phase phase = Phase.SETUP;
  private boolean learned;
  private boolean straight = true;
  private boolean discarded;
  private @Nullable Finding finding;
  private @Nullable Finding lateFinding;
  private @Nullable ModelThread accessing;

  /** The array element that shows a value older than its newest, or null. */
  private @Nullable Cell showing;

  /**
   * Makes an execution.
   *
   * @param session the state that it shares with others
   * @param search the search that decides its choices
   * @param traced whether to record a trace
   */
  public Execution(Session session, Search search, boolean traced) {
    this.serial = nextSerial();
    this.session = session;
    this.memory = new Memory(session.permits(Relaxation.UNSEEN_VOLATILES));
    this.search = search;
    this.dependencies = search.isReduced() ? new Dependencies(search) : null;
    this.buffering =
        session.permits(Relaxation.LOAD_BUFFERING) ? new LoadBuffering(this, search) : null;
    this.scheduler = new Scheduler(this, search.isEverywhere());
    this.monitors = new Monitors(this);
    this.narrator = traced ? new Narrator(serial) : null;
  }

  private static synchronized long nextSerial() {
    return ++serials;
  }

  /**
   * Runs it. Call this on a thread of {@link Session#control}.
   *
   * @param mostEvents the most events of the program's threads; with more it is a livelock
   */
  public void run(Program program, int mostEvents) {
    Worker controller = (Worker) Thread.currentThread();
    ModelThread main =
        new ModelThread(this, 0, "main", new ThreadViews(0), controller, session.identity(0));
    threads.add(main);
    rules = new AnsweredRules(program.rules()); // before the checker controls the program's code
    controller.running(main);
    scheduler.begin(main);
    try {
      List<Task> tasks = new ArrayList<>();
      guarded(() -> tasks.addAll(program.begin()));
      if (narrator != null) {
        narrator.root(program);
        tasks.forEach(narrator::root);
      }
      if (finding == null) {
        scheduler.limits(program.longestPoll(), mostEvents);
        invariants = program.invariants();
        phase = Phase.CONCURRENT;
        guarded(() -> holds(main));
        // The first thread runs on the controller, which has nothing else to do: one thread less to
        // wake in every execution.
        Runnable first = () -> {};
        for (Task task : tasks) {
          if (threads.size() == 1) {
            first = body(add(main, controller, task, null), task);
          } else {
            spawn(main, task, null);
          }
        }
        scheduler.concurrent(main, first);
        controller.running(main);
        phase = Phase.FINAL;
        if (buffering != null) {
          guarded(buffering::end);
        }
      }
      if (finding == null && !discarded) {
        for (ModelThread thread : threads) {
          main.views.join(thread.views);
        }
        scheduler.begin(main);
        guarded(program::end);
      }
    } finally {
      controller.running(null);
      restoreArrays();
    }
  }

  /** Returns its finding, or null. */
  public @Nullable Finding finding() {
    if (discarded) {
      return null;
    }
    return finding != null ? finding : lateFinding;
  }

  /** Ends it as impossible: a load returned a value that no thread stored later. */
  void discard() {
    discarded = true;
    scheduler.stop();
  }

  /** Returns whether it is impossible. */
  public boolean isDiscarded() {
    return discarded;
  }

  /**
   * Returns whether it is possible only if another execution shows that no value came out of thin
   * air.
   */
  public boolean needsCertificate() {
    return buffering != null && !discarded && buffering.hasClaims();
  }

  /**
   * Discards it unless the execution of the same schedule in which every load returns an earlier
   * store shows that no store depended on the loaded value.
   */
  public void certify(Execution without) {
    if (buffering != null
        && without.buffering != null
        && !buffering.isCertifiedBy(without.buffering)) {
      discarded = true;
    }
  }

  /** Returns the choices that it made. */
  public Schedule schedule() {
    return recording.schedule();
  }

  /** Returns the number of events that count towards the limit of an execution. */
  public int events() {
    return scheduler.events();
  }

  /** Returns whether the execution showed that more events matter than was known when it began. */
  public boolean learned() {
    return learned;
  }

  /** Returns the trace, if there is one. */
  public @Nullable Trace trace() {
    if (narrator == null) {
      return null;
    }
    return narrator.trace(threads.stream().skip(1).map(thread -> thread.name).toList());
  }

  long serial() {
    return serial;
  }

  Phase phase() {
    return phase;
  }

  List<ModelThread> threads() {
    return threads;
  }

  /** Adds a thread that {@code parent} starts, with its own thread object or the session's. */
  ModelThread spawn(ModelThread parent, Task task, @Nullable Thread identity) {
    Worker worker = session.workers.take();
    ModelThread thread = add(parent, worker, task, identity);
    worker.prepare(body(thread, task));
    return thread;
  }

  private ModelThread add(ModelThread parent, Worker worker, Task task, @Nullable Thread identity) {
    int index = threads.size();
    ModelThread thread =
        new ModelThread(
            this,
            index,
            task.name(),
            parent.views.start(index),
            worker,
            identity != null ? identity : session.identity(index));
    thread.clock = parent.clock;
    threads.add(thread);
    return thread;
  }

  private Runnable body(ModelThread thread, Task task) {
    return () -> {
      thread.worker.running(thread);
      if (!scheduler.isOver()) {
        guarded(task);
      }
      if (!scheduler.isOver()) {
        guarded(() -> scheduler.edge(thread)); // other threads can notice its end
      }
      thread.worker.running(null);
      scheduler.finish(thread);
    };
  }

  /** Returns the model thread that a thread object stands for, or null. */
  public @Nullable ModelThread byIdentity(Thread identity) {
    for (ModelThread thread : threads) {
      if (thread.identity == identity) {
        return thread;
      }
    }
    return null;
  }

  private void guarded(Task task) {
    try {
      task.run();
    } catch (Unwind over) {
      // The finding that ended the execution is known.
    } catch (NotJudged call) {
      fail(Finding.Kind.NOT_JUDGED, String.valueOf(call.getMessage()), List.of());
    } catch (Violation violation) {
      fail(
          Finding.Kind.RULE,
          violation.rule(),
          String.valueOf(violation.getMessage()),
          Stacks.of(violation));
    } catch (LinkageError missing) {
      // Usually a JDK-internal method without a shim.
      Throwable cause = missing.getCause();
      String why = cause == null ? "" : ", since " + Renamed.inText(cause.toString());
      fail(Finding.Kind.NOT_JUDGED, Renamed.inText(missing.toString()) + why, Stacks.of(missing));
    } catch (AssertionError failed) {
      String message = Renamed.inText(String.valueOf(failed.getMessage()));
      fail(Finding.Kind.ASSERTION, message, Stacks.of(failed));
    } catch (Throwable thrown) {
      fail(Finding.Kind.THROWN, Renamed.inText(thrown.toString()), Stacks.of(thrown));
    }
  }

  /** Ends the execution with a finding, unless it has one. */
  void fail(Finding.Kind kind, String message, List<String> details) {
    fail(kind, rules.brokenBy(kind), message, details);
  }

  /** Ends the execution with a finding that breaks a rule, unless it has one. */
  void fail(Finding.Kind kind, String rule, String message, List<String> details) {
    if (finding == null) {
      finding = new Finding(kind, rule, message, details);
    }
    scheduler.stop();
  }

  /** Ends the execution without a verdict, and returns the error to throw. */
  public NotJudged notJudged(String call) {
    fail(Finding.Kind.NOT_JUDGED, call, List.of());
    return new NotJudged(call);
  }

  /** Records a finding that counts if the execution goes on without another. */
  void note(Finding.Kind kind, String message) {
    if (lateFinding == null) {
      lateFinding = new Finding(kind, rules.brokenBy(kind), message, List.of());
    }
  }

  /** Makes a choice, and records it; takes the usual way if the thread runs undisturbed. */
  int decide(Choice.Kind kind, ModelThread thread, int options, int[] candidates) {
    if (options < 2 || thread.undisturbed) {
      return 0;
    }
    Choice choice = new Choice(kind, thread.index, thread.events, options, candidates);
    int option = search.decide(choice);
    recording.add(choice, option);
    return option;
  }

  /** Returns the place of the latest choice. */
  int place() {
    return search.place();
  }

  /** Records that a thread looks at a thing that others may change. */
  void reads(ModelThread me, Object thing) {
    note(me, thing, Dependencies.Effect.READS);
  }

  /** Records that a thread changes a thing that others may look at. */
  void changes(ModelThread me, Object thing) {
    note(me, thing, Dependencies.Effect.CHANGES);
  }

  private void note(ModelThread me, Object thing, Dependencies.Effect effect) {
    if (dependencies != null && phase == Phase.CONCURRENT) {
      dependencies.note(me, thing, effect);
    }
  }

  private void read(ModelThread me, Cell cell, Mode mode) {
    if (dependencies != null) {
      if (cell.variable().isContended()) {
        reads(me, cell);
      }
      if (mode == Mode.VOLATILE) {
        takesViewIn(me);
      }
    }
  }

  private void changed(ModelThread me, Cell cell, Mode mode) {
    if (dependencies != null) {
      if (cell.variable().isContended()) {
        changes(me, cell);
      }
      if (mode == Mode.VOLATILE) {
        addsToView(me);
      }
      if (!invariants.isEmpty()) {
        changes(me, Dependencies.ALL_VARIABLES);
      }
    }
  }

  /** The global view decides only which older stores a load may return. */
  private void takesViewIn(ModelThread me) {
    if (search.returnsOlder()) {
      reads(me, Dependencies.GLOBAL_VIEW);
    }
  }

  private void addsToView(ModelThread me) {
    if (search.returnsOlder()) {
      note(me, Dependencies.GLOBAL_VIEW, Dependencies.Effect.ADDS);
    }
  }

  /** Returns the cell of a field of an object; {@code owner} is ignored if it is static. */
  Cell cell(@Nullable Object owner, FieldVariable variable) {
    if (variable.isStatic()) {
      return variable.staticCell(serial);
    }
    if (owner == null) {
      throw new NullPointerException("field " + variable + " of null");
    }
    return Cells.of(serial, owner, variable);
  }

  /** Returns the cell of a field of an object by its name, or null if no thread has used it yet. */
  @Nullable Cell cellIfUsed(Object owner, String field) {
    return Cells.ifUsed(serial, owner, field);
  }

  /** Returns the cell of an element of an array. */
  Cell cell(Object array, int index) {
    Cells cells = arrays.get(array);
    if (cells == null) {
      cells = Cells.ofArray(serial);
      arrays.put(array, cells);
    }
    return cells.at(index, array, elements(array));
  }

  /** Returns the variable of the elements of an array. */
  public ElementVariable elements(Object array) {
    return session.elements.of(array);
  }

  /** Returns the monitors of its objects. */
  public Monitors monitors() {
    return monitors;
  }

  /** Returns whether any element of an array was accessed in this execution. */
  public boolean knowsArray(Object array) {
    return arrays.containsKey(array);
  }

  private void restoreArrays() {
    for (Map.Entry<Object, Cells> entry : arrays.entrySet()) {
      for (Cell cell : entry.getValue().all()) {
        if (cell != null) {
          cell.variable().setOriginal(entry.getKey(), cell.index(), cell.store(0).value());
        }
      }
    }
  }

  /** Loads from a cell. */
  @Nullable Object load(ModelThread me, Cell cell, Mode mode) {
    if (phase != Phase.CONCURRENT) {
      scheduler.checkRunning();
      return cell.newest().value();
    }
    before(me, cell, false);
    if (mode != Mode.PLAIN && mode != Mode.OPAQUE) {
      ordered(me);
    }
    read(me, cell, mode);
    Object later = buffering == null ? null : buffering.load(me, cell, mode);
    if (later != null) {
      straight = false;
      changes(me, Dependencies.UNMODELLED); // by isStraight
      if (narrator != null) {
        String note =
            "stored later by another thread, allowed because no store in between depends on it";
        traceAccess(me, "load", mode, cell, " = " + narrator.value(later), note);
      }
      return later;
    }
    int newest = cell.stores() - 1;
    int behind = behind(me, cell, mode, newest);
    String why = narrator != null && behind > 0 ? why(me, cell, mode, newest - behind) : "";
    if (behind > 0) {
      straight = false;
      changes(me, Dependencies.UNMODELLED); // by isStraight
    }
    Store store = memory.load(me.views, cell, mode, newest - behind, this);
    if (mode != Mode.PLAIN && mode != Mode.OPAQUE) {
      me.acquired();
    }
    reached(me, cell, store);
    if (narrator != null) {
      String note =
          behind == 0
              ? ""
              : "stale value "
                  + narrator.value(store.value())
                  + ", newest "
                  + narrator.value(cell.newest().value())
                  + ", allowed because "
                  + why;
      traceAccess(me, "load", mode, cell, " = " + narrator.value(store.value()), note);
    }
    return store.value();
  }

  /** Chooses how many stores older than the newest one a load returns. */
  private int behind(ModelThread me, Cell cell, Mode mode, int newest) {
    boolean mayBeHoisted = mode == Mode.PLAIN && session.permits(Relaxation.HOISTED_LOADS);
    Integer last = mayBeHoisted ? me.plainLoads.get(cell) : null;
    if (last != null && me.hoisted.contains(cell)) {
      return newest - last;
    }
    int oldest = newest > 0 ? memory.oldestVisible(me.views, cell, mode) : 0;
    if (!session.permits(Relaxation.DEPENDENT_READS)) {
      oldest = memory.oldestThrough(me.views, cell, cell.owner(), oldest);
    }
    int visible = newest - oldest + 1;
    boolean hoistable = last != null && last < newest && last >= memory.oldestKnown(me.views, cell);
    int options = hoistable ? visible + 1 : visible;
    int behind = decide(Choice.Kind.STALE, me, options, Scheduler.NO_THREADS);
    if (last != null && behind == visible) {
      me.hoisted.add(cell);
      behind = newest - last;
    }
    if (mayBeHoisted) {
      me.plainLoads.put(cell, newest - behind);
    }
    return behind;
  }

  private String why(ModelThread me, Cell cell, Mode mode, int stamp) {
    return me.hoisted.contains(cell)
        ? "a plain load may be performed once, before its loop"
        : memory.whyVisible(me.views, cell, mode, stamp);
  }

  /** Orders later accesses after a volatile update, unless they may pass it. */
  private void updated(ModelThread me, Mode write) {
    if (write == Mode.VOLATILE && !session.permits(Relaxation.PASSED_UPDATES)) {
      takesViewIn(me);
      memory.updated(me.views);
    }
  }

  /** Ensures that no earlier load of the thread is performed after its next event. */
  void ordered(ModelThread me) {
    if (buffering != null) {
      buffering.ordered(me);
    }
  }

  private void stored(ModelThread me, Cell cell) {
    if (buffering != null && phase == Phase.CONCURRENT) {
      buffering.stored(me, cell);
    }
  }

  /** Records a loaded reference, if loads through it must come after. */
  private void reached(ModelThread me, Cell cell, Store store) {
    Object value = store.value();
    if (value != null
        && !session.permits(Relaxation.DEPENDENT_READS)
        && cell.variable().kind() == 'L') {
      memory.reached(me.views, value, store, cell.owner());
    }
  }

  /** Loads from a final field that the model writes where the constructor does. */
  @Nullable Object loadFinal(ModelThread me, Cell cell) {
    if (phase == Phase.CONCURRENT) {
      before(me, cell, false);
      read(me, cell, Mode.PLAIN);
      if (narrator != null) {
        String value = " = " + narrator.value(cell.newest().value());
        traceAccess(me, "load of final", Mode.PLAIN, cell, value, "");
      }
    } else {
      scheduler.checkRunning();
    }
    return cell.newest().value();
  }

  /**
   * Loads from an element, and leaves the loaded value in the array for the instruction that
   * follows. If it is not the newest value, it stays there only until the next access.
   */
  public void loadElement(ModelThread me, Object array, int index) {
    Cell cell = cell(array, index);
    Object value = load(me, cell, Mode.PLAIN);
    if (value != cell.newest().value()) {
      cell.variable().setOriginal(array, index, value);
      showing = cell;
    }
  }

  /**
   * Returns, for code without hooks, an array with the elements that this thread sees: the array
   * itself, or a copy if the thread sees an older element.
   */
  public Object lend(ModelThread me, Object array) {
    Object seen = array;
    for (int i = 0; i < Array.getLength(array); i++) {
      Cell cell = cell(array, i);
      Object value = load(me, cell, Mode.PLAIN);
      if (value != cell.newest().value() || seen != array) {
        if (seen == array) {
          seen = copy(array);
        }
        Array.set(seen, i, value);
      }
    }
    return seen;
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /**
   * Before a call of an object that is called as it is, and must not be raced on: the call is an
   * access of the whole of it.
   */
  public void use(ModelThread me, Object object, boolean changes) {
    if (phase != Phase.CONCURRENT) {
      return;
    }
    Cells cells = arrays.computeIfAbsent(object, unknown -> Cells.ofArray(serial));
    Cell whole = cells.at(0, object, session.objects.of(object));
    before(me, whole, changes);
    if (narrator != null) {
      boolean shared = whole.variable().isContended();
      narrator.add(me, (changes ? "changes " : "looks at ") + narrator.name(object), "", shared);
    }
    if (changes) {
      changed(me, whole, Mode.PLAIN);
      memory.store(me.views, whole, Mode.PLAIN, null, this);
    } else {
      read(me, whole, Mode.PLAIN);
      memory.load(me.views, whole, Mode.PLAIN, whole.stores() - 1, this);
    }
  }

  /** Stores to a cell. */
  void store(ModelThread me, Cell cell, Mode mode, @Nullable Object value) {
    if (phase == Phase.SETUP) {
      memory.initialise(cell, value);
      mirror(cell, value);
      return;
    }
    before(me, cell, true);
    if (mode != Mode.PLAIN && mode != Mode.OPAQUE) {
      ordered(me);
    }
    changed(me, cell, mode);
    memory.store(me.views, cell, mode, value, this);
    stored(me, cell);
    mirror(cell, value);
    if (narrator != null) {
      traceAccess(me, "store", mode, cell, " := " + narrator.value(value), "");
    }
    holds(me);
  }

  /**
   * Replaces the value of a cell in one step.
   *
   * @return the value before
   */
  @Nullable Object update(
      ModelThread me, Cell cell, Mode read, Mode write, UnaryOperator<@Nullable Object> update) {
    if (phase == Phase.SETUP) {
      Object old = cell.newest().value();
      Object value = update.apply(old);
      memory.initialise(cell, value);
      mirror(cell, value);
      return old;
    }
    before(me, cell, true);
    changed(me, cell, write);
    ordered(me);
    me.acquired();
    Store before = memory.update(me.views, cell, read, write, update, this);
    stored(me, cell);
    reached(me, cell, before);
    updated(me, write);
    Object old = before.value();
    Object value = cell.newest().value();
    mirror(cell, value);
    if (narrator != null) {
      String values = " " + narrator.value(old) + " -> " + narrator.value(value);
      traceAccess(me, "update", write == Mode.VOLATILE ? write : read, cell, values, "");
    }
    holds(me);
    return old;
  }

  /**
   * Replaces the value of a cell by {@code value} if it is {@code expected}, and otherwise only
   * loads it.
   *
   * @param weak whether it may fail spuriously
   * @return the value that the cell held, or {@code spurious} if it failed spuriously
   */
  @Nullable Object compareAndSet(
      ModelThread me,
      Cell cell,
      Mode read,
      Mode write,
      @Nullable Object expected,
      @Nullable Object value,
      boolean weak,
      Object spurious) {
    if (phase == Phase.SETUP) {
      Object old = cell.newest().value();
      if (Values.same(cell.variable().kind(), old, expected)) {
        memory.initialise(cell, value);
        mirror(cell, value);
      }
      return old;
    }
    before(me, cell, true);
    ordered(me);
    me.acquired();
    reached(me, cell, cell.newest());
    Object newest = cell.newest().value();
    boolean equal = Values.same(cell.variable().kind(), newest, expected);
    if (equal) {
      changed(me, cell, write);
    } else {
      read(me, cell, read);
    }
    if (equal && weak && decide(Choice.Kind.WEAK, me, 2, Scheduler.NO_THREADS) == 1) {
      memory.load(me.views, cell, read, cell.stores() - 1, this);
      if (narrator != null) {
        traceAccess(me, "weak CAS", write, cell, " fails", "though the value is the expected one");
      }
      return spurious;
    }
    if (!equal) {
      memory.load(me.views, cell, read == Mode.PLAIN ? Mode.OPAQUE : read, cell.stores() - 1, this);
      if (narrator != null) {
        String values =
            " fails: " + narrator.value(newest) + ", expected " + narrator.value(expected);
        traceAccess(me, "CAS", write, cell, values, "");
      }
      return newest;
    }
    memory.update(me.views, cell, read, write, old -> value, this);
    stored(me, cell);
    updated(me, write);
    mirror(cell, value);
    if (narrator != null) {
      String values = " " + narrator.value(newest) + " -> " + narrator.value(value);
      traceAccess(me, "CAS", write == Mode.VOLATILE ? write : read, cell, values, "");
    }
    holds(me);
    return newest;
  }

  /** Lets other threads run, and adds this point to the trace. */
  void point(ModelThread me, String what) {
    if (phase == Phase.CONCURRENT) {
      me.events++;
      scheduler.point(me);
      changes(me, Dependencies.UNMODELLED);
      if (narrator != null) {
        narrator.add(me, what, "");
      }
    }
  }

  /** Checks the invariants. */
  private void holds(ModelThread me) {
    if (invariants.isEmpty() || phase != Phase.CONCURRENT || finding != null) {
      return;
    }
    if (showing != null) {
      mirror(showing, showing.newest().value());
      showing = null;
    }
    for (Invariant invariant : invariants) {
      String broken = Peek.at(me, invariant);
      if (broken != null) {
        fail(Finding.Kind.INVARIANT, broken, List.of());
        throw Unwind.NOW;
      }
    }
  }

  /** Adds a line to the trace. */
  void note(ModelThread me, String what) {
    if (narrator != null) {
      narrator.add(me, what, "");
    }
  }

  /** Records a part of the outcome. */
  void observe(ModelThread me, String value) {
    observed.computeIfAbsent(me.index, unknown -> new StringJoiner(" ")).add(value);
  }

  /** Returns the observations by thread; those of the checking thread come last. */
  public String outcome() {
    StringJoiner all = new StringJoiner(" | ");
    observed.tailMap(1).values().forEach(values -> all.add(values.toString()));
    StringJoiner last = observed.get(0);
    if (last != null) {
      all.add(last.toString());
    }
    return all.toString();
  }

  /**
   * Returns whether every load so far returned the newest store. If so, all threads agree on the
   * order of events.
   */
  boolean isStraight() {
    return straight;
  }

  /**
   * Returns whether the thread with an index waits now. A wait for a monitor does not count, nor
   * does a wait in a lock of the JDK from which a thread that only passed has woken it.
   */
  boolean isWaiting(int thread) {
    ModelThread other = threads.get(thread);
    boolean passedBy = other.forMutex && other.permit && other.wokenByPasser;
    return other.wait != null && !other.inMonitorWait && !passedBy;
  }

  /**
   * Returns whether the thread with an index is parked in a lock of the JDK and has not been woken
   * yet.
   */
  boolean isInLock(int thread) {
    ModelThread other = threads.get(thread);
    return other.wait != null && other.forMutex && !other.permit;
  }

  /** Ends the execution with a broken rule, and returns the error to throw. */
  Violation violated(Violation violation) {
    fail(
        Finding.Kind.RULE,
        violation.rule(),
        String.valueOf(violation.getMessage()),
        Stacks.of(violation));
    return violation;
  }

  /** Orders the accesses around it. */
  public void fence(ModelThread me, Fence fence) {
    if (phase == Phase.CONCURRENT) {
      me.events++;
      ordered(me);
      if (fence == Fence.FULL) {
        scheduler.point(me);
        takesViewIn(me);
        addsToView(me);
      } else {
        scheduler.checkRunning();
      }
      memory.fence(me.views, fence);
      me.acquired();
      if (narrator != null) {
        narrator.add(me, fence.name().toLowerCase(java.util.Locale.ROOT) + " fence", "");
      }
    }
  }

  /** Returns a number for an object, the same in every execution of a schedule. */
  public int identityHash(Object object) {
    return hashes.computeIfAbsent(object, unknown -> 0x1000 + 0x11 * hashes.size());
  }

  private void before(ModelThread me, Cell cell, boolean stores) {
    me.events++;
    accessing = me;
    if (showing != null) {
      mirror(showing, showing.newest().value());
      showing = null;
    }
    if (phase == Phase.CONCURRENT) {
      if (cell.touch(me.index, stores)) {
        learned = true;
      }
      if (cell.isMet()) {
        session.meet();
      }
      scheduler.point(me, cell, stores, stores && !invariants.isEmpty());
      accessing = me;
    }
  }

  private static void mirror(Cell cell, @Nullable Object value) {
    if (cell.variable() instanceof ElementVariable) {
      cell.variable().setOriginal(cell.owner(), cell.index(), value);
    }
  }

  private void traceAccess(
      ModelThread me, String what, Mode mode, Cell cell, String values, String note) {
    Narrator lines = narrator;
    if (lines != null) {
      String text =
          mode.name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + what
              + " "
              + lines.name(cell)
              + values;
      lines.add(me, text, note, cell.variable().isContended() || cell.variable().isProtected());
    }
  }

  @Override
  public @Nullable Object site() {
    ModelThread me = accessing;
    if (me == null) {
      return null;
    }
    return narrator == null ? (Object) me.site : Place.here(Site.of(me.site));
  }

  @Override
  public void report(Location location, @Nullable Race race) {
    if (race == null || phase != Phase.CONCURRENT) {
      return;
    }
    Variable variable = ((Cell) location).variable();
    if (!variable.isProtected()) {
      if (!(variable instanceof ElementVariable) && !Renamed.isRenamed(variable.toString())) {
        session.warn("data race on " + variable + ": plain accesses that nothing orders");
      }
      return;
    }
    List<String> details = new ArrayList<>();
    describe(details, race.firstThread(), race.firstStores(), race.firstSite());
    describe(details, race.secondThread(), race.secondStores(), race.secondSite());
    fail(
        Finding.Kind.RACE,
        rules.brokenByRace(race.firstStores(), race.secondStores()),
        "T"
            + race.firstThread()
            + " and T"
            + race.secondThread()
            + " access "
            + variable
            + ", and nothing orders them",
        details);
    throw Unwind.NOW;
  }

  private static void describe(
      List<String> details, int thread, boolean stores, @Nullable Object place) {
    String what = "T" + thread + (stores ? " stores" : " loads");
    if (place instanceof Place known) {
      details.add(what + ", " + known.site().where());
      known.stack().forEach(frame -> details.add("    at " + frame));
    } else if (place instanceof Integer number) {
      details.add(what + ", " + Site.of(number).where());
    }
  }
}
