package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.StrategyRequest.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The providers found in one search, and the choice among them. Immutable; made by {@link
 * Strategies#catalog()}.
 */
public final class StrategyCatalog {
  private static final Logger LOGGER = System.getLogger("io.vmalock");

  private final List<StrategyProvider> providers;
  private final Settings settings;
  private final SelectionFailures failures;

  private StrategyCatalog(
      List<StrategyProvider> providers, Settings settings, SelectionFailures failures) {
    this.providers = providers;
    this.settings = settings;
    this.failures = failures;
  }

  static StrategyCatalog of(List<? extends ProviderSource> sources) {
    List<StrategyProvider> providers = ProviderSearch.in(sources);
    return new StrategyCatalog(
        providers, Settings.OF_THIS_PROCESS, new SelectionFailures(sources, providers));
  }

  /** A catalog of these providers with other settings, for tests. */
  StrategyCatalog with(Settings other) {
    return new StrategyCatalog(providers, other, failures);
  }

  /** Every provider, by name, the broken ones too. */
  public List<StrategyProvider> all() {
    return providers;
  }

  /**
   * The strategy that the system property {@value Strategies#PROPERTY}, or else the environment
   * variable {@value Strategies#ENVIRONMENT}, names, or else the default.
   *
   * @throws StrategySelectionException if there is no such strategy, or no single one, or it cannot
   *     be created
   */
  public VmaLockStrategy choose() {
    return create(StrategyRequest.of(settings));
  }

  /**
   * The strategy called {@code name}, whatever the system property and the environment say.
   *
   * @throws StrategySelectionException if there is no such strategy, or no single one, or it cannot
   *     be created
   */
  public VmaLockStrategy named(String name) {
    return create(StrategyRequest.inCode(Objects.requireNonNull(name, "name")));
  }

  /**
   * The provider of the highest priority, which {@link #choose} takes by default; empty if there is
   * none, or no single one.
   */
  public Optional<StrategyProvider> defaultProvider() {
    List<StrategyProvider> highest = highest();
    return highest.size() == 1 && claimants(highest.get(0).name()).size() == 1
        ? Optional.of(highest.get(0))
        : Optional.empty();
  }

  private VmaLockStrategy create(StrategyRequest request) {
    StrategyProvider chosen = select(request);
    VmaLockStrategy strategy = chosen.create(request);
    if (chosen.firstChosen(request.origin())) {
      log(chosen, request);
    }
    return strategy;
  }

  private StrategyProvider select(StrategyRequest request) {
    String name = request.name();
    if (name == null) {
      List<StrategyProvider> highest = highest();
      if (highest.isEmpty()) {
        throw failures.noneFound(request);
      }
      name = highest.get(0).name();
      if (highest.stream().map(StrategyProvider::name).distinct().count() > 1) {
        throw failures.ambiguousDefault(highest);
      }
    }
    List<StrategyProvider> claimants = claimants(name);
    if (claimants.isEmpty()) {
      throw providers.stream().noneMatch(StrategyProvider::isNamed)
          ? failures.noneFound(request)
          : failures.unknownName(request, name);
    }
    if (claimants.size() > 1) {
      throw failures.ambiguousName(request, claimants);
    }
    return claimants.get(0);
  }

  private List<StrategyProvider> claimants(String name) {
    List<StrategyProvider> all =
        providers.stream().filter(provider -> provider.name().equals(name)).toList();
    List<StrategyProvider> named = all.stream().filter(StrategyProvider::isNamed).toList();
    // A caller can ask for a broken provider without a name by its class, to learn why it is
    // broken.
    return named.isEmpty() ? all : named;
  }

  private List<StrategyProvider> highest() {
    List<StrategyProvider> named = providers.stream().filter(StrategyProvider::isNamed).toList();
    int highest =
        named.stream().mapToInt(StrategyProvider::priority).max().orElse(Integer.MIN_VALUE);
    return named.stream().filter(provider -> provider.priority() == highest).toList();
  }

  private void log(StrategyProvider chosen, StrategyRequest request) {
    LOGGER.log(
        Level.DEBUG,
        () ->
            "strategy "
                + chosen.name()
                + ", "
                + request.origin().text
                + ": "
                + chosen.className()
                + " in "
                + chosen.location());
    // The annotations decide the default: a provider whose annotation cannot be read may be the one
    // meant.
    List<StrategyProvider> unread =
        providers.stream().filter(provider -> !provider.isNamed()).toList();
    if (request.name() == null && !unread.isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "strategy "
                  + chosen.name()
                  + " is the default; not considered because broken: "
                  + SelectionFailures.lines(unread));
    }
  }
}
