package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.StrategySelectionException.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider that was found and not created, with its annotation and its origin. A broken provider,
 * such as one whose class cannot be loaded, has a {@link #problem}.
 */
public final class StrategyProvider {
  private static final ClassValue<Instance> INSTANCES =
      new ClassValue<>() {
        @Override
        protected Instance computeValue(Class<?> type) {
          return new Instance();
        }
      };

  private final String className;
  private final String location;
  private final @Nullable StrategyLabel label;
  private final ServiceLoader.@Nullable Provider<VmaLockStrategy> provider;
  private final @Nullable String problem;
  private final @Nullable Throwable cause;

  private StrategyProvider(
      String className,
      String location,
      @Nullable StrategyLabel label,
      ServiceLoader.@Nullable Provider<VmaLockStrategy> provider,
      @Nullable String problem,
      @Nullable Throwable cause) {
    this.className = className;
    this.location = location;
    this.label = label;
    this.provider = provider;
    this.problem = problem;
    this.cause = cause;
  }

  /** A provider that the service loader offers, which may be broken all the same. */
  static StrategyProvider of(ServiceLoader.Provider<VmaLockStrategy> provider) {
    Class<?> type = provider.type();
    String className = type.getName();
    String location = Locations.of(type);
    try {
      StrategyLabel label = StrategyLabel.of(type);
      return label.hasValidName()
          ? new StrategyProvider(className, location, label, provider, null, null)
          : broken(
              className,
              location,
              label,
              "its name \"" + label.name() + "\" is not of lower-case letters, digits and hyphens",
              null);
    } catch (StrategyLabel.Unreadable e) {
      return broken(className, location, null, String.valueOf(e.getMessage()), e.getCause());
    }
  }

  /**
   * A provider that cannot be created.
   *
   * @param label the content of its annotation, if that can be read
   */
  static StrategyProvider broken(
      String className,
      String location,
      @Nullable StrategyLabel label,
      String problem,
      @Nullable Throwable cause) {
    return new StrategyProvider(className, location, label, null, problem, cause);
  }

  /**
   * The strategy's short name; for a broken provider whose name cannot be read, the name of its
   * class, which is never a strategy's name.
   */
  public String name() {
    return label == null ? className : label.name();
  }

  /** The source of the design; empty if that cannot be read. */
  public String source() {
    return label == null ? "" : label.source();
  }

  /** The priority: the highest is the default; 0 if it cannot be read. */
  public int priority() {
    return label == null ? 0 : label.priority();
  }

  /** The full name of the provider's class. */
  public String className() {
    return className;
  }

  /** The jar or directory that the provider comes from, and its module if it is in a named one. */
  public String location() {
    return location;
  }

  /**
   * The reason why this provider cannot be created, as far as it shows without creating it; or
   * empty.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * The strategy. The first call for this class creates it, and later calls return the same
   * instance.
   *
   * @throws StrategySelectionException if it is broken, cannot be created, or is unavailable here
   */
  public VmaLockStrategy create() {
    return create(StrategyRequest.inCode(name()));
  }

  VmaLockStrategy create(StrategyRequest request) {
    if (provider == null) {
      throw failure(
          Reason.BROKEN, request, "is broken: " + Objects.requireNonNullElse(problem, ""), cause);
    }
    VmaLockStrategy created;
    String unavailable;
    try {
      created = INSTANCES.get(provider.type()).get(provider);
      if (!created.name().equals(name())) {
        throw new IllegalStateException(
            "its name() is \"" + created.name() + "\", its @Strategy says \"" + name() + '"');
      }
      unavailable = created.unavailable().orElse(null);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      Throwable why = unwrap(e);
      throw failure(Reason.BROKEN, request, "cannot be created: " + why, why);
    }
    if (unavailable != null) {
      throw failure(Reason.UNAVAILABLE, request, "is unavailable here: " + unavailable, null);
    }
    return created;
  }

  /** Whether this is the first time that this class is chosen in this way, in this process. */
  boolean firstChosen(StrategyRequest.Origin origin) {
    return provider != null && INSTANCES.get(provider.type()).firstChosen(origin);
  }

  /** Whether the name and priority can be relied on. */
  boolean isNamed() {
    return label != null && label.hasValidName();
  }

  /** The original exception, without its wrappers. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof ServiceConfigurationError
            || thrown instanceof ExceptionInInitializerError;
    return wrapper && cause != null ? unwrap(cause) : thrown;
  }

  private StrategySelectionException failure(
      Reason reason, StrategyRequest request, String what, @Nullable Throwable cause) {
    String asked =
        request.name() == null ? "the default strategy \"" + name() + '"' : "strategy " + request;
    return new StrategySelectionException(
        reason, asked + " " + what + "\n  class " + className + " in " + location, cause);
  }

  /** {@code refcnt: io.vmalock.refcnt.RefcntStrategy in /lib/vmalock-refcnt.jar}. */
  @Override
  public String toString() {
    String text = name() + ": " + className + " in " + location;
    return problem == null ? text : text + " (broken: " + problem + ")";
  }

  /** The one instance of a provider class; lives and dies with the class. */
  private static final class Instance {
    private @Nullable VmaLockStrategy strategy;
    private final Set<StrategyRequest.Origin> chosen = EnumSet.noneOf(StrategyRequest.Origin.class);

    synchronized VmaLockStrategy get(ServiceLoader.Provider<VmaLockStrategy> provider) {
      if (strategy == null) {
        strategy = Objects.requireNonNull(provider.get(), "the provider method returned null");
      }
      return strategy;
    }

    synchronized boolean firstChosen(StrategyRequest.Origin origin) {
      return chosen.add(origin);
    }
  }
}
