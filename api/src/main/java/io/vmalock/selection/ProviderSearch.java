package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.ProviderSource.Declaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds all providers in some sources, and creates none. A fault of one provider becomes its
 * entry's problem, and does not end the search.
 */
final class ProviderSearch {
  /**
   * The bound on failures in a row. A broken class loader fails for ever, without progress, and no
   * class path has as many broken providers in a row.
   */
  private static final int MOST_FAILURES_IN_A_ROW = 1_000;

  /**
   * By class name: a class that is found twice is one provider. A failure of an unknown class has
   * its text as the key, which contains a blank.
   */
  private final Map<String, StrategyProvider> found = new LinkedHashMap<>();

  private ProviderSearch() {}

  /** The providers in {@code sources}, sorted by name. */
  static List<StrategyProvider> in(List<? extends ProviderSource> sources) {
    ProviderSearch search = new ProviderSearch();
    for (ProviderSource source : sources) {
      List<Throwable> failures = search.addOffered(source);
      search.addBroken(source, failures);
    }
    return search.found.values().stream()
        .sorted(
            Comparator.comparing(StrategyProvider::name).thenComparing(StrategyProvider::className))
        .toList();
  }

  /** Adds the providers that the service loader offers, and returns its failures. */
  private List<Throwable> addOffered(ProviderSource source) {
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
        StrategyProvider provider = StrategyProvider.of(offered.next());
        add(provider.className(), provider);
        inARow = 0;
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        // The service loader has gone past the provider of this failure.
        failures.add(e);
        inARow++;
      }
    }
    return failures;
  }

  /** Adds the providers that are declared but were not offered, with the reason. */
  private void addBroken(ProviderSource source, List<Throwable> failures) {
    List<Declaration> declarations = source.declarations();
    // A linkage error names the missing class, not the one that needs it: it comes again at the
    // diagnosis.
    List<Throwable> ofNoClass =
        failures.stream()
            .filter(failure -> !(failure instanceof LinkageError))
            .filter(failure -> declarations.stream().noneMatch(one -> one.isIn(failure)))
            .toList();
    for (Declaration declaration : declarations) {
      if (!found.containsKey(declaration.className())) {
        Diagnosis.of(source, declaration, found.keySet(), ofNoClass)
            .ifPresent(broken -> add(declaration.className(), broken));
      }
    }
    for (Throwable failure : ofNoClass) {
      // A services file or class loader that cannot be read.
      add(
          failure.toString(),
          StrategyProvider.broken(
              "(unknown class)", source.toString(), null, failure.toString(), failure));
    }
  }

  /** The first entry stays, unless it is broken and the second is not. */
  private void add(String key, StrategyProvider provider) {
    found.merge(
        key,
        provider,
        (first, second) ->
            first.problem().isPresent() && second.problem().isEmpty() ? second : first);
  }
}
