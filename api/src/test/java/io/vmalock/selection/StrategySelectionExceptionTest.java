package io.vmalock.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.SampleStrategies.Alpha;
import io.vmalock.selection.SampleStrategies.AlphaToo;
import io.vmalock.selection.SampleStrategies.Asks;
import io.vmalock.selection.SampleStrategies.BadName;
import io.vmalock.selection.SampleStrategies.Beta;
import io.vmalock.selection.SampleStrategies.Elsewhere;
import io.vmalock.selection.SampleStrategies.Gamma;
import io.vmalock.selection.SampleStrategies.Hidden;
import io.vmalock.selection.SampleStrategies.Impostor;
import io.vmalock.selection.SampleStrategies.Liar;
import io.vmalock.selection.SampleStrategies.NoName;
import io.vmalock.selection.SampleStrategies.Omega;
import io.vmalock.selection.SampleStrategies.Orphan;
import io.vmalock.selection.SampleStrategies.Parent;
import io.vmalock.selection.SampleStrategies.Throws;
import io.vmalock.selection.SampleStrategies.ThrowsEarly;
import io.vmalock.selection.StrategySelectionException.Reason;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a choice fails: what is said of it, and that it harms no other choice. */
class StrategySelectionExceptionTest {
  /** Every way of being broken at once, around a sound one, and a class that does not exist. */
  private static final Class<?>[] ALL_SORTS = {
    Throws.class,
    ThrowsEarly.class,
    Liar.class,
    Hidden.class,
    Asks.class,
    BadName.class,
    NoName.class,
    Impostor.class,
    Orphan.class,
    Elsewhere.class,
    Beta.class
  };

  @TempDir Path directory;

  private StrategyCatalog catalog(Class<?>... types) {
    return Strategies.catalog(SampleLoader.of(SampleLoader.services(directory, types)));
  }

  private StrategyCatalog allSorts(@TempDir Path other) {
    SampleLoader.services(directory, ALL_SORTS);
    SampleLoader.services(other, "io.example.Gone", Gamma.class.getName());
    return Strategies.catalog(
        SampleLoader.of(directory, other)
            .defining(Orphan.class, Parent.class)
            .without(Parent.class));
  }

  private static StrategySelectionException failure(ThrowingCallable choice, Reason reason) {
    StrategySelectionException thrown =
        catchThrowableOfType(StrategySelectionException.class, choice);
    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(reason);
    return thrown;
  }

  @Test
  void noneFound() {
    StrategyCatalog empty = catalog();

    assertThat(failure(empty::choose, Reason.NONE_FOUND))
        .hasMessage(
            "no strategy found at all; wanted: the default\n"
                + "Looked in: class loader samples\n"
                + "The jar of a strategy, such as vmalock-refcnt.jar, is missing from the class"
                + " path, or its META-INF/services/io.vmalock.VmaLockStrategy does not name the"
                + " class.");
    assertThat(failure(() -> empty.named("rwsem"), Reason.NONE_FOUND))
        .hasMessageContainingAll("\"rwsem\" (asked for in code)", "vmalock-rwsem.jar");
    assertThat(empty.defaultProvider()).isEmpty();
  }

  @Test
  void noneFoundButBrokenOnes() {
    assertThat(failure(catalog(NoName.class)::choose, Reason.NONE_FOUND))
        .hasMessageContainingAll("Broken:\n  " + NoName.class.getName(), "no @Strategy annotation");
  }

