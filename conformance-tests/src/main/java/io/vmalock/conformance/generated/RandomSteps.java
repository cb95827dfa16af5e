package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.conformance.model.ContractModel;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A program by chance: each step is drawn for the state that it finds. */
final class RandomSteps implements Steps {
  /** The share of an operation among all proposals. */
  private enum Weight {
    READ(26, Operation.READ),
    END_READ(20, Operation.END_READ),
    OPEN(14, Operation.OPEN),
    CLOSE(7, Operation.CLOSE),
    WRITE(16, Operation.WRITE),
    TRY_WRITE(14, Operation.TRY_WRITE),
    END_WRITE(8, Operation.END_WRITE),
    ATTACH(12, Operation.ATTACH),
    DETACH(8, Operation.DETACH),
    RETIRE(2, Operation.RETIRE),
    OPTIMISTIC(4, Operation.OPTIMISTIC),
    VALIDATE(6, Operation.VALIDATE),
    LOCK_READ(2, Operation.LOCK_READ),
    UNLOCK_READ(2, Operation.UNLOCK_READ),
    READ_LOCKED(3, Operation.READ_LOCKED),
    DOWNGRADE(2, Operation.DOWNGRADE),
    END_READ_WRONGLY(2, Operation.END_READ_WRONGLY),
    END_ALL(1, Operation.END_ALL),
    LOOK_AGAIN(1, Operation.LOOK_AGAIN),
    TAKE_NOTICES(1, Operation.TAKE_NOTICES),
    COPY(1, Operation.COPY),
    SECTIONS(1, Operation.SECTIONS),
    WRITE_HOLDS(1, Operation.WRITE_HOLDS),
    REJOINS(1, Operation.REJOINS),
    GIVE_UPS(1, Operation.GIVE_UPS),
    WARM(1, Operation.WARM);

    final int weight;
    final Operation operation;

    Weight(int weight, Operation operation) {
      this.weight = weight;
      this.operation = operation;
    }
  }

  private static final Weight[] WEIGHTS = Weight.values();
  private static final int ALL = all();

  /** The number of proposals for one step, most of which do not apply. */
  private static final int PROPOSALS = 12;

  /** The first sequences: just before each width of a number wraps, and below 0. */
  private static final long[] FIRST = {
    0,
    0,
    0,
    -2,
    Long.MAX_VALUE - 1,
    (1L << 31) - 2,
    (1L << 32) - 2,
    254,
    65_534,
    -(1L << 31) - 2,
    (1L << 24) - 2,
    Long.MIN_VALUE
  };

  private static final long[] PATIENCES = {
    0,
    0,
    0,
    1_000,
    20_000,
    -1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    ((1L << 32) + 5) * 1_000_000
  };

  private static final long[] WRONG_STAMPS = {0, -1, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE};

  private static final int[] SIZES = {7, 63, 64, 65, 300, 1_025};

  private final SplittableRandom random;
  private int left;

  RandomSteps(SplittableRandom random, int steps) {
    this.random = random;
    this.left = steps;
  }

  private static int all() {
    int all = 0;
    for (Weight each : WEIGHTS) {
      all += each.weight;
    }
    return all;
  }

  /** The mms and VMAs of a program: mostly few, so that its calls meet. */
  static Shape shape(SplittableRandom random, Set<Capability> capabilities) {
    int kind = random.nextInt(200);
    int vmas =
        kind == 0 ? 1_030 : kind < 3 ? 301 : kind < 10 ? 66 : kind < 30 ? 8 : 1 + random.nextInt(4);
    List<Limits> mms = new ArrayList<>();
    int spaces = 1 + random.nextInt(3);
    // Mms with the same numbers, or with different ones.
    long same = FIRST[random.nextInt(FIRST.length)];
    for (int i = 0; i < spaces; i++) {
      long first = random.nextBoolean() ? same : FIRST[random.nextInt(FIRST.length)];
      boolean limited = capabilities.contains(Capability.READER_LIMIT) && random.nextInt(3) == 0;
      mms.add(new Limits(first, limited ? 1 + random.nextInt(3) : Integer.MAX_VALUE));
    }
    return new Shape(mms, vmas);
  }

  @Override
  public @Nullable Step next(ContractModel model) {
    while (left-- > 0) {
      for (int i = 0; i < PROPOSALS; i++) {
        Step proposed = proposed(model);
        Step step = proposed == null ? null : perhapsInterrupted(proposed);
        if (step != null && model.says(step) && isWelcome(model, step)) {
          return step;
        }
      }
    }
    return null;
  }

  /** An interrupt is none of the business of a call that does not wait. */
  private Step perhapsInterrupted(Step step) {
    return random.nextInt(32) == 0 && step.interrupt() == Interrupt.NONE
        ? step.with(Interrupt.BEFORE)
        : step;
  }

  /** Misuse now and then, and waits not too often, because they take long. */
  private boolean isWelcome(ContractModel model, Step step) {
    if (step.operation() == Operation.END_READ_WRONGLY || step.operation() == Operation.END_ALL) {
      return true;
    }
    if (model.refuses(step)) {
      return random.nextInt(8) == 0;
    }
    return model.awaits(step).isEmpty() || random.nextInt(3) > 0;
  }

