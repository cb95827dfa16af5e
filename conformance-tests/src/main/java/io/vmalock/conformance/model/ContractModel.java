package io.vmalock.conformance.model;

import static io.vmalock.VmaLockStrategy.CONTENDED;
import static io.vmalock.VmaLockStrategy.DETACHED;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Area.Begun;
import io.vmalock.conformance.model.Area.Held;
import io.vmalock.conformance.model.Area.Life;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The contract, executable: the state of some mms and VMAs, and for each call in each state the
 * answers that the rules allow and the state that follows; a wrong answer is {@link Forbidden}, by
 * name of the rule.
 *
 * <p>It knows one writer's thread and one reader's. Calls follow one another, except those of the
 * reader while the writer waits ({@link #begins}). So each answer that it forbids is wrong on any
 * machine. If a rule allows several answers, the given one decides on the state that follows.
 *
 * <p>It knows nothing of strategies, and is not thread-safe.
 */
public final class ContractModel {
  /** The patience from which on a test counts it as unbounded. */
  public static final long ENDLESS = 3_600_000_000_000L;

  /** The rules that this model judges. */
  public static final Set<Rule> JUDGES =
      Collections.unmodifiableSet(
          EnumSet.of(
              Rule.X1, Rule.X2, Rule.X3, Rule.X4, Rule.X5, Rule.X7, Rule.W1, Rule.W2, Rule.W3,
              Rule.W4, Rule.W5, Rule.W6, Rule.L1, Rule.L3, Rule.L4, Rule.L5, Rule.L6, Rule.L7,
              Rule.R1, Rule.R2, Rule.R3, Rule.P1, Rule.P2, Rule.P4, Rule.P6, Rule.O1, Rule.M1,
              Rule.M2, Rule.M3, Rule.M4, Rule.M5));

  /** The rules that it leaves to others, with the reasons. */
  public static final Map<Rule, String> LEAVES =
      Map.ofEntries(
          Map.entry(
              Rule.X6, "it has no numbers; what is found only where they wrap is said to break it"),
          Map.entry(Rule.L2, "it has one writer, and so no race of two mms for a VMA"),
          Map.entry(Rule.V1, "memory order: the model checker"),
          Map.entry(Rule.V2, "memory order: the model checker"),
          Map.entry(Rule.V3, "memory order: the model checker"),
          Map.entry(Rule.P3, "statistical: stress"),
          Map.entry(Rule.P5, "kept by the address space"),
          Map.entry(Rule.P7, "nobody else asks for the mmap lock: scenarios"),
          Map.entry(Rule.A1, "kept by the address space"),
          Map.entry(Rule.A2, "kept by the address space"),
          Map.entry(Rule.A3, "kept by the address space"),
          Map.entry(Rule.A4, "kept by the address space"));

  /** One mm. */
  private static final class Space {
    final int limit;
    boolean open;
    int mmapReaders;

    /** The number of writers' calls that it has seen. */
    int calls;

    /** The numbers of the retirements whose notice is due. */
    final Set<Integer> due = new TreeSet<>();

    Space(int limit) {
      this.limit = limit;
    }
  }

  /** A way in which a call must be refused. */
  private record Refusal(Rule rule, Class<? extends Throwable> type) {}

  private final Set<Capability> capabilities;
  private final List<Space> spaces = new ArrayList<>();
  private final List<Area> areas = new ArrayList<>();
  private int retirements;
  private @Nullable Step waiting;

  /**
   * The state before any call.
   *
   * @param maxReaders the limit of the strategy
   * @param mms the limits of each mm
   * @param vmas the number of VMAs, all new
   */
  public ContractModel(Set<Capability> capabilities, int maxReaders, List<Limits> mms, int vmas) {
    this.capabilities = capabilities;
    for (Limits limits : mms) {
      spaces.add(new Space(Math.min(maxReaders, limits.readers())));
    }
    for (int i = 0; i < vmas; i++) {
      areas.add(new Area());
    }
  }

  // ---- Queries of the state ----

  /** The number of mms. */
  public int mms() {
    return spaces.size();
  }

  /** The number of VMAs. */
  public int vmas() {
    return areas.size();
  }

  /** Whether a section of the mm is open. */
  public boolean isOpen(int mm) {
    return spaces.get(mm).open;
  }

  /** The number of read holds of the mmap lock. */
  public int mmapReaders(int mm) {
    return spaces.get(mm).mmapReaders;
  }

  /** Whether the VMA is attached to the mm. */
  public boolean isOf(int mm, int vma) {
    return areas.get(vma).isOf(mm);
  }

  /** The mm that the VMA is attached to, or -1. */
  public int owner(int vma) {
    Area area = areas.get(vma);
    return area.life == Life.ATTACHED ? area.mm : -1;
  }

  /** Whether the VMA is write-held. */
  public boolean isWriteHeld(int vma) {
    return areas.get(vma).writeHeld;
  }

  /** Whether the VMA is retired. */
  public boolean isRetired(int vma) {
    return areas.get(vma).life == Life.RETIRED;
  }

  /** Whether the VMA was attached before, and is not now. */
  public boolean hasLeft(int vma) {
    return areas.get(vma).life == Life.LEFT;
  }

  /** The number of holds of the VMA. */
  public int holds(int vma) {
    return areas.get(vma).holds.size();
  }

  /** The number of its known optimistic reads. */
  public int reads(int vma) {
    return areas.get(vma).reads.size();
  }

  /** The thread of the hold that an {@link Operation#END_READ} ends. */
  public Who holder(int vma, long number) {
    return held(areas.get(vma), number).owner();
  }

  /** The number of its retirement. */
  public int retirement(int vma) {
    return areas.get(vma).retirement;
  }

  /** The stamp for endRead. */
  public long stamp(Step step) {
    if (step.operation() == Operation.END_READ) {
      return held(areas.get(step.vma()), step.number()).stamp();
    }
    return step.vmas().size() == 2 ? held(areas.get(step.vmas().get(1)), 0).stamp() : step.number();
  }

  /** The stamp for validate. */
  public long stampOfRead(Step step) {
    return begun(areas.get(step.vma()), step.number()).stamp;
  }

  private static Held held(Area area, long number) {
    return area.holds.get((int) (number % area.holds.size()));
  }

  private static Begun begun(Area area, long number) {
    return area.reads.get((int) (number % area.reads.size()));
  }

  private boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  private boolean isFull(Area area) {
    return area.holds.size() >= spaces.get(area.mm).limit;
  }

  // ---- Cases that the contract leaves open ----

  /** Whether the contract defines the result of this step now; if not, the step is left out. */
  public boolean says(Step step) {
    for (int vma : step.vmas()) {
      if (vma < 0 && !(step.operation().isWriters() || step.operation() == Operation.READ)) {
        return false;
      }
    }
    Space mm = spaces.get(step.mm());
    boolean byWriter = step.by() == Who.WRITER;
    if (waiting != null && byWriter) {
      return false;
    }
    if (step.interrupt() != Interrupt.NONE && !mayBeInterrupted(step)) {
      return false;
    }
    return switch (step.operation()) {
      // Ending another thread's hold is a capability, so without it one thread reads.
      case READ, READ_LOCKED, OPTIMISTIC -> !byWriter || has(Capability.END_READ_ELSEWHERE);
      case END_READ -> {
        Area area = areas.get(step.vma());
        yield !area.holds.isEmpty()
            && (has(Capability.END_READ_ELSEWHERE)
                || held(area, step.number()).owner() == step.by());
      }
      case END_READ_WRONGLY -> {
        if (step.vmas().size() == 2 && areas.get(step.vmas().get(1)).holds.isEmpty()) {
          yield false;
        }
        // With readers inside, a strategy may take a forged stamp for one of theirs.
        yield areas.get(step.vma()).holds.isEmpty()
            || step.vmas().size() == 1 && step.number() <= 0;
      }
      case WARM -> {
        Area area = areas.get(step.vma());
        yield waiting == null
            && area.isOf(step.mm())
            && !mm.open
            && !isFull(area)
            && (!byWriter || has(Capability.END_READ_ELSEWHERE));
      }
      case SECTIONS -> byWriter && !mm.open && mm.mmapReaders == 0;
      case WRITE_HOLDS -> {
        Area area = areas.get(step.vma());
        yield byWriter
            && mm.open
            && has(Capability.EARLY_END_WRITE)
            && area.isOf(step.mm())
            && !area.writeHeld
            && area.holds.isEmpty();
      }
      case REJOINS -> {
        Area area = areas.get(step.vma());
        yield byWriter
            && mm.open
            && has(Capability.VMA_REUSE)
            && area.isOf(step.mm())
            && area.holds.isEmpty();
      }
      case GIVE_UPS -> {
        Area area = areas.get(step.vma());
        yield byWriter
            && mm.open
            && has(Capability.INTERRUPTIBLE_WAIT)
            && area.isOf(step.mm())
            && !area.writeHeld
            && !area.holds.isEmpty();
      }
      case OPEN -> byWriter && !mm.open && mm.mmapReaders == 0;
      case CLOSE, DOWNGRADE -> byWriter && mm.open;
      case LOCK_READ -> byWriter && !mm.open;
      case UNLOCK_READ -> byWriter && mm.mmapReaders > 0;
      case END_ALL -> true;
      case WRITE, END_WRITE -> step.bulk() || step.vmas().size() == 1;
      case TRY_WRITE ->
          !step.bulk() || has(Capability.EARLY_END_WRITE) || !has(Capability.INTERRUPTIBLE_WAIT);
      case ATTACH -> eachOnce(step) && (has(Capability.VMA_REUSE) || noneHasLeft(step));
      case DETACH, RETIRE -> eachOnce(step);
      case LOOK_AGAIN -> isRetired(step.vma());
      case TAKE_NOTICES -> true;
      case VALIDATE ->
          !areas.get(step.vma()).reads.isEmpty()
              && begun(areas.get(step.vma()), step.number()).mm == step.mm();
      case COPY -> {
        Area place = areas.get(step.vmas().get(1));
        yield waiting == null
            && place.life != Life.ATTACHED
            && place.holds.isEmpty()
            && !spaces.get(place.mm).due.contains(place.retirement);
      }
    };
  }

  /** Before any call of a strategy; in the midst of it only where it waits. */
  private static boolean mayBeInterrupted(Step step) {
    return switch (step.operation()) {
      case WRITE, TRY_WRITE, DETACH -> step.by() == Who.WRITER;
      case READ,
          READ_LOCKED,
          END_READ,
          OPTIMISTIC,
          VALIDATE,
          END_WRITE,
          ATTACH,
          RETIRE,
          LOOK_AGAIN,
          CLOSE,
          DOWNGRADE ->
          step.interrupt() == Interrupt.BEFORE;
      default -> false;
    };
  }

  private static boolean eachOnce(Step step) {
    return new HashSet<>(step.vmas()).size() == step.vmas().size();
  }

  private boolean noneHasLeft(Step step) {
    return step.vmas().stream().noneMatch(vma -> vma >= 0 && hasLeft(vma));
  }

  // ---- Misuse ----

  /** Whether the call must be refused, or given up at once. */
  public boolean refuses(Step step) {
    return !refusals(step).isEmpty();
  }

  private List<Refusal> refusals(Step step) {
    List<Refusal> refusals = new ArrayList<>();
    Operation operation = step.operation();
    Space mm = spaces.get(step.mm());
    if (operation.isWriters() && !(mm.open && step.by() == Who.WRITER)) {
      refusals.add(new Refusal(Rule.M1, IllegalMonitorStateException.class));
    }
    switch (operation) {
      case WRITE, TRY_WRITE, END_WRITE, ATTACH, DETACH, RETIRE, READ ->
          step.vmas().forEach(vma -> refusals.addAll(refusals(operation, step.mm(), vma)));
      case READ_LOCKED -> {
        if (mm.mmapReaders == 0) {
          refusals.add(new Refusal(Rule.M1, IllegalMonitorStateException.class));
        }
      }
      case END_READ_WRONGLY ->
          refusals.add(new Refusal(Rule.M3, IllegalMonitorStateException.class));
      case END_ALL -> refusals.add(new Refusal(Rule.M5, IllegalMonitorStateException.class));
      default -> {}
    }
    refusals.addAll(lacking(operation));
    if (operation == Operation.TRY_WRITE && step.interrupt() == Interrupt.BEFORE) {
      refusals.add(new Refusal(Rule.W5, InterruptedException.class));
    }
    return refusals;
  }

  private List<Refusal> lacking(Operation operation) {
    Capability needed =
        switch (operation) {
          case TRY_WRITE -> Capability.INTERRUPTIBLE_WAIT;
          case END_WRITE -> Capability.EARLY_END_WRITE;
          case OPTIMISTIC, VALIDATE -> Capability.OPTIMISTIC_READ;
          default -> null;
        };
    return needed == null || has(needed)
        ? List.of()
        : List.of(new Refusal(operation.returns(), UnsupportedOperationException.class));
  }

  private List<Refusal> refusals(Operation operation, int mm, int vma) {
    if (vma == Step.NULL) {
      return List.of(new Refusal(Rule.M4, NullPointerException.class));
    }
    Refusal state = new Refusal(Rule.M2, IllegalStateException.class);
    if (vma == Step.FOREIGN) {
      Refusal foreign = new Refusal(Rule.M4, IllegalArgumentException.class);
      boolean mayBeDetached = operation == Operation.READ || operation == Operation.ATTACH;
      return mayBeDetached ? List.of(foreign) : List.of(foreign, state);
    }
    Area area = areas.get(vma);
    if (operation == Operation.READ) {
      return List.of();
    }
    if (operation == Operation.ATTACH) {
      return area.life == Life.ATTACHED || area.life == Life.RETIRED ? List.of(state) : List.of();
    }
    if (area.life != Life.ATTACHED) {
      return List.of(state);
    }
    if (area.mm != mm) {
      Refusal other = new Refusal(Rule.M4, IllegalArgumentException.class);
      return operation == Operation.END_WRITE ? List.of(other, state) : List.of(other);
    }
    return operation == Operation.END_WRITE && !area.writeHeld ? List.of(state) : List.of();
  }

  // ---- Waiting ----

  /** The VMAs whose readers keep the call waiting; none if it does not wait. */
  public Set<Integer> awaits(Step step) {
    Set<Integer> awaited = new TreeSet<>();
    boolean patient =
        switch (step.operation()) {
          case WRITE, DETACH -> true;
          case TRY_WRITE -> step.number() >= ENDLESS;
          default -> false;
        };
    if (patient && !refuses(step)) {
      blocking(step).forEach(awaited::add);
    }
    return awaited;
  }

  private List<Integer> blocking(Step step) {
    return step.vmas().stream()
        .distinct()
        .filter(vma -> !areas.get(vma).writeHeld && !areas.get(vma).holds.isEmpty())
        .toList();
  }

  /** The call has begun, and waits: until its {@link #after} only the reader calls. */
  public void begins(Step step) {
    waiting = step;
    for (int vma : step.vmas()) {
      Area area = areas.get(vma);
      if (!area.writeHeld) {
        area.awaited = !step.bulk();
        area.perhapsAwaited = true;
        area.disturb();
      }
    }
  }

  /** The rule that is broken if a call that {@link #begins} returns while a reader is inside. */
  public Rule mustWait(Step step) {
    return step.operation() == Operation.DETACH ? Rule.L4 : Rule.X2;
  }

  /** The rule that is broken if a call does not return although nothing keeps it. */
  public Rule mustReturn(Step step) {
    for (int vma : step.vmas()) {
      Rule blame = vma < 0 ? null : areas.get(vma).blame;
      if (blame == Rule.W5 && step.operation().isWriters()) {
        return blame;
      }
    }
    List<Refusal> refusals = refusals(step);
    if (!refusals.isEmpty()) {
      return refusals.get(0).rule();
    }
    boolean held = !step.vmas().isEmpty() && step.vmas().stream().allMatch(v -> isWriteHeld(v));
    return step.operation() == Operation.WRITE && held ? Rule.W1 : step.operation().returns();
  }

  /**
   * Whether a reader that gets CONTENDED must get in after asking again and again: the VMA is free,
   * and nothing in progress is a reason to refuse it for long.
   */
  public boolean insists(Step step) {
    if (step.operation() != Operation.READ || step.vma() < 0) {
      return false;
    }
    Area area = areas.get(step.vma());
    if (!area.isOf(step.mm())
        || area.writeHeld
        || area.perhapsAwaited
        || isFull(area)
        || !spaces.get(step.mm()).open) {
      return false;
    }
    return area.blame == Rule.W6
        || area.blame == Rule.W5
        || areas.stream()
            .anyMatch(other -> other.isOf(step.mm()) && other != area && isInUse(other));
  }

  private static boolean isInUse(Area area) {
    return area.writeHeld || !area.holds.isEmpty();
  }

  // ---- Answers ----

  /**
   * Goes to the state after {@code reply} of the call.
   *
   * @throws Forbidden if no rule allows the reply
   */
  public void after(Step step, Reply reply) throws Forbidden {
    Space mm = spaces.get(step.mm());
    if (step.operation().isWriters() && step.by() == Who.WRITER) {
      mm.calls++;
      if (waiting != null) {
        waiting = null;
        step.vmas().stream()
            .filter(vma -> vma >= 0)
            .map(areas::get)
            .forEach(
                area -> {
                  area.awaited = false;
                  area.perhapsAwaited = false;
                });
      }
    }
    List<Refusal> refusals = refusals(step);
    if (!refusals.isEmpty()) {
      refused(step, reply, refusals);
      return;
    }
    Throwable thrown = reply.thrown();
    if (thrown != null && !(thrown instanceof InterruptedException && mayGiveUp(step))) {
      throw new Forbidden(
          blame(step), step + " threw " + reply + ", which nothing in the contract allows here");
    }
    switch (step.operation()) {
      case READ, READ_LOCKED -> read(step, reply.value());
      case END_READ -> ended(step);
      case WARM -> warmed(step, reply.value());
      case SECTIONS -> mm.calls++;
      case WRITE_HOLDS -> {
        areas.get(step.vma()).spoil();
        areas.get(step.vma()).blame = Rule.W6;
      }
      case REJOINS -> attached(step);
      case GIVE_UPS -> gaveUp(step, reply.value());
      case OPEN -> mm.open = true;
      case CLOSE -> closed(step.mm(), Rule.W2);
      case DOWNGRADE -> {
        closed(step.mm(), Rule.W4);
        mm.mmapReaders++;
      }
      case LOCK_READ -> mm.mmapReaders++;
      case UNLOCK_READ -> mm.mmapReaders--;
      case WRITE -> {
        interrupted(step, reply);
        writeHeld(step);
      }
      case TRY_WRITE -> tried(step, reply);
      case END_WRITE -> {
        Area area = areas.get(step.vma());
        area.writeHeld = false;
        area.blame = Rule.W6;
      }
      case ATTACH -> attached(step);
      case DETACH -> {
        interrupted(step, reply);
        detached(step);
      }
      case RETIRE -> retired(step);
      case LOOK_AGAIN -> lookedAgain(step, reply.value() != 0);
      case OPTIMISTIC -> begun(step, reply.value());
      case VALIDATE -> validated(step, reply.value() != 0);
      case COPY -> areas.set(step.vmas().get(1), new Area());
      case TAKE_NOTICES, END_READ_WRONGLY, END_ALL -> {}
    }
  }

  private Rule blame(Step step) {
    return switch (step.operation()) {
      case READ -> Rule.X5;
      case READ_LOCKED -> Rule.P4;
      case END_READ -> Rule.M3;
      case WRITE -> Rule.X2;
      case DETACH -> Rule.L4;
      default -> step.operation().returns();
    };
  }

  private void refused(Step step, Reply reply, List<Refusal> refusals) throws Forbidden {
    Refusal due = refusals.get(0);
    Throwable thrown = reply.thrown();
    if (thrown == null) {
      throw new Forbidden(
          due.rule(),
          step + " returned " + reply.value() + "; " + due.type().getSimpleName() + " was due");
    }
    if (refusals.stream().noneMatch(refusal -> refusal.type().isInstance(thrown))) {
      throw new Forbidden(
          due.rule(), step + " threw " + reply + "; " + due.type().getSimpleName() + " was due");
    }
    for (int vma : step.vmas()) {
      if (vma >= 0 && step.operation() != Operation.READ) {
        Area area = areas.get(vma);
        area.blame = due.rule();
        area.disturb(); // it may have been taken and given back
      }
    }
  }

  private boolean mayGiveUp(Step step) {
    return step.operation() == Operation.TRY_WRITE && step.interrupt() == Interrupt.IN_WAIT;
  }

  // ---- Readers ----

  private void read(Step step, long answer) throws Forbidden {
    Area area = areas.get(step.vma());
    boolean held = answer > 0;
    if (answer < DETACHED) {
      throw wrong(Rule.L5, step, answer, "a stamp above 0, CONTENDED or DETACHED");
    }
    if (area.life == Life.RETIRED) {
      require(answer == DETACHED, Rule.R1, step, answer, "DETACHED, of a retired VMA");
      return;
    }
    if (!area.isOf(step.mm())) {
      Rule rule = area.life == Life.ATTACHED ? Rule.L6 : area.life == Life.NEW ? Rule.L1 : Rule.L4;
      require(!held, rule, step, answer, "DETACHED, of a VMA that is not attached to the mm");
      require(
          answer == DETACHED || mayBeContendedElsewhere(step, area),
          Rule.L5,
          step,
          answer,
          "DETACHED, since no thread is inside");
      return;
    }
    if (answer == DETACHED) {
      throw wrong(
          step.operation() == Operation.READ_LOCKED ? Rule.P4 : Rule.L5,
          step,
          answer,
          "something else: the VMA is attached");
    }
    if (held) {
      gotIn(step, answer, area);
    } else {
      wasContended(step, area);
    }
  }

  /** Whether a section is open that may concern the VMA, or its readers are at their limit. */
  private boolean mayBeContendedElsewhere(Step step, Area area) {
    if (step.operation() == Operation.READ && spaces.get(step.mm()).open) {
      return true;
    }
    // A strategy may count by the limit of either mm.
    boolean full = isFull(area) || area.holds.size() >= spaces.get(step.mm()).limit;
    return area.life == Life.ATTACHED && (spaces.get(area.mm).open || full)
        || area.life == Life.LEFT && spaces.get(area.mm).open;
  }

  private void gotIn(Step step, long stamp, Area area) throws Forbidden {
    if (area.writeHeld) {
      Rule blame = area.blame;
      Rule rule =
          blame != null ? blame : spaces.get(area.mm).calls > area.heldAt ? Rule.W3 : Rule.X1;
      throw wrong(rule, step, stamp, "CONTENDED: the VMA is write-held");
    }
    require(!area.awaited, Rule.X3, step, stamp, "CONTENDED: a writer waits for the VMA");
    require(!isFull(area), Rule.P6, step, stamp, "CONTENDED: its readers are at their limit");
    area.blame = null; // it is free, whatever happened before
    area.holds.add(new Held(stamp, step.by()));
  }

  private void wasContended(Step step, Area area) throws Forbidden {
    if (area.writeHeld || isFull(area)) {
      return;
    }
    // Not what was done to the VMA before, if the thread is refused for its own state.
    Rule blame = step.interrupt() == Interrupt.NONE ? area.blame : null;
    if (step.operation() == Operation.READ_LOCKED) {
      throw wrong(
          blame == Rule.W5 ? blame : Rule.P4, step, CONTENDED, "a stamp: no section is open");
    }
    if (insists(step)) {
      throw wrong(
          blame == Rule.W5 || blame == Rule.W6 ? blame : Rule.X7,
          step,
          CONTENDED,
          "a stamp when it is asked again: nobody write-holds or awaits this VMA");
    }
    require(
        spaces.get(step.mm()).open || area.perhapsAwaited,
        blame == null ? Rule.X4 : blame,
        step,
        CONTENDED,
        "a stamp: no section is open, and its readers are not at their limit");
  }

  private void warmed(Step step, long got) throws Forbidden {
    if (got != step.number()) {
      Rule blame = areas.get(step.vma()).blame;
      throw new Forbidden(
          blame == null ? Rule.X4 : blame,
          "startRead said CONTENDED or DETACHED after "
              + got
              + " reads of a VMA that nobody writes");
    }
  }

  private void ended(Step step) {
    Area area = areas.get(step.vma());
    area.holds.remove((int) (step.number() % area.holds.size()));
    if (area.holds.isEmpty() && area.life == Life.RETIRED && !area.drainedAtOnce) {
      spaces.get(area.mm).due.add(area.retirement);
    }
  }

  // ---- Writers ----

  private void closed(int mm, Rule rule) {
    spaces.get(mm).open = false;
    for (Area area : areas) {
      if (area.isOf(mm) && area.writeHeld) {
        area.writeHeld = false;
        area.blame = rule;
      }
    }
  }

  /** A wait that cannot be cut short keeps the interrupt. */
  private static void interrupted(Step step, Reply reply) throws Forbidden {
    boolean due = step.interrupt() != Interrupt.NONE;
    if (due && !reply.interrupted()) {
      throw new Forbidden(Rule.W5, step + " lost the thread's interrupt status");
    }
  }

  private void writeHeld(Step step) throws Forbidden {
    nobodyInside(step, Rule.X2);
    int calls = spaces.get(step.mm()).calls;
    step.vmas().forEach(vma -> areas.get(vma).writeHold(calls));
  }

  private void nobodyInside(Step step, Rule rule) throws Forbidden {
    for (int vma : blocking(step)) {
      throw new Forbidden(
          rule,
          step
              + " returned while "
              + Step.name(vma)
              + " has "
              + readers(areas.get(vma).holds.size()));
    }
  }

  private void tried(Step step, Reply reply) throws Forbidden {
    List<Integer> blocking = blocking(step);
    boolean gaveUp = reply.thrown() != null || reply.value() != 0;
    if (!gaveUp) {
      writeHeld(step);
      return;
    }
    if (reply.thrown() == null) {
      long readers = reply.value();
      require(
          !blocking.isEmpty(),
          Rule.W5,
          step,
          readers,
          "0: no reader is inside, so nothing is to wait for");
      require(step.number() < ENDLESS, Rule.W5, step, readers, "nothing yet: its time is not over");
      require(
          blocking.stream().anyMatch(vma -> areas.get(vma).holds.size() == readers),
          Rule.W5,
          step,
          readers,
          "how many are inside one of those that kept it waiting: "
              + blocking.stream()
                  .map(vma -> Step.name(vma) + " has " + readers(areas.get(vma).holds.size()))
                  .limit(5)
                  .toList());
    }
    for (int vma : step.vmas()) {
      Area area = areas.get(vma);
      area.blame = Rule.W5;
      if (!area.writeHeld) {
        area.disturb();
      }
    }
  }

  private void gaveUp(Step step, long times) throws Forbidden {
    Area area = areas.get(step.vma());
    if (times != step.number()) {
      throw new Forbidden(
          Rule.W5,
          "a tryStartWrite reported another number than the "
              + readers(area.holds.size())
              + " inside, after "
              + times
              + " that gave up");
    }
    area.blame = Rule.W5;
    area.disturb();
  }

  private static String readers(int number) {
    return number == 1 ? "1 reader" : number + " readers";
  }

  private void attached(Step step) {
    for (int vma : step.vmas()) {
      Area area = areas.get(vma);
      area.life = Life.ATTACHED;
      area.mm = step.mm();
      area.spoil();
      area.writeHold(spaces.get(step.mm()).calls);
    }
  }

  private void detached(Step step) throws Forbidden {
    nobodyInside(step, Rule.L4);
    for (int vma : step.vmas()) {
      Area area = areas.get(vma);
      area.life = Life.LEFT;
      area.writeHeld = false;
      area.blame = null;
      area.spoil();
    }
  }

  private void retired(Step step) {
    for (int vma : step.vmas()) {
      Area area = areas.get(vma);
      area.life = Life.RETIRED;
      area.writeHeld = false;
      area.blame = null;
      area.retirement = retirements++;
      area.drainedAtOnce = area.holds.isEmpty();
      area.spoil();
    }
  }

  private void lookedAgain(Step step, boolean drained) throws Forbidden {
    Area area = areas.get(step.vma());
    if (drained != area.holds.isEmpty()) {
      throw new Forbidden(
          Rule.R3,
          step + " said " + drained + " of a retired VMA with " + readers(area.holds.size()));
    }
  }

  /**
   * Judges the answer of takeNotices, by the numbers of the retirements.
   *
   * @throws Forbidden if one is missing or too many
   */
  public void noticed(int mm, Collection<Integer> notices) throws Forbidden {
    Set<Integer> due = spaces.get(mm).due;
    for (int notice : notices) {
      if (!due.remove(notice)) {
        throw new Forbidden(Rule.R2, "there is a notice too many, of retirement " + notice);
      }
    }
    if (!due.isEmpty()) {
      throw new Forbidden(
          Rule.R2, "notices are missing of VMAs whose last reader has left: retirements " + due);
    }
  }

  // ---- Optimistic reads ----

  private void begun(Step step, long answer) throws Forbidden {
    Area area = areas.get(step.vma());
    if (area.life == Life.RETIRED) {
      require(answer == DETACHED, Rule.R1, step, answer, "DETACHED, of a retired VMA");
      return;
    }
    if (!area.isOf(step.mm())) {
      boolean busy = mayBeContendedElsewhere(step, area) || spaces.get(step.mm()).open;
      require(answer == DETACHED || answer == CONTENDED && busy, Rule.O1, step, answer, "DETACHED");
      return;
    }
    require(answer != DETACHED, Rule.O1, step, answer, "something else: the VMA is attached");
    if (area.writeHeld) {
      require(answer == CONTENDED, Rule.O1, step, answer, "CONTENDED: the VMA is write-held");
      return;
    }
    require(
        answer > 0 || spaces.get(step.mm()).open,
        Rule.O1,
        step,
        answer,
        "a stamp: no section is open");
    if (answer > 0) {
      area.reads.add(new Begun(answer, step.mm()));
    }
  }

  private void validated(Step step, boolean valid) throws Forbidden {
    Area area = areas.get(step.vma());
    Begun read = begun(area, step.number());
    if (valid && !(read.mayBeTrue && area.isOf(step.mm()))) {
      throw new Forbidden(
          area.blame == Rule.W6 ? Rule.W6 : Rule.O1,
          step + " said true, though a write hold, a detach or a retire came between");
    }
    if (!valid && read.mustBeTrue) {
      throw new Forbidden(Rule.O1, step + " said false, though nothing came between");
    }
  }

  // ---- Looks ----

  /**
   * Judges the strategy's answers about a VMA while nothing moves.
   *
   * @param last the step before
   * @throws Forbidden if one is wrong
   */
  public void look(Step last, int vma, boolean attached, boolean writeHeld, int readers)
      throws Forbidden {
    Area area = areas.get(vma);
    Rule blame = area.blame;
    if (attached != (area.life == Life.ATTACHED)) {
      Rule rule = attached ? area.life == Life.RETIRED ? Rule.R1 : Rule.L4 : Rule.L3;
      throw state(blame == null ? rule : blame, last, vma, "isAttached", attached);
    }
    if (writeHeld != area.writeHeld) {
      Rule rule =
          switch (last.operation()) {
            case WRITE, TRY_WRITE -> Rule.X1;
            case ATTACH -> Rule.L3;
            default -> Rule.W3;
          };
      throw state(
          blame != null ? blame : writeHeld ? Rule.W2 : rule, last, vma, "isWriteHeld", writeHeld);
    }
    if (readers != area.holds.size()) {
      Rule rule =
          switch (last.operation()) {
            case READ, READ_LOCKED -> area.life == Life.ATTACHED ? Rule.X5 : Rule.L1;
            case END_READ -> Rule.M3;
            default -> blame == null ? Rule.X5 : blame;
          };
      throw state(rule, last, vma, "the number of readers", readers);
    }
  }

  private static Forbidden state(Rule rule, Step last, int vma, String what, Object said) {
    return new Forbidden(
        rule, "after " + last + ", " + what + " of " + Step.name(vma) + " is " + said);
  }

  /**
   * Judges the answers of a retirement while nothing moves.
   *
   * @param looks whether only a look again may find that readers left
   * @throws Forbidden if one is wrong
   */
  public void lookRetired(Step last, int vma, boolean drained, boolean atOnce, boolean looks)
      throws Forbidden {
    Area area = areas.get(vma);
    boolean due = area.holds.isEmpty();
    if (drained && !due || !drained && due && !looks) {
      throw state(Rule.R2, last, vma, "isDrained of the retirement", drained);
    }
    if (atOnce != area.drainedAtOnce) {
      throw state(Rule.R2, last, vma, "isDrainedAtOnce of the retirement", atOnce);
    }
  }

  private static void require(boolean allowed, Rule rule, Step step, long answer, String due)
      throws Forbidden {
    if (!allowed) {
      throw wrong(rule, step, answer, due);
    }
  }

  private static Forbidden wrong(Rule rule, Step step, long answer, String due) {
    return new Forbidden(rule, step + " said " + word(step, answer) + "; it should say " + due);
  }

  private static String word(Step step, long answer) {
    boolean reads =
        switch (step.operation()) {
          case READ, READ_LOCKED, OPTIMISTIC -> true;
          default -> false;
        };
    if (!reads || answer < DETACHED) {
      return String.valueOf(answer);
    }
    return answer == CONTENDED ? "CONTENDED" : answer == DETACHED ? "DETACHED" : "stamp " + answer;
  }
}
