package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Who;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Programs in which numbers grow large: of VMAs, of holds of one, of sections, of reads and of
 * write holds, give-ups and moves; and beside them of the time of a wait. A word of 8, 16 or 24
 * bits wraps in them, at the deep level one of 32; and there a VMA has as many readers as the
 * strategy declares.
 */
final class SizesCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(1_500);
  private static final Duration DEEP = Duration.ofSeconds(180);

  private static final int VMAS = 300;

  /** More than 16 bits. */
  private static final int HOLDS = 70_000;

  /** Limits that a word of 7, 8, 15 or 16 bits does not hold. */
  private static final int[] LIMITS = {128, 130, 256, 300, 32_768, 65_536, 65_540};

  /** For holds that each cost a hand-over between threads: more than 8 bits. */
  private static final int HOLDS_ELSEWHERE = 1_000;

  /** The amount of work in one step: the player checks that steps go on. */
  private static final int CHUNK = 1 << 16;

  private static final int READS = 1 << 24;

  private static final int WRITE_HOLDS = 1 << 24;

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return Judging.RULES;
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? DEEP : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    LongWaits longWaits = new LongWaits(strategy);
    List<Integer> widths = new ArrayList<>(List.of(6, 8, 16, 24));
    if (options.level() == Level.DEEP) {
      widths.add(32);
    }
    List<Player.Program> programs = new ArrayList<>();
    programs.add(manyVmas());
    programs.add(manyHolds(strategy));
    programs.add(manyHoldsRetired(strategy));
    if (strategy.capabilities().contains(Capability.READER_LIMIT)) {
      for (int limit : LIMITS) {
        if (limit < mostHolds(strategy)) {
          programs.add(asManyHoldsAsTheLimit(strategy, limit));
        }
      }
    }
    for (int holds : new int[] {256, 257, 65_537}) {
      if (holds <= mostHolds(strategy)) {
        programs.add(manyHoldsAwaited(strategy, holds));
      }
    }
    programs.add(manyWriteHolds());
    programs.add(manyGiveUps());
    programs.add(manyRejoins());
    programs.add(manyReads(strategy, CHUNK + 5));
    widths.forEach(width -> programs.add(manySections(width)));
    programs.add(manyReads(strategy, READS));
    try (Player player = new Player(strategy, options.waitBudget().scale())) {
      Finding found =
          player.play(
              number -> number < programs.size() ? programs.get((int) (long) number) : null);
      if (found != null) {
        return Judging.broken(found, strategy, options.waitBudget().scale());
      }
    }
    longWaits.end(options);
    Outcome full = options.level() == Level.DEEP ? FullCounter.judge(strategy) : null;
    return full == null
        ? Outcome.nothingFound(
            VMAS + " VMAs, 2^24 reads, 2^" + (widths.get(widths.size() - 1) - 1) + " sections")
        : full;
  }

  private static Player.Program program(int vmas, List<Step> steps) {
    return new Player.Program(new Shape(List.of(Limits.DEFAULT), vmas), Steps.of(steps));
  }

  /** The thread that may begin many holds without handing over. */
  private static Who reader(VmaLockStrategy strategy) {
    return strategy.capabilities().contains(Capability.END_READ_ELSEWHERE)
        ? Who.WRITER
        : Who.READER;
  }

  private static Step read(int vma) {
    return Step.of(Operation.READ, 0, vma).by(Who.READER);
  }

  private static Step endRead(int vma) {
    return Step.of(Operation.END_READ, 0, vma).by(Who.READER);
  }

  private static Step mm(Operation operation) {
    return Step.of(operation, 0);
  }

  private static Step one(Operation operation, int vma) {
    return Step.of(operation, 0, vma);
  }

  private static List<Integer> vmas(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<Step> attached(int vmas) {
    List<Step> steps = new ArrayList<>();
    steps.add(mm(Operation.OPEN));
    steps.add(Step.bulk(Operation.ATTACH, 0, vmas(vmas)));
    steps.add(mm(Operation.CLOSE));
    return steps;
  }

  /** Each VMA is held, then each third is written beside the others, then all at once. */
  private static Player.Program manyVmas() {
    List<Step> steps = attached(VMAS);
    vmas(VMAS).forEach(vma -> steps.add(read(vma)));
    List<Integer> thirds = vmas(VMAS).stream().filter(vma -> vma % 3 == 0).toList();
    thirds.forEach(vma -> steps.add(endRead(vma)));
    steps.add(mm(Operation.OPEN));
    steps.add(Step.bulk(Operation.TRY_WRITE, 0, vmas(VMAS)));
    thirds.forEach(vma -> steps.add(one(Operation.WRITE, vma)));
    vmas(VMAS).forEach(vma -> steps.add(read(vma)));
    steps.add(mm(Operation.CLOSE));
    steps.add(mm(Operation.OPEN));
    steps.add(Step.bulk(Operation.WRITE, 0, vmas(VMAS)));
    vmas(VMAS).forEach(vma -> steps.add(read(vma)));
    for (int vma = 0; vma < VMAS; vma += 7) {
      steps.add(one(Operation.END_WRITE, vma));
      steps.add(read(vma));
    }
    steps.add(Step.bulk(Operation.DETACH, 0, vmas(VMAS)));
    return program(VMAS, steps);
  }

  private static int mostHolds(VmaLockStrategy strategy) {
    return Math.min(
        strategy.maxReaders(), reader(strategy) == Who.WRITER ? HOLDS : HOLDS_ELSEWHERE);
  }

  private static Player.Program manyHolds(VmaLockStrategy strategy) {
    Who reader = reader(strategy);
    int holds = mostHolds(strategy);
    List<Step> steps = attached(2);
    for (int i = 0; i < holds; i++) {
      steps.add(one(Operation.READ, 0).by(reader));
      if (i == 255 || i == 256 || i == 65_535 || i == holds - 1) {
        steps.add(mm(Operation.OPEN));
        steps.add(one(Operation.TRY_WRITE, 0));
        steps.add(Step.bulk(Operation.TRY_WRITE, 0, List.of(1, 0)));
        steps.add(mm(Operation.CLOSE));
        steps.add(read(1));
        steps.add(endRead(1));
      }
    }
    return program(2, steps);
  }

  /** As many as the limit of the mm, and then one more, which is refused. */
  private static Player.Program asManyHoldsAsTheLimit(VmaLockStrategy strategy, int limit) {
    Who reader = reader(strategy);
    List<Step> steps = attached(2);
    for (int i = 0; i < limit; i++) {
      steps.add(one(Operation.READ, 0).by(reader));
    }
    steps.add(one(Operation.READ, 0).by(reader));
    steps.add(read(1));
    steps.add(one(Operation.END_READ, 0).by(reader));
    steps.add(one(Operation.READ, 0).by(reader));
    steps.add(one(Operation.READ, 0).by(reader));
    steps.add(mm(Operation.OPEN));
    steps.add(one(Operation.TRY_WRITE, 0));
    steps.add(mm(Operation.CLOSE));
    return new Player.Program(new Shape(List.of(new Limits(0, limit)), 2), Steps.of(steps));
  }

  /** A writer waits for them, and another one detaches. */
  private static Player.Program manyHoldsAwaited(VmaLockStrategy strategy, int holds) {
    Who reader = reader(strategy);
    List<Step> steps = attached(2);
    for (Operation operation : List.of(Operation.WRITE, Operation.DETACH)) {
      for (int i = 0; i < holds; i++) {
        steps.add(one(Operation.READ, 0).by(reader));
      }
      steps.add(mm(Operation.OPEN));
      steps.add(one(operation, 0));
      steps.add(mm(Operation.CLOSE));
    }
    return program(2, steps);
  }

  /** They end one by one, and none but the last one ends the retirement. */
  private static Player.Program manyHoldsRetired(VmaLockStrategy strategy) {
    Who reader = reader(strategy);
    int holds = mostHolds(strategy);
    List<Step> steps = attached(2);
    for (int i = 0; i < holds; i++) {
      steps.add(one(Operation.READ, 0).by(reader));
    }
    steps.add(mm(Operation.OPEN));
    steps.add(one(Operation.RETIRE, 0));
    steps.add(one(Operation.LOOK_AGAIN, 0));
    for (int left = holds - 1; left >= 0; left--) {
      steps.add(one(Operation.END_READ, 0).with(left).by(reader));
    }
    steps.add(mm(Operation.TAKE_NOTICES));
    steps.add(mm(Operation.CLOSE));
    return program(2, steps);
  }

  private static Player.Program manyReads(VmaLockStrategy strategy, int reads) {
    Who reader = reader(strategy);
    List<Step> steps = attached(2);
    steps.add(read(1));
    for (int done = 0; done < reads; done += CHUNK) {
      long many = Math.min(CHUNK, reads - done);
      steps.add(one(Operation.WARM, 0).with(many).by(reader));
    }
    steps.add(read(0));
    steps.add(mm(Operation.OPEN));
    steps.add(one(Operation.TRY_WRITE, 0));
    steps.add(one(Operation.WRITE, 0));
    steps.add(read(0));
    return program(2, steps);
  }

  /** The VMA's own number comes round, if it is short. */
  private static Player.Program manyWriteHolds() {
    List<Step> steps = attached(2);
    long done = 0;
    for (long upTo : new long[] {1, 127, 128, 255, 256, 32_768, 65_536, WRITE_HOLDS}) {
      steps.add(one(Operation.OPTIMISTIC, 0).by(Who.READER));
      steps.add(mm(Operation.OPEN));
      for (; done < upTo; done += Math.min(CHUNK, upTo - done)) {
        steps.add(one(Operation.WRITE_HOLDS, 0).with(Math.min(CHUNK, upTo - done)));
      }
      steps.add(mm(Operation.CLOSE));
      for (int i = 0; i < 8; i++) {
        steps.add(one(Operation.VALIDATE, 0).with(i).by(Who.READER));
      }
      steps.add(read(0));
      steps.add(endRead(0));
    }
    return program(2, steps);
  }

  /**
   * Beside one reader; then a writer waits for it, and so does one for a reader that comes later.
   */
  private static Player.Program manyGiveUps() {
    List<Step> steps = attached(2);
    long done = 0;
    for (long upTo : new long[] {10, 100, 128, 256, 1_000, 32_768, 65_537}) {
      steps.add(read(0));
      steps.add(mm(Operation.OPEN));
      steps.add(one(Operation.GIVE_UPS, 0).with(upTo - done));
      done = upTo;
      steps.add(read(0));
      steps.add(mm(Operation.CLOSE));
      steps.add(mm(Operation.OPEN));
      steps.add(one(Operation.WRITE, 0));
      steps.add(mm(Operation.CLOSE));
    }
    return program(2, steps);
  }

  /** The VMA comes as often as a word of 8 or 16 bits counts. */
  private static Player.Program manyRejoins() {
    List<Step> steps = attached(2);
    long done = 1;
    for (long upTo : new long[] {2, 128, 256, 257, 32_768, 65_536, 65_537}) {
      steps.add(one(Operation.OPTIMISTIC, 0).by(Who.READER));
      steps.add(mm(Operation.OPEN));
      steps.add(one(Operation.REJOINS, 0).with(upTo - done));
      done = upTo;
      steps.add(read(0));
      steps.add(mm(Operation.CLOSE));
      for (int i = 0; i < 7; i++) {
        steps.add(one(Operation.VALIDATE, 0).with(i).by(Who.READER));
      }
      steps.add(read(0));
      steps.add(mm(Operation.OPEN));
      steps.add(one(Operation.TRY_WRITE, 0));
      steps.add(one(Operation.WRITE, 0));
      steps.add(mm(Operation.CLOSE));
    }
    return program(2, steps);
  }

  /** The mm's number comes round to what it was when VMAs were written, in its lowest bits. */
  private static Player.Program manySections(int width) {
    List<Step> steps = attached(5);
    steps.add(read(4)); // and stays inside
    steps.add(mm(Operation.OPEN));
    steps.add(one(Operation.WRITE, 0));
    steps.add(one(Operation.WRITE, 2));
    steps.add(one(Operation.END_WRITE, 2));
    steps.add(mm(Operation.CLOSE));
    long sections = (1L << (width - 1)) - 3;
    for (long done = 0; done < sections; done += CHUNK) {
      steps.add(mm(Operation.SECTIONS).with(Math.min(CHUNK, sections - done)));
    }
    for (int i = 0; i < 4; i++) {
      for (int vma = 0; vma < 3; vma++) {
        steps.add(read(vma));
      }
      steps.add(mm(Operation.OPEN));
      steps.add(one(Operation.WRITE, 3));
      for (int vma = 0; vma < 3; vma++) {
        steps.add(read(vma)); // beside the reader that is inside
        steps.add(endRead(vma));
      }
      // Not the VMAs that must keep an old number.
      steps.add(i == 0 ? mm(Operation.TAKE_NOTICES) : one(Operation.TRY_WRITE, i - 1));
      steps.add(mm(Operation.CLOSE));
      for (int vma = 0; vma < 3; vma++) {
        steps.add(endRead(vma));
      }
    }
    steps.add(mm(Operation.OPEN));
    steps.add(one(Operation.TRY_WRITE, 4));
    steps.add(one(Operation.WRITE, 4));
    steps.add(mm(Operation.CLOSE));
    return program(5, steps);
  }
}
