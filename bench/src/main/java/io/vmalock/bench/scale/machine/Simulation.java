package io.vmalock.bench.scale.machine;

import io.vmalock.bench.machine.HeapLayout;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Variable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Cores that run rewritten code in simulated time: a discrete-event model of their caches.
 *
 * <p>Each access is an event. One thread runs at a time, that of the core whose clock is least; so
 * the order of events is that of their times, and the same for the same seed. A core that has a
 * line may go on with it for as long as a request for it takes to arrive.
 *
 * <p>These events cost time: a hit; a line that has to come, which queues with other requests for
 * that line; a read-modify-write or full fence, which waits until the core's stores are done, and
 * covers the time of the hits that follow; a park and a wake-up. A store does not wait for its
 * line: it goes into the store buffer, whose stores become visible in order. So a locked operation
 * that comes just after a store waits for it, though the core has the store's line. It waits, too,
 * for a load of the word that the locked operation before it changed. Any other load waits, unless
 * it repeats the load that missed before it, of another line: cores run ahead in such loops, with
 * as many misses under way as they have buffers for. A plain load of a variable that the core
 * loaded or stored since its last ordered access costs nothing: compilers keep it in a register.
 */
public final class Simulation implements Machine {
  private static final double PICOS = 1e3;
  private static final double HALF = 0.5;

  /** Cores begin within this many nanoseconds, not in step. */
  private static final int SPREAD_NANOS = 1_000;

  /** Thrown to leave the code of a simulation that is over before its end. */
  private static final class Abandoned extends Error {
    static final Abandoned NOW = new Abandoned();
    private static final long serialVersionUID = 1;

    private Abandoned() {
      super("the simulation is over", null, false, false);
    }
  }

  /** The monitor of an object. */
  private static final class Monitor {
    @Nullable Core owner;
    int depth;
    final Deque<Core> queue = new ArrayDeque<>();
  }

  private final Hardware hardware;
  private final Addresses addresses;
  private final Extent extent;
  private final Core[] cores;
  private final Callable<? extends Work> maker;
  private @Nullable Work work;
  private final Map<Object, Monitor> monitors = new IdentityHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Thread, Core> byThread = new IdentityHashMap<>();
  private final boolean[] writers;
  private final long lead;

  /** The classes of the work: benchmarks have their fields in constants and locals. */
  private String own = "";

  private Core running;
  private boolean settingUp = true;

  /** The least clock of all cores but the one that runs. */
  private long rival = Core.NEVER;

  private int left;
  private long operations;
  private long reads;
  private long sections;
  private long inSections;
  private int writing;
  private long finished;
  private long settled = -1;
  private long began = -1;
  private boolean over;

  /** Written before threads are let go on that then see it. */
  private volatile boolean abandoned;

  private long transfers;
  private @Nullable Throwable failure;

  private Simulation(
      Hardware hardware,
      ClassLoader real,
      Callable<? extends Work> maker,
      int count,
      Extent extent) {
    this.hardware = hardware;
    this.addresses = new Addresses(real);
    this.extent = extent;
    this.maker = maker;
    this.writers = new boolean[count];
    this.lead = picos(hardware.within() / 2);
    this.cores = new Core[count];
    SplittableRandom random = new SplittableRandom(extent.seed());
    for (int i = 0; i < count; i++) {
      int index = i;
      Core core =
          new Core(
              i, hardware.cache().lines(), () -> CurrentMachine.run(this, () -> body(core(index))));
      core.random = random.nextLong();
      core.clock = picos(random.nextDouble() * SPREAD_NANOS);
      cores[i] = core;
      byThread.put(core.thread, core);
    }
    this.running = cores[0];
    this.left = count;
  }

