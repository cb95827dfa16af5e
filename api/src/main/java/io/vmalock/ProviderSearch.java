package io.vmalock;

import io.vmalock.ProviderSource.Declaration;
import java.lang.annotation.AnnotationFormatError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds all providers in some sources, and creates none. What is wrong with one provider becomes
 * its entry's problem, and ends the search for no other.
 */
final class ProviderSearch {
  static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  /**
   * A class loader that cannot be asked fails for ever, without getting on. No class path has as
   * many broken providers in a row.
   */
  private static final int MOST_FAILURES_IN_A_ROW = 1_000;

  /** By class name: a class that is found twice is one provider. */
  private final Map<String, StrategyProvider> found = new LinkedHashMap<>();

  private ProviderSearch() {}

  /** The providers in {@code sources}, sorted by name. */
  static List<StrategyProvider> in(List<? extends ProviderSource> sources) {
    ProviderSearch search = new ProviderSearch();
    for (ProviderSource source : sources) {
      search.addAll(source);
    }
    return search.found.values().stream()
        .sorted(
            Comparator.comparing(StrategyProvider::name).thenComparing(StrategyProvider::className))
        .toList();
  }

  private void addAll(ProviderSource source) {
    List<Throwable> failures = new ArrayList<>();
    Iterator<ServiceLoader.Provider<VmaLockStrategy>> offered = null;
    int inARow = 0;
    while (inARow < MOST_FAILURES_IN_A_ROW) {
      try {
        if (offered == null) {
          offered = source.load().stream().iterator();
        }
        if (!offered.hasNext()) {
          break;
        }
        add(entry(offered.next()));
        inARow = 0;
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        // The service loader has gone past the provider that this is about.
        failures.add(e);
        inARow++;
      }
    }
    addBroken(source, failures);
  }

  /** A source's first entry for a class stays, but for a broken one. */
  private void add(StrategyProvider provider) {
    found.merge(
        provider.className(),
        provider,
        (before, now) -> before.problem().isPresent() && now.problem().isEmpty() ? now : before);
  }

  private static StrategyProvider entry(ServiceLoader.Provider<VmaLockStrategy> provider) {
    Class<?> type = provider.type();
    try {
      Strategy strategy = type.getAnnotation(Strategy.class);
      String problem = problemOf(strategy);
      return problem == null && strategy != null
          ? StrategyProvider.working(provider, strategy)
          : StrategyProvider.broken(
              type.getName(), Locations.of(type), strategy, String.valueOf(problem), null);
    } catch (LinkageError | RuntimeException | AnnotationFormatError e) {
      return StrategyProvider.broken(
          type.getName(), Locations.of(type), null, "its @Strategy cannot be read: " + e, e);
    }
  }

  private static @Nullable String problemOf(@Nullable Strategy strategy) {
    if (strategy == null) {
      return "it has no @Strategy annotation, which gives a provider its name";
    }
    return NAME.matcher(strategy.name()).matches()
        ? null
        : "its name \""
            + strategy.name()
            + "\" is not made of lower-case letters, digits and hyphens";
  }

  /** What was declared and not offered is broken: tells why. */
  private void addBroken(ProviderSource source, List<Throwable> failures) {
    List<Throwable> unexplained = new ArrayList<>(failures);
    for (Declaration declaration : source.declarations()) {
      if (!found.containsKey(declaration.className())) {
        add(diagnose(source, declaration, failures));
      }
      unexplained.removeIf(failure -> mentions(failure, declaration.className()));
    }
    // A linkage error names what is missing, not who misses it, and a provider with one has its
    // entry by now.
    unexplained.removeIf(failure -> failure instanceof LinkageError);
    for (Throwable failure : unexplained) {
      // Of no known class: a services file or a class loader that cannot be read.
      String what = String.valueOf(failure.getMessage());
      add(StrategyProvider.broken(what, source.toString(), null, failure.toString(), failure));
    }
  }

  private static StrategyProvider diagnose(
      ProviderSource source, Declaration declaration, List<Throwable> failures) {
    String className = declaration.className();
    Class<?> type;
    try {
      type = source.load(declaration);
    } catch (ClassNotFoundException e) {
      return StrategyProvider.broken(
          className, declaration.location(), null, "there is no such class", e);
    } catch (LinkageError | RuntimeException e) {
      return StrategyProvider.broken(
          className, declaration.location(), null, "its class cannot be loaded: " + e, e);
    }
    Strategy strategy;
    try {
      strategy = type.getAnnotation(Strategy.class);
    } catch (LinkageError | RuntimeException | AnnotationFormatError e) {
      strategy = null;
    }
    return StrategyProvider.broken(
        className, Locations.of(type), strategy, whyNotOffered(type, declaration, failures), null);
  }

  private static String whyNotOffered(
      Class<?> type, Declaration declaration, List<Throwable> failures) {
    if (!VmaLockStrategy.class.isAssignableFrom(type)) {
      return "it does not implement the "
          + VmaLockStrategy.class.getName()
          + " of "
          + Locations.of(VmaLockStrategy.class)
          + "; if it implements that of another copy, one of the two must go";
    }
    if (type.getModule().isNamed() && declaration.module() == null) {
      return "it is named in META-INF/services, which does not count in a module: add \"provides "
          + VmaLockStrategy.class.getName()
          + " with "
          + type.getName()
          + "\" to the module-info of "
          + type.getModule().getName();
    }
    if (Arrays.stream(type.getConstructors()).noneMatch(made -> made.getParameterCount() == 0)) {
      return "it has no public constructor without parameters";
    }
    return failures.isEmpty()
        ? "the service loader left it out"
        : failures.stream().map(Throwable::toString).collect(Collectors.joining("; "));
  }

  private static boolean mentions(Throwable failure, String className) {
    return String.valueOf(failure.getMessage()).contains(className);
  }
}
