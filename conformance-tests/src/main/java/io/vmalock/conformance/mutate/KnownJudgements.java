package io.vmalock.conformance.mutate;

import io.vmalock.conformance.mutate.Judgement.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judgements of earlier runs, in a file that grows by one line each: a stopped run resumes where it
 * stopped. The content of the mutant, of its strategy and of the kit identify a judgement. A kill
 * holds for any time of the model checker; a mutant that survived a short time may not survive a
 * longer one.
 */
public final class KnownJudgements {
  private static final String FIELDS = "\t";
  private static final int NUMBER_OF_FIELDS = 8;

  private record Line(Judgement judgement, long exploredMillis) {}

  private final Path file;
  private final String context;
  private final Map<String, Line> byKey = new HashMap<>();

  /** The last check that killed a mutant of this name, with any kit. */
  private final Map<String, String> killers = new HashMap<>();

  /** Reads the file; a missing file is empty. */
  public KnownJudgements(Path file, Mutants mutants) throws IOException {
    this.file = file;
    this.context = mutants.digest() + KitDigest.of();
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] fields = line.split(FIELDS, -1);
      if (fields.length != NUMBER_OF_FIELDS) {
        continue; // a run was stopped while it wrote
      }
      Judgement judgement =
          new Judgement(
              Outcome.valueOf(fields[1]),
              fields[2],
              fields[3],
              fields[4],
              Long.parseLong(fields[5]));
      if (judgement.outcome() == Outcome.NOT_JUDGED) {
        continue; // perhaps there is more time now
      }
      byKey.put(fields[0], new Line(judgement, Long.parseLong(fields[6])));
      if (judgement.outcome() == Outcome.KILLED) {
        killers.put(fields[7], judgement.check());
      }
    }
  }

  /** The known judgement of a mutant, for a time of the model checker; or null. */
  public synchronized @Nullable Judgement of(Mutant mutant, long exploreMillis) {
    Line line = byKey.get(key(mutant));
    return line == null
            || !line.judgement.outcome().isKilled() && line.exploredMillis < exploreMillis
        ? null
        : line.judgement;
  }

  /** The check that killed it before the kit or the strategy was changed; or empty. */
  public synchronized String hint(Mutant mutant) {
    return killers.getOrDefault(mutant.name(), "");
  }

  /** Writes one down. */
  public synchronized void add(Mutant mutant, Judgement judgement, long exploreMillis)
      throws IOException {
    String key = key(mutant);
    byKey.put(key, new Line(judgement, exploreMillis));
    String line =
        String.join(
            FIELDS,
            key,
            judgement.outcome().name(),
            judgement.layer(),
            judgement.check(),
            judgement.rule(),
            String.valueOf(judgement.millis()),
            String.valueOf(exploreMillis),
            mutant.name());
    Files.write(
        file,
        List.of(line),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private String key(Mutant mutant) {
    return Digests.of(
        mutant.digest().getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8));
  }
}