  @Test
  void unknownNameTellsTheCandidatesAndWhereItWasAskedFor() {
    StrategyCatalog catalog = catalog(Alpha.class, Beta.class);
    String classes =
        Path.of(Alpha.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();

    assertThat(failure(() -> catalog.named("delta"), Reason.UNKNOWN_NAME))
        .hasMessage(
            "no strategy \"delta\" (asked for in code)\n"
                + "Found:\n"
                + "  alpha: io.vmalock.selection.SampleStrategies$Alpha in "
                + classes
                + "\n  beta: io.vmalock.selection.SampleStrategies$Beta in "
                + classes
                + "\nIf the name is right, the jar that provides it is missing from the class path"
                + " (vmalock-delta.jar if it is one of vmalock's own), or its"
                + " META-INF/services/io.vmalock.VmaLockStrategy does not name the class.");
    assertThat(
            failure(
                catalog.with(new StrategiesTest.Given("delta", "alpha"))::choose,
                Reason.UNKNOWN_NAME))
        .hasMessageContaining("\"delta\" (asked for by the system property vmalock.strategy)");
    assertThat(
            failure(
                catalog.with(new StrategiesTest.Given(null, "delta"))::choose, Reason.UNKNOWN_NAME))
        .hasMessageContaining("\"delta\" (asked for by the environment variable VMALOCK_STRATEGY)");
  }

  @ParameterizedTest
  @CsvSource({
    "aplha, alpha",
    "alpa, alpha",
    "alphas, alpha",
    "ALPHA, alpha",
    "' beta', beta",
    "bta, beta",
    "io.vmalock.selection.SampleStrategies$Beta, beta"
  })
  void aTypoIsToldTheNearestName(String typo, String meant) {
    assertThat(failure(() -> catalog(Alpha.class, Beta.class).named(typo), Reason.UNKNOWN_NAME))
        .hasMessageContaining(": did you mean \"" + meant + "\"?");
  }

  @Test
  void aNameFarFromAllIsToldNone() {
    assertThat(failure(() -> catalog(Alpha.class).named("seqlock"), Reason.UNKNOWN_NAME))
        .hasMessageNotContaining("did you mean");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "a, 1", "refcnt, 6"})
  void distanceFromNothingIsTheLength(String text, int length) {
    assertThat(NearestName.distance("", text)).isEqualTo(length);
    assertThat(NearestName.distance(text, "")).isEqualTo(length);
    assertThat(NearestName.distance(text, text)).isZero();
  }

  @Test
  void aTextThatIsNoNameIsToldSo() {
    assertThat(failure(() -> catalog(Alpha.class).named("x y"), Reason.UNKNOWN_NAME))
        .hasMessageEndingWith("A name is made of lower-case letters, digits and hyphens.");
    failure(() -> catalog(Alpha.class).named(""), Reason.UNKNOWN_NAME);
  }

  @Test
  void twoClassesUnderOneNameFailOnlyThatNameAndTheDefault() {
    StrategyCatalog catalog = catalog(Alpha.class, AlphaToo.class, Beta.class);

    assertThat(failure(() -> catalog.named("alpha"), Reason.AMBIGUOUS_NAME))
        .hasMessageStartingWith(
            "2 classes are called \"alpha\", wanted: \"alpha\" (asked for in code)\n")
        .hasMessageContainingAll("SampleStrategies$Alpha in", "SampleStrategies$AlphaToo in");
    assertThat(failure(catalog::choose, Reason.AMBIGUOUS_NAME))
        .hasMessageContaining("wanted: the default");
    assertThat(catalog.defaultProvider()).isEmpty();
    assertThat(catalog.named("beta")).isInstanceOf(Beta.class);
  }

  @Test
  void aTieForTheDefaultFailsOnlyTheDefault() {
    StrategyCatalog catalog = catalog(Alpha.class, Omega.class, Beta.class);

    assertThat(failure(catalog::choose, Reason.AMBIGUOUS_DEFAULT))
        .hasMessageStartingWith("no default: 2 strategies have the highest priority, 7\n")
        .hasMessageContainingAll("alpha: ", "omega: ", Strategies.PROPERTY, Strategies.ENVIRONMENT)
        .hasMessageNotContaining("beta");
    assertThat(catalog.defaultProvider()).isEmpty();
    assertThat(catalog.named("omega")).isInstanceOf(Omega.class);
    assertThat(catalog.with(new StrategiesTest.Given(null, "alpha")).choose())
        .isInstanceOf(Alpha.class);
  }

  @Test
  void anUnavailableOneGivesItsReason() {
    assertThat(failure(() -> catalog(Elsewhere.class).named("elsewhere"), Reason.UNAVAILABLE))
        .hasMessageStartingWith(
            "strategy \"elsewhere\" (asked for in code) is unavailable here: needs 65 bits\n"
                + "  class io.vmalock.selection.SampleStrategies$Elsewhere in ");
  }