  /**
   * Runs work on a number of cores.
   *
   * @param maker makes the work, on the first core, before anything is counted
   * @param real the loader of the classes as they are, for their layout
   * @throws IllegalArgumentException if the hardware has not that many
   * @throws IllegalStateException if the work throws, or all cores wait
   */
  public static Tally run(
      Hardware hardware,
      ClassLoader real,
      Callable<? extends Work> maker,
      int cores,
      Extent extent) {
    if (cores < 1 || cores > hardware.cores() || cores > Hardware.MOST_CORES) {
      throw new IllegalArgumentException(cores + " cores on " + hardware.name());
    }
    return new Simulation(hardware, real, maker, cores, extent).run();
  }

  /** Lets the core spend time on work that touches nothing shared. */
  public static void compute(double nanos) {
    if (CurrentMachine.get() instanceof Simulation simulation) {
      simulation.running.clock += picos(nanos);
    }
  }

  /**
   * The index of the first of {@code count} of these objects that lie side by side, with a line in
   * common, as the benchmarks choose them; the first of all if there are none.
   */
  public static int sideBySide(Object[] objects, int count) {
    if (CurrentMachine.get() instanceof Simulation simulation) {
      long[] starts = Arrays.stream(objects).mapToLong(simulation.addresses::header).toArray();
      try {
        return HeapLayout.sideBySide(starts, count);
      } catch (IllegalStateException e) {
        return 0;
      }
    }
    return 0;
  }

  private static long picos(double nanos) {
    return Math.round(nanos * PICOS);
  }

  private Core core(int index) {
    return cores[index];
  }

  private Tally run() {
    for (Core core : cores) {
      core.thread.start();
    }
    cores[0].give();
    try {
      ended.await();
    } catch (InterruptedException e) {
      over = true;
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while cores were simulated", e);
    }
    if (failure != null) {
      throw new IllegalStateException("a simulated core failed: " + failure, failure);
    }
    return new Tally(
        reads,
        sections,
        (finished - began) / PICOS,
        inSections / PICOS,
        cores.length - writing,
        writing,
        transfers,
        Objects.requireNonNull(work).pause());
  }

  private void body(Core me) {
    try {
      checkGoing();
      if (settingUp) {
        setUp(me);
      }
      Work mine = Objects.requireNonNull(work);
      turn(me, 0);
      while (!over) {
        long before = me.clock;
        mine.operate(me.index);
        completed(me, me.clock - before);
      }
    } catch (Throwable thrown) {
      if (failure == null && thrown != Abandoned.NOW) {
        failure = thrown;
      }
      over = true;
    }
    finish(me);
  }

  private void setUp(Core me) throws Exception {
    Work made = maker.call();
    own = made.getClass().getPackageName() + ".";
    for (int i = 0; i < cores.length; i++) {
      writers[i] = made.isWriter(i);
      writing += writers[i] ? 1 : 0;
    }
    work = made;
    settingUp = false;
    findRival(me);
  }

  /** Counts an operation of some picoseconds. */
  private void completed(Core me, long took) {
    turn(me, lead);
    operations++;
    if (over) {
      return;
    }
    if (began < 0) {
      if (settled < 0 && operations >= extent.warmUp()) {
        settled = me.clock;
      }
      boolean warm = settled >= 0 && me.clock >= settled + picos(extent.warmUpNanos());
      if (warm || me.clock > picos(extent.mostNanos()) / 2) {
        began = me.clock;
        transfers = 0;
      }
      return;
    }
    if (writers[me.index]) {
      sections++;
      inSections += took;
    } else {
      reads++;
    }
    boolean done =
        (reads >= extent.reads() || writing == cores.length)
            && (sections >= extent.sections() || writing == 0);
    if ((done || me.clock > picos(extent.mostNanos())) && me.clock > began) {
      finished = me.clock;
      over = true;
    }
  }

  private void finish(Core me) {
    if (abandoned) {
      return;
    }
    me.clock = Core.NEVER;
    if (--left == 0) {
      ended.countDown();
      return;
    }
    Core next = choose();
    if (next == null) {
      abandon();
    } else {
      goOn(next);
      next.give();
    }
  }

