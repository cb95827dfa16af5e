package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The strategy that was chosen last, with everything that decided the choice: the settings, and the
 * context class loader that was searched for providers. The library's own loader and layer do not
 * change.
 *
 * <p>One choice is kept, because a process usually has one. Its loader and its strategy are kept
 * weakly, so neither outlives an application that is unloaded. Immutable, and published by a
 * volatile field: two threads that choose at once both search, and either answer is right.
 */
record LastChoice(
    StrategyRequest request,
    WeakReference<ClassLoader> context,
    boolean noContext,
    WeakReference<VmaLockStrategy> strategy) {
  private static volatile @Nullable LastChoice last;

  /** The answer of {@link Strategies#choose()}. */
  static VmaLockStrategy get() {
    return get(() -> Strategies.catalog().choose());
  }

  /** The last choice, or else the result of the search; a test counts the searches. */
  static VmaLockStrategy get(Supplier<VmaLockStrategy> search) {
    StrategyRequest request = StrategyRequest.of(StrategyRequest.Settings.OF_THIS_PROCESS);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    LastChoice known = last;
    VmaLockStrategy strategy =
        known != null && known.isFor(request, context) ? known.strategy.get() : null;
    if (strategy == null) {
      strategy = search.get();
      last =
          new LastChoice(
              request,
              new WeakReference<>(context),
              context == null,
              new WeakReference<>(strategy));
    }
    return strategy;
  }

  private boolean isFor(StrategyRequest wanted, @Nullable ClassLoader loader) {
    return request.equals(wanted) && (loader == null ? noContext : context.refersTo(loader));
  }
}
