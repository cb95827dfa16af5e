package io.vmalock.conformance.modelcheck.weaken;

import io.vmalock.Mm;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.Pairs;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.conformance.modelcheck.weaken.Trial.Outcome;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The weakenings of one strategy: every access through a VarHandle, of an atomic class or of a
 * volatile field, and every fence, of the classes of its package and of the base classes that hold
 * lock state for it. Each is explored by itself; a strategy asks for no more order than it needs if
 * every one breaks a rule.
 */
public final class Weakenings {
  /** The bounds of the search for a program that makes an access at all. */
  private static final Bounds USE = new Bounds(1, 0);

  /**
   * The number of schedules of one program: programs of two sections have fewer within these
   * bounds.
   */
  private static final Budget MOST = Budget.ofExecutions(100);

  /** The budget of a program that begins after many reads, each of which takes its time. */
  private static final Budget MOST_WARMED_UP = Budget.ofExecutions(10);

  private final VmaLockStrategy strategy;
  private final ClassLoader loader;
  private final Set<String> capabilities;
  private final Scope scope;
  private final long seed;

  /** The weakenings of a strategy, which needs a public constructor without parameters. */
  public Weakenings(VmaLockStrategy strategy, long seed) {
    Class<?> type = strategy.getClass();
    ClassLoader own = type.getClassLoader();
    String inPackage = type.getPackageName();
    this.strategy = strategy;
    this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
    this.capabilities =
        strategy.capabilities().stream().map(Enum::name).collect(Collectors.toSet());
    this.scope =
        StrategyScope.standard().with(inPackage.isEmpty() ? type.getName() : inPackage + ".");
    this.seed = seed;
  }

  /** The weakenings of the strategy's own classes, in the order of names and lines. */
  public List<Weakening> own() {
    return of(strategy.getClass());
  }

  /** The weakenings of the base classes, whose order a single strategy may not need. */
  public List<Weakening> base() {
    return of(Mm.class);
  }

  private List<Weakening> of(Class<?> type) {
    return StrategyClasses.of(type).stream()
        .flatMap(name -> WeakenedClasses.of(loader, name).stream())
        .toList();
  }

  /** Explores the strategy with one access weakened, for at most {@code time}. */
  public Trial attempt(Weakening weakening, Duration time) {
    if (!isUsed(weakening)) {
      return new Trial(strategy.name(), weakening, Outcome.NOT_USED, null, null, 0, 0);
    }
    Campaign.Report report =
        new Campaign(
                WeakenedClasses.with(loader, weakening),
                scope,
                strategy.getClass().getName(),
                capabilities,
                seed,
                time,
                0,
                1)
            .runWithoutCanaries();
    Counterexample found = report.counterexample();
    Finding finding = found == null ? null : found.finding();
    return new Trial(
        strategy.name(),
        weakening,
        outcome(finding),
        finding,
        report.program(),
        report.schedules(),
        report.nanos());
  }

  private static Outcome outcome(@Nullable Finding finding) {
    if (finding == null) {
      return Outcome.SURVIVED;
    }
    return finding.kind() == Finding.Kind.NOT_JUDGED ? Outcome.NOT_JUDGED : Outcome.KILLED;
  }

  /**
   * Whether any program makes an access: it then meets a call in front of the access that cannot be
   * judged.
   */
  private boolean isUsed(Weakening weakening) {
    List<String> programs = new ArrayList<>(Pairs.readers(capabilities));
    programs.addAll(Pairs.ofRules(capabilities));
    programs.addAll(Pairs.pairs(capabilities));
    try (ModelChecker checker =
        new ModelChecker(
            WeakenedClasses.trapped(loader, weakening),
            scope.with(StrategyProgram.class.getPackageName() + "."))) {
      return meets(checker, programs, MOST)
          || meets(checker, Pairs.warmedUp(capabilities), MOST_WARMED_UP);
    }
  }

  private boolean meets(ModelChecker checker, List<String> programs, Budget most) {
    for (String text : programs) {
      Program program =
          checker.program(
              StrategyProgram.class.getName(), strategy.getClass().getName() + ":" + text);
      if (checker.exhaust(program, most, USE).finding() != null) {
        return true;
      }
    }
    return false;
  }
}
