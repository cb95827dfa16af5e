package io.vmalock.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.SampleStrategies.Alpha;
import io.vmalock.selection.SampleStrategies.Beta;
import io.vmalock.selection.SampleStrategies.Elsewhere;
import io.vmalock.selection.SampleStrategies.Gamma;
import io.vmalock.selection.SampleStrategies.Hidden;
import io.vmalock.selection.SampleStrategies.Throws;
import io.vmalock.selection.StrategyRequest.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategies that are found, and the one that is chosen, when nothing is wrong. */
class StrategiesTest {
  @TempDir Path directory;

  private final ClassLoader contextBefore = Thread.currentThread().getContextClassLoader();
  private StrategyCatalog catalog;

  record Given(@Nullable String property, @Nullable String environment) implements Settings {
    @Override
    public @Nullable String property(String name) {
      return name.equals("vmalock.strategy") ? property : null;
    }

    @Override
    public @Nullable String environment(String name) {
      return name.equals("VMALOCK_STRATEGY") ? environment : null;
    }
  }

  @BeforeEach
  void find() {
    Path services = SampleLoader.services(directory, Gamma.class, Alpha.class, Beta.class);
    catalog = Strategies.catalog(SampleLoader.of(services)).with(new Given(null, null));
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(contextBefore);
    System.clearProperty(Strategies.PROPERTY);
  }

  @Test
  void aNameInCodeBeatsPropertyAndEnvironment() {
    assertThat(catalog.with(new Given("alpha", "alpha")).named("gamma")).isInstanceOf(Gamma.class);
  }

  @Test
  void thePropertyBeatsTheEnvironment() {
    assertThat(catalog.with(new Given("beta", "gamma")).choose()).isInstanceOf(Beta.class);
  }

  @Test
  void theEnvironmentBeatsTheDefault() {
    assertThat(catalog.with(new Given(null, "gamma")).choose()).isInstanceOf(Gamma.class);
  }

  @Test
  void theDefaultIsTheHighestPriority() {
    assertThat(catalog.choose()).isInstanceOf(Alpha.class);
    assertThat(catalog.defaultProvider()).map(StrategyProvider::name).contains("alpha");
  }

  @Test
  void anEmptySettingIsNone() {
    assertThat(catalog.with(new Given("", "gamma")).choose()).isInstanceOf(Gamma.class);
    assertThat(catalog.with(new Given("", "")).choose()).isInstanceOf(Alpha.class);
  }

  @Test
  void thePropertyIsTheProcessesOwn() {
    Thread.currentThread().setContextClassLoader(SampleLoader.of(directory));
    System.setProperty("vmalock.strategy", "beta");

    assertThat(Strategies.choose()).isInstanceOf(Beta.class);
    assertThat(Strategies.named("gamma")).isInstanceOf(Gamma.class);
  }

  @Test
  void allTellsWhatTheAnnotationsAndJarsSay() {
    assertThat(catalog.all())
        .extracting(
            StrategyProvider::name,
            StrategyProvider::source,
            StrategyProvider::priority,
            StrategyProvider::className)
        .containsExactly(
            tuple("alpha", "the first letter", 7, Alpha.class.getName()),
            tuple("beta", "the second letter", 0, Beta.class.getName()),
            tuple("gamma", "the third letter", -1, Gamma.class.getName()));
    assertThat(catalog.all())
        .allSatisfy(
            provider -> {
              assertThat(provider.problem()).isEmpty();
              assertThat(Path.of(provider.location())).isDirectoryContaining("glob:**/io");
            });
  }

  @Test
  void nothingIsCreatedOrInitializedButWhatIsAskedFor() {
    // Classes of its own, which no other test has touched; a broken one too.
    SampleLoader.services(directory, Gamma.class, Hidden.class, Alpha.class, Beta.class);
    SampleLoader loader =
        SampleLoader.of(directory).defining(Gamma.class, Hidden.class, Alpha.class, Beta.class);
    SampleStrategies.TOUCHED.clear();

    StrategyCatalog fresh = Strategies.catalog(loader);
    assertThat(fresh.all()).hasSize(4);
    assertThat(fresh.defaultProvider()).isPresent();
    assertThat(SampleStrategies.TOUCHED).isEmpty();

    fresh.named("beta");
    assertThat(SampleStrategies.TOUCHED).containsExactly(Beta.class.getName());
  }

  @Test
  void oneInstanceServesAll() {
    VmaLockStrategy alpha = catalog.named("alpha");

    assertThat(catalog.choose()).isSameAs(alpha);
    assertThat(catalog.all().get(0).create()).isSameAs(alpha);
    assertThat(Strategies.catalog(SampleLoader.of(directory)).named("alpha")).isSameAs(alpha);
  }

  @Test
  void theContextLoaderIsLookedInToo() {
    assertThat(Strategies.all()).isEmpty();

    Thread.currentThread().setContextClassLoader(SampleLoader.of(directory));

    assertThat(Strategies.all()).hasSize(3);
    assertThat(Strategies.named("gamma")).isInstanceOf(Gamma.class);
  }

  @Test
  void withoutAContextLoaderTheLibrarysOwnStillServes() {
    Thread.currentThread().setContextClassLoader(null);

    assertThatThrownBy(Strategies::choose)
        .isInstanceOf(StrategySelectionException.class)
        .hasMessageContaining("Looked in: class loader app\n");
  }

  @Test
  void aClassFoundTwiceIsOneProvider(@TempDir Path again) {
    SampleLoader.services(again, Alpha.class, Alpha.class);
    ClassLoader one = SampleLoader.of(directory);
    ClassLoader other = SampleLoader.of(again).defining(Alpha.class);

    List<StrategyProvider> both =
        ProviderSearch.in(
            List.of(new ProviderSource.OfLoader(one), new ProviderSource.OfLoader(other)));

    assertThat(both).extracting(StrategyProvider::name).containsExactly("alpha", "beta", "gamma");
    assertThat(both.get(0).create().getClass())
        .as("the first place that was looked in counts")
        .isSameAs(Alpha.class);
  }

  @Test
  void aSecondPlaceMendsWhatIsBrokenInTheFirst() {
    ClassLoader broken = SampleLoader.of(directory).without(Alpha.class);
    ClassLoader sound = SampleLoader.of(directory);

    List<StrategyProvider> both =
        ProviderSearch.in(
            List.of(new ProviderSource.OfLoader(broken), new ProviderSource.OfLoader(sound)));

    assertThat(both).hasSize(3).allSatisfy(found -> assertThat(found.problem()).isEmpty());
  }

  @Test
  void oneThatNobodyAskedForMayFail(@TempDir Path more) {
    SampleLoader.services(more, Elsewhere.class, Throws.class);
    StrategyCatalog wider = Strategies.catalog(SampleLoader.of(directory, more));

    assertThat(wider.all()).hasSize(5);
    assertThat(wider.named("beta")).isInstanceOf(Beta.class);
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> catalog.named(null)).withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> Strategies.catalog((ClassLoader) null))
        .withMessage("loader");
    assertThatNullPointerException()
        .isThrownBy(() -> Strategies.catalog((ModuleLayer) null))
        .withMessage("layer");
  }
}