  private @Nullable Step proposed(ContractModel model) {
    int drawn = random.nextInt(ALL);
    int i = 0;
    while (drawn >= WEIGHTS[i].weight) {
      drawn -= WEIGHTS[i].weight;
      i++;
    }
    Operation operation = WEIGHTS[i].operation;
    int vma = random.nextInt(model.vmas());
    int owner = model.owner(vma);
    int mm = owner >= 0 && random.nextInt(8) > 0 ? owner : random.nextInt(model.mms());
    Who who = random.nextInt(7) == 0 ? Who.READER : Who.WRITER;
    Step step = Step.of(operation, mm, vma).by(who);
    return switch (operation) {
      case READ, READ_LOCKED, OPTIMISTIC -> model.says(step) ? mistaken(step) : step.by(Who.READER);
      case END_READ -> model.holds(vma) == 0 ? null : endRead(model, vma);
      case VALIDATE -> {
        int reads = model.reads(vma);
        yield reads == 0 ? null : step.with(random.nextInt(reads));
      }
      case OPEN, CLOSE, DOWNGRADE, LOCK_READ, UNLOCK_READ, TAKE_NOTICES -> Step.of(operation, mm);
      case END_ALL -> Step.of(operation, mm).by(who);
      case END_READ_WRONGLY ->
          random.nextBoolean()
              ? step.with(WRONG_STAMPS[random.nextInt(WRONG_STAMPS.length)])
              : step.of(List.of(vma, random.nextInt(model.vmas()))).single();
      case WARM ->
          step.with(random.nextInt(4) == 0 ? 300 : 3).by(model.says(step) ? who : Who.READER);
      case COPY ->
          new Step(
              operation,
              0,
              List.of(vma, random.nextInt(model.vmas())),
              false,
              0,
              Interrupt.NONE,
              Who.WRITER);
      case WRITE, DETACH, ATTACH, RETIRE -> writers(model, step, vma);
      case TRY_WRITE -> writers(model, step.with(PATIENCES[random.nextInt(PATIENCES.length)]), vma);
      case END_WRITE, LOOK_AGAIN -> writersThread(step);
      case SECTIONS -> Step.of(operation, mm).with(random.nextInt(2) == 0 ? 1 : 127);
      case WRITE_HOLDS, REJOINS, GIVE_UPS ->
          step.by(Who.WRITER).with(random.nextInt(2) == 0 ? 1 : 127);
    };
  }

  private Step mistaken(Step step) {
    return step.operation() == Operation.READ && random.nextInt(200) == 0
        ? new Step(
            step.operation(), step.mm(), List.of(noVma()), false, 0, Interrupt.NONE, step.by())
        : step;
  }

  private int noVma() {
    return random.nextBoolean() ? Step.NULL : Step.FOREIGN;
  }

  private Step endRead(ContractModel model, int vma) {
    int hold = random.nextInt(model.holds(vma));
    Who holder = model.holder(vma, hold);
    Who other = holder == Who.WRITER ? Who.READER : Who.WRITER;
    return Step.of(Operation.END_READ, 0, vma)
        .with(hold)
        .by(random.nextInt(7) == 0 ? other : holder);
  }

  /** Seldom by the thread that has no section. */
  private Step writersThread(Step step) {
    return step.by(random.nextInt(30) == 0 ? Who.READER : Who.WRITER);
  }

  private Step writers(ContractModel model, Step plain, int vma) {
    Step step = writersThread(plain);
    if (random.nextInt(5) < 3) {
      step = step.of(list(model, step, vma));
    } else if (random.nextInt(100) == 0) {
      step = step.of(List.of(noVma())).single();
    }
    int drawn = random.nextInt(14);
    return drawn > 1 || step.by() == Who.READER
        ? step
        : step.with(drawn == 0 ? Interrupt.BEFORE : Interrupt.IN_WAIT);
  }

  private List<Integer> list(ContractModel model, Step step, int vma) {
    boolean attaches = step.operation() == Operation.ATTACH;
    List<Integer> fit = new ArrayList<>();
    int start = random.nextInt(model.vmas());
    for (int i = 0; i < model.vmas(); i++) {
      int each = (start + i) % model.vmas();
      boolean fits =
          attaches ? model.owner(each) < 0 && !model.isRetired(each) : model.isOf(step.mm(), each);
      if (fits) {
        fit.add(each);
      }
    }
    int most = fit.size();
    int kind = random.nextInt(20);
    int size =
        kind == 0
            ? 0
            : kind < 4
                ? 1
                : kind < 12
                    ? most
                    : kind < 14 ? SIZES[random.nextInt(SIZES.length)] : random.nextInt(most + 1);
    List<Integer> list = new ArrayList<>(fit.subList(0, Math.min(size, most)));
    boolean twice = step.operation() == Operation.WRITE || step.operation() == Operation.TRY_WRITE;
    if (twice && !list.isEmpty() && random.nextInt(6) == 0) {
      list.add(random.nextInt(list.size() + 1), list.get(random.nextInt(list.size())));
    }
    if (random.nextInt(12) == 0) {
      int stray = random.nextInt(4) == 0 ? noVma() : vma;
      if (!list.contains(stray)) {
        list.add(random.nextInt(list.size() + 1), stray);
      }
    }
    return list;
  }
}