  @Test
  void aDefaultThatFailsIsNotReplaced() {
    StrategySelectionException thrown =
        failure(catalog(Throws.class, Beta.class)::choose, Reason.BROKEN);

    assertThat(thrown)
        .hasMessageStartingWith("the default strategy \"throws\" cannot be created:")
        .hasMessageContaining("out of luck");
    assertThat(thrown.getCause()).isExactlyInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          throws       | out of luck
          throws-early | NumberFormatException
          liar         | its name() is "alpha", its @Strategy says "liar"
          hidden       | no public constructor without parameters
          asks         | no public constructor without parameters
          Bad Name     | its name "Bad Name" is not of lower-case letters, digits and hyphens
          impostor     | does not implement io.vmalock.VmaLockStrategy
          io.vmalock.selection.SampleStrategies$NoName | no @Strategy annotation
          io.vmalock.selection.SampleStrategies$Orphan | NoClassDefFoundError: io/vmalock/selection/SampleStrategies$Parent
          io.example.Gone                    | there is no such class
          """)
  void aBrokenOneFailsWhenAskedForAndHidesNoOther(
      String name, String problem, @TempDir Path other) {
    StrategyCatalog catalog = allSorts(other);

    assertThat(failure(() -> catalog.named(name), Reason.BROKEN))
        .hasMessageContainingAll("strategy \"" + name + "\" (asked for in code) ", problem);
    assertThat(catalog.all()).hasSize(ALL_SORTS.length + 2);
    assertThat(catalog.named("beta")).isInstanceOf(Beta.class);
    assertThat(catalog.named("gamma")).isInstanceOf(Gamma.class);
  }

  @Test
  void theEntryOfABrokenOneSaysWhy(@TempDir Path other) {
    assertThat(allSorts(other).all())
        .filteredOn(provider -> provider.problem().isPresent())
        .extracting(StrategyProvider::name)
        .containsExactlyInAnyOrder(
            "hidden",
            "asks",
            "Bad Name",
            "impostor",
            NoName.class.getName(),
            Orphan.class.getName(),
            "io.example.Gone");
    assertThat(allSorts(other).all()).extracting(StrategyProvider::name).isSorted();
    assertThat(allSorts(other).all())
        .filteredOn(provider -> provider.name().equals("io.example.Gone"))
        .singleElement()
        .satisfies(gone -> assertThat(gone.location()).isEqualTo(other.toString()));
  }

  @Test
  void aServicesFileThatCannotBeReadHidesNoOther(@TempDir Path other) {
    SampleLoader.services(directory, Alpha.class.getName(), "this is not a class name");
    SampleLoader.services(other, Beta.class);
    StrategyCatalog catalog = Strategies.catalog(SampleLoader.of(directory, other));

    assertThat(catalog.named("beta")).isInstanceOf(Beta.class);
    // The service loader drops the whole file; what was in it is told all the same.
    assertThat(failure(() -> catalog.named("alpha"), Reason.BROKEN))
        .hasMessageContaining("the service loader left it out")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void aStrategyForAnotherCopyOfTheLibraryIsToldSo() {
    SampleLoader.services(directory, Alpha.class);
    StrategyCatalog catalog =
        Strategies.catalog(
            SampleLoader.of(directory)
                .defining(VmaLockStrategy.class, Alpha.class, SampleStrategies.Sample.class));

    assertThat(failure(() -> catalog.named("alpha"), Reason.BROKEN))
        .hasMessageContaining("a second copy");
  }

  /** The service loader asks such a loader again and again. */
  @Test
  void aLoaderThatCannotBeAskedEnds() {
    ClassLoader closed =
        new ClassLoader("closed", getClass().getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("closed for the day");
          }
        };
    StrategyCatalog catalog =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> Strategies.catalog(closed));

    assertThat(failure(catalog::choose, Reason.NONE_FOUND))
        .hasMessageContainingAll("class loader closed", "Broken:");
    assertThat(catalog.all()).hasSize(1);
  }

  @Test
  void aThreadWithoutContextLoaderIsToldSo() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertThat(catchThrowable(() -> Strategies.named("nowhere")))
          .hasMessageContaining("This thread has no context class loader");
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(catchThrowable(() -> Strategies.named("nowhere")))
        .message()
        .doesNotContain("context class loader", "jlink", "merged");
  }

  @Test
  void anImageAndAMergedJarAreNamedAsReasons() {
    assertThat(SelectionFailures.hints("module io.vmalock in jrt:/io.vmalock", false))
        .contains("--bind-services", "--add-modules");
    assertThat(SelectionFailures.hints("/app/everything.jar", false))
        .contains("/app/everything.jar", "META-INF/services");
    assertThat(SelectionFailures.hints("/lib/vmalock-api-1.0.jar", false)).isEmpty();
    assertThat(SelectionFailures.hints("/build/classes", false)).isEmpty();
  }
}
