package io.vmalock.selection;

import io.vmalock.Strategy;
import io.vmalock.VmaLockStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Chooses a strategy.
 *
 * <pre>{@code
 * VmaLockStrategy strategy = Strategies.choose();         // the command line decides
 * VmaLockStrategy strategy = Strategies.named("refcnt");  // the code decides
 * for (StrategyProvider found : Strategies.all()) { ... } // what is there, nothing created
 * }</pre>
 *
 * <p>A name in code beats the system property {@value #PROPERTY}, which beats the environment
 * variable {@value #ENVIRONMENT}, which beats the default: the provider of the highest {@link
 * Strategy#priority}. A property or variable that is empty counts as not set. A strategy that
 * cannot be had is a {@link StrategySelectionException} that says what to do; no other strategy is
 * ever substituted.
 *
 * <p>The search for providers covers the module layer and class loader of this library and then the
 * thread's context class loader; it ignores a class that it already has. {@link #choose()} keeps
 * its answer, and searches again when the system property, the variable or the thread's context
 * class loader differs from the last choice; all other methods search at every call. {@link
 * #catalog(ClassLoader)} and {@link #catalog(ModuleLayer)} search elsewhere. A provider that no
 * caller asks for is not created, and a broken provider hides no other.
 *
 * <p>Strategies are stateless, so each provider class is instantiated once, and every call returns
 * that instance.
 */
public final class Strategies {
  /** The system property that names the strategy. */
  public static final String PROPERTY = "vmalock.strategy";

  /** The environment variable that names the strategy. */
  public static final String ENVIRONMENT = "VMALOCK_STRATEGY";

  private Strategies() {}

  /**
   * The strategy that the system property, or else the environment, names, or else the default.
   *
   * @throws StrategySelectionException if there is no such strategy, or no single one, or it cannot
   *     be created
   */
  public static VmaLockStrategy choose() {
    return LastChoice.get();
  }

  /**
   * The strategy called {@code name}, whatever the system property and the environment say.
   *
   * @throws StrategySelectionException if there is no such strategy, or no single one, or it cannot
   *     be created
   */
  public static VmaLockStrategy named(String name) {
    return catalog().named(name);
  }

  /** Every provider found, by name, the broken ones too; nothing is created. */
  public static List<StrategyProvider> all() {
    return catalog().all();
  }

  /** The catalog of the places that {@link #choose()} searches. */
  public static StrategyCatalog catalog() {
    ClassLoader own = VmaLockStrategy.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ModuleLayer layer = VmaLockStrategy.class.getModule().getLayer();
    List<ProviderSource> sources = new ArrayList<>();
    if (layer != null) {
      sources.add(new ProviderSource.OfLayer(layer));
    }
    if (own != null) {
      sources.add(new ProviderSource.OfLoader(own));
    }
    if (context != null && context != own) {
      sources.add(new ProviderSource.OfLoader(context));
    }
    return StrategyCatalog.of(sources);
  }

  /** The catalog of {@code loader} and its parents only. */
  public static StrategyCatalog catalog(ClassLoader loader) {
    Objects.requireNonNull(loader, "loader");
    return StrategyCatalog.of(List.of(new ProviderSource.OfLoader(loader)));
  }

  /** The catalog of the modules of {@code layer} and its parents only. */
  public static StrategyCatalog catalog(ModuleLayer layer) {
    Objects.requireNonNull(layer, "layer");
    return StrategyCatalog.of(List.of(new ProviderSource.OfLayer(layer)));
  }
}