  // ---- Turns ----

  /** Lets other cores go first until this one is at most {@code ahead} picoseconds before them. */
  private void turn(Core me, long ahead) {
    while (me.clock - ahead > rival) {
      handOver(me);
    }
  }

  /** Lets another core run; returns when this one may go on. */
  private void handOver(Core me) {
    Core next = choose();
    if (next == null) {
      abandon();
      throw Abandoned.NOW;
    }
    goOn(next);
    if (next != me) {
      next.give();
      me.await();
      checkGoing();
    }
  }

  /** Ends the simulation though cores wait for each other. */
  private void abandon() {
    if (failure == null) {
      failure = new IllegalStateException("all cores wait for each other");
    }
    abandoned = true;
    ended.countDown();
    for (Core core : cores) {
      core.give();
    }
  }

  private void checkGoing() {
    if (abandoned) {
      throw Abandoned.NOW;
    }
  }

  private void goOn(Core next) {
    next.parks = false;
    running = next;
    findRival(next);
  }

  /** The core whose clock is least; null if all wait for ever. */
  private @Nullable Core choose() {
    Core least = null;
    for (Core core : cores) {
      if (core.clock != Core.NEVER && (least == null || core.clock < least.clock)) {
        least = core;
      }
    }
    return least;
  }

  private void findRival(Core me) {
    long least = Core.NEVER;
    for (Core core : cores) {
      if (core != me && core.clock < least) {
        least = core.clock;
      }
    }
    rival = least;
  }

  /** Waits until woken, or until a time. */
  private void await(Core me, long deadline) {
    long now = me.clock;
    me.clock = deadline;
    handOver(me);
    me.clock = Math.max(me.clock, now);
  }

  private void wake(Core me, Core other) {
    other.parks = false;
    other.clock = me.clock + picos(hardware.wake());
    rival = Math.min(rival, other.clock);
  }

  // ---- Memory ----

  @Override
  public void at(int site) {
    running.site = site;
  }

  /** Initialising a class is not modelled: the first thread does it for all. */
  @Override
  public void initialises(boolean begins) {
    running.initialises += begins ? 1 : -1;
  }

  @Override
  public void access(
      Action action, Mode mode, Variable variable, @Nullable Object owner, int index) {
    checkGoing();
    Core me = running;
    if (me.initialises > 0) {
      return;
    }
    long address = addresses.of(variable, owner, index);
    if (settingUp || variable instanceof FieldVariable field && field.owner().startsWith(own)) {
      return;
    }
    if (mode == Mode.PLAIN && action != Action.UPDATE) {
      if (action == Action.LOAD && me.hasInRegister(address)) {
        return;
      }
      me.keepInRegister(address);
    } else if (mode != Mode.OPAQUE) {
      me.forgetRegisters();
    }
    Line line = addresses.line(address);
    switch (action) {
      case LOAD -> {
        load(me, line);
        if (address == me.lockedWord) {
          me.loaded = Math.max(me.loaded, me.reloads);
        }
      }
      case STORE -> {
        store(me, line);
        if (mode == Mode.VOLATILE) {
          locked(me);
        }
      }
      case UPDATE -> update(me, line, address);
    }
  }

  private void load(Core me, Line line) {
    while (true) {
      boolean hit = line.isReadableBy(me.index, me.clock);
      turn(me, hit ? lead : 0);
      if (line.isReadableBy(me.index, me.clock)) {
        hit(
            me,
            me.brings(line.number, false)
                ? hardware.hit()
                : hardware.hit() + hardware.cache().load());
        return;
      }
      if (!hit) {
        break;
      }
    }
    boolean runsAhead = me.site == me.missSite && line != me.missed;
    me.missSite = me.site;
    me.missed = line;
    long start = Math.max(begin(me), line.free);
    boolean changed = line.isOwned();
    long way = picos(line.costOfCopy(hardware, me.index));
    long ready = start + way;
    line.copyTo(me.index, taken(me, start, way));
    line.free = changed ? ready : start + picos(Hardware.COPY);
    transfers++;
    me.brings(line.number, false);
    miss(me, ready);
    if (runsAhead) {
      me.loaded = Math.max(me.loaded, ready);
      hit(me, hardware.hit());
    } else {
      me.clock = ready;
      me.shadow = 0;
      hit(me, hardware.hit());
      turn(me, 0); // it loads when the line is there: others may store before
    }
  }

