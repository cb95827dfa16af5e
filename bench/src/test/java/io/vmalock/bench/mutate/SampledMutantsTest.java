package io.vmalock.bench.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.terminal.Progress;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.mutate.Arguments;
import io.vmalock.conformance.mutate.KnownJudgements;
import io.vmalock.conformance.mutate.Mutant;
import io.vmalock.conformance.mutate.Mutants;
import io.vmalock.selection.Strategies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sample of what {@code vmalock mutate} does in full: the kit kills mutants, and what is argued
 * about others is about mutants that there are.
 */
class SampledMutantsTest {
  private static final Path ARGUMENTS = Path.of("../docs/mutants");
  private static final int SAMPLE = 8;
  private static final long SEED = 1;

  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"refcnt", "stamped"})
  void argumentsAreAboutMutantsThatThereAre(String name) throws IOException {
    List<Mutant> all = new Mutants(Strategies.named(name).getClass()).all();
    assertThat(arguments(name).withoutMutant(all)).as("argued, but not there").isEmpty();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = "refcnt")
  void sampleIsKilled(String name) throws IOException {
    Class<?> strategy = Strategies.named(name).getClass();
    Mutants mutants = new Mutants(strategy);
    Arguments arguments = arguments(name);
    List<Mutant> notArgued =
        mutants.all().stream().filter(each -> arguments.of(each) == null).toList();
    MutationRun run =
        new MutationRun(
            strategy, options(), new KnownJudgements(directory.resolve("judged.tsv"), mutants));
    assertThat(run.control(mutants).outcome().isKilled()).as("the strategy itself").isFalse();
    List<JudgedMutant> judged =
        run.judge(Mutants.sample(notArgued, SAMPLE, SEED), arguments, 1, quiet());
    assertThat(judged).hasSize(SAMPLE);
    assertThat(judged.stream().filter(JudgedMutant::isSurvivor).toList())
        .as("survived; vmalock mutate --strategy %s shows more", name)
        .isEmpty();
  }

  private static Arguments arguments(String name) throws IOException {
    return Arguments.read(ARGUMENTS.resolve(name + ".txt"));
  }

  private static Options options() {
    return Options.standard()
        .withSeed(SEED)
        .withWaitBudget(new WaitBudget(MutateCommand.SCALE))
        .withLayers(EnumSet.of(Layer.SCENARIO, Layer.MODEL_CHECKER))
        .withExplore(Duration.ofSeconds(20));
  }

  private static Progress quiet() {
    return Progress.on(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
  }
}
