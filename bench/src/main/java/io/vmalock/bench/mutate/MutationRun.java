package io.vmalock.bench.mutate;

import io.vmalock.bench.terminal.Progress;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.mutate.Arguments;
import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.KnownJudgements;
import io.vmalock.conformance.mutate.Mutant;
import io.vmalock.conformance.mutate.Mutants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Judges mutants of one strategy, several at once, except those whose judgement is known. */
final class MutationRun {
  private final Class<?> strategy;
  private final Options options;
  private final KnownJudgements known;
  private final long exploreMillis;
  private final Queue<Mutant> left = new ArrayDeque<>();
  private int done;
  private int survivors;

  MutationRun(Class<?> strategy, Options options, KnownJudgements known) {
    this.strategy = strategy;
    this.options = options;
    this.known = known;
    this.exploreMillis = options.explore().toMillis();
  }

  /**
   * The kit's judgement of the strategy itself, with equal limits: if the kit finds anything, its
   * findings on mutants mean nothing.
   */
  Judgement control(Mutants mutants) throws IOException {
    Mutant original = mutants.original();
    Judgement before = known.of(original, exploreMillis);
    if (before != null && !before.outcome().isKilled()) {
      return before;
    }
    try (JudgeProcess process = new JudgeProcess(strategy, options);
        JudgeProcess interpreted = JudgeProcess.interpreted(strategy, options)) {
      Judgement judgement = judge(original, "", process, interpreted);
      known.add(original, judgement, exploreMillis);
      return judgement;
    }
  }

  /** Judges them, and shows how far it is. */
  List<JudgedMutant> judge(
      List<Mutant> mutants, Arguments arguments, int atOnce, Progress progress) {
    for (Mutant mutant : mutants) {
      if (known.of(mutant, exploreMillis) == null) {
        left.add(mutant);
      }
    }
    int all = left.size();
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < Math.min(atOnce, all); i++) {
        work.add(workers.submit(() -> work(all, progress)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mutants were judged", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot judge: " + e.getCause(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
    List<JudgedMutant> judged = new ArrayList<>();
    for (Mutant mutant : mutants) {
      Judgement judgement = known.of(mutant, exploreMillis);
      if (judgement == null) {
        throw new IllegalStateException(mutant + " was not judged");
      }
      judged.add(new JudgedMutant(mutant, judgement, arguments.of(mutant)));
    }
    return judged;
  }

  private void work(int all, Progress progress) {
    try (JudgeProcess process = new JudgeProcess(strategy, options);
        JudgeProcess interpreted = JudgeProcess.interpreted(strategy, options)) {
      for (Mutant mutant = next(all, progress); mutant != null; mutant = next(all, progress)) {
        Judgement judgement = judge(mutant, known.hint(mutant), process, interpreted);
        known.add(mutant, judgement, exploreMillis);
        count(judgement);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot judge mutants", e);
    }
  }

  /** By the interpreted JVM too, if it survives the other one. */
  private static Judgement judge(
      Mutant mutant, String hint, JudgeProcess process, JudgeProcess interpreted)
      throws IOException {
    Judgement judgement = process.judge(mutant, hint);
    if (judgement.outcome().isKilled()) {
      return judgement;
    }
    Judgement second = interpreted.judge(mutant, "");
    return second.outcome().isKilled()
        ? second
        : new Judgement(
            judgement.outcome(),
            judgement.layer(),
            judgement.check(),
            judgement.rule(),
            judgement.millis() + second.millis());
  }

  private synchronized void count(Judgement judgement) {
    done++;
    if (!judgement.outcome().isKilled()) {
      survivors++;
    }
  }

  private synchronized @Nullable Mutant next(int all, Progress progress) {
    Mutant next = left.poll();
    if (next != null) {
      progress.show(
          "judging mutants",
          done + " of " + all + ", " + survivors + " survived, " + next,
          (double) done / all);
    }
    return next;
  }
}