  private void store(Core me, Line line) {
    while (true) {
      boolean hit = line.isOwnedBy(me.index, me.clock);
      turn(me, hit ? lead : 0);
      if (line.isOwnedBy(me.index, me.clock)) {
        storeHere(me, line);
        hit(me, hardware.hit());
        return;
      }
      if (!hit) {
        break;
      }
    }
    me.clock = Math.max(me.clock, me.stores[me.nextStore]);
    long start = Math.max(begin(me), line.free);
    long way = way(me, line);
    long done = Math.max(me.drained, start + way);
    line.moveTo(me.index, taken(me, start, way));
    line.free = done;
    transfers++;
    miss(me, done);
    me.drained = done;
    buffer(me, done);
    me.brings(line.number, true);
    hit(me, hardware.hit());
  }

  /** Stores to a line that the core has, in order: after its earlier loads and stores. */
  private void storeHere(Core me, Line line) {
    long done = Math.max(me.clock, me.loaded) + picos(hardware.commit());
    if (!me.brings(line.number, true)) {
      me.clock = Math.max(me.clock, me.stores[me.nextStore]);
      me.refilled = Math.max(me.refilled, me.clock) + picos(hardware.cache().store());
      done = Math.max(done, me.refilled);
      buffer(me, done);
    }
    me.drained = Math.max(me.drained, done);
  }

  private static void buffer(Core me, long done) {
    me.stores[me.nextStore] = done;
    me.nextStore = (me.nextStore + 1) % me.stores.length;
  }

  private void update(Core me, Line line, long address) {
    drain(me);
    while (true) {
      boolean hit = line.isOwnedBy(me.index, me.clock);
      turn(me, hit ? lead : 0);
      if (line.isOwnedBy(me.index, me.clock)) {
        me.brings(line.number, true); // a quick one, beside the operation itself
        lockedHit(me, address);
        line.free = Math.max(line.free, me.clock);
        return;
      }
      if (!hit) {
        break;
      }
    }
    long start = Math.max(me.clock, line.free);
    long way = way(me, line);
    line.moveTo(me.index, taken(me, start, way));
    me.clock = start + way;
    me.brings(line.number, true);
    lockedHit(me, address);
    line.free = me.clock;
    transfers++;
    turn(me, 0); // it acts when the line is there
  }

  /**
   * The time until a core has a line alone. Nothing if its last miss was a load of that line, and
   * no other core has asked for it since: the core saw the store coming, and asked for the line
   * alone.
   */
  private long way(Core me, Line line) {
    return me.missed == line && line.isLastAskedBy(me.index)
        ? 0
        : picos(line.costOfOwnership(hardware, me.index));
  }

  /**
   * The time at which the cores that have a line lose it to a request: when the request reaches
   * them, half way through. A request that had to wait for its turn reaches them earlier.
   */
  private long taken(Core me, long start, long way) {
    double share = start > me.clock ? Math.min(hardware.kept(), HALF) : HALF;
    return start + Math.round(way * share);
  }

  /** The time at which a miss can be sent: as soon as one of those under way is done. */
  private static long begin(Core me) {
    return Math.max(me.clock, me.misses[me.nextMiss]);
  }

  private static void miss(Core me, long done) {
    me.misses[me.nextMiss] = done;
    me.nextMiss = (me.nextMiss + 1) % me.misses.length;
  }

  private static void drain(Core me) {
    me.clock = Math.max(me.clock, Math.max(me.drained, me.loaded));
  }

  private void locked(Core me) {
    drain(me);
    lockedHit(me, Core.NO_WORD);
  }

  /** A read-modify-write of a word whose line is there, or a fence, of no word. */
  private void lockedHit(Core me, long word) {
    me.clock += picos(hardware.locked());
    me.shadow = picos(hardware.locked());
    me.lockedWord = word;
    me.reloads = me.clock + picos(hardware.reload());
  }

  /** An access to a line that is there: it costs nothing while a locked operation goes on. */
  private void hit(Core me, double nanos) {
    long cost = picos(nanos);
    long hidden = Math.min(cost, me.shadow);
    me.shadow -= hidden;
    me.clock += cost - hidden;
  }

  @Override
  public void fence(Fence fence) {
    running.forgetRegisters();
    if (fence == Fence.FULL && !settingUp && running.initialises == 0) {
      locked(running);
    }
  }

  // ---- Waiting ----

  @Override
  public void enter(Object object) {
    Core me = running;
    me.forgetRegisters();
    long address = addresses.header(object);
    Line line = addresses.line(address);
    Monitor monitor = monitors.computeIfAbsent(object, unseen -> new Monitor());
    if (!settingUp && monitor.owner != me) {
      update(me, line, address);
      if (monitor.owner != null) {
        me.clock += picos(hardware.call());
        monitor.queue.add(me);
        await(me, Core.NEVER);
      }
    }
    monitor.owner = me;
    monitor.depth++;
  }

  @Override
  public void exit(Object object) {
    Core me = running;
    me.forgetRegisters();
    long address = addresses.header(object);
    Line line = addresses.line(address);
    Monitor monitor = monitors.computeIfAbsent(object, unseen -> new Monitor());
    if (--monitor.depth > 0) {
      return;
    }
    monitor.owner = null;
    if (settingUp) {
      return;
    }
    update(me, line, address);
    Core next = monitor.queue.poll();
    if (next != null) {
      monitor.owner = next;
      wake(me, next);
      me.clock += picos(hardware.call());
    }
  }

  @Override
  public void park(long nanos) {
    checkGoing();
    Core me = running;
    turn(me, 0);
    if (!me.permit) {
      me.clock += picos(hardware.call());
      me.parks = true;
      long most = (Core.NEVER - me.clock) / (long) PICOS / 2;
      await(me, nanos > most ? Core.NEVER : me.clock + picos(nanos) + picos(Hardware.TIMER_SLACK));
    }
    me.permit = false;
  }

  @Override
  public void unpark(Thread thread) {
    Core me = running;
    Core other = byThread.get(thread);
    if (other != null) {
      turn(me, 0);
      me.clock += picos(hardware.locked());
      if (other.parks) {
        wake(me, other);
        me.clock += picos(hardware.call());
      }
      other.permit = true;
    }
  }

  @Override
  public void yield() {
    Core me = running;
    me.clock += picos(hardware.call());
    turn(me, 0);
  }

  @Override
  public void spin() {
    Core me = running;
    me.clock += picos(Hardware.SPIN);
    turn(me, lead);
  }

  @Override
  public long nanoTime() {
    Core me = running;
    me.clock += picos(Hardware.CLOCK);
    return 1_000_000_000L + me.clock / (long) PICOS;
  }

  /** Cores are numbered from 1 for the program, as threads are. */
  @Override
  public long number(Thread thread) {
    Core core = byThread.get(thread);
    return core == null ? cores.length + 1L : core.index + 1L;
  }

  @Override
  public int processors() {
    return hardware.cores();
  }

  @Override
  public Map<Object, @Nullable Object> locals() {
    return running.locals;
  }

  @Override
  public int randomBits(int bits) {
    Core me = running;
    me.random = me.random * 0x5DEECE66DL + 0xBL;
    return (int) ((me.random >>> 16 & 0xFFFFFFFFL) >>> 32 - bits);
  }
}
