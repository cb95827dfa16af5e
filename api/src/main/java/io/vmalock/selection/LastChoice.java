package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The strategy that was chosen last, with all that decided it: what the settings ask for, and the
 * context class loader in which providers were looked for. The library's own loader and layer do
 * not change.
 *
 * <p>One choice is kept, as a process has one as a rule; its loader is kept weakly, and the
 * strategy too, so that neither outlives an application that is unloaded. Immutable, and published
 * by a volatile field: two threads that choose at once both search, and either answer is right.
 */
record LastChoice(
    StrategyRequest request,
    WeakReference<ClassLoader> context,
    boolean noContext,
    WeakReference<VmaLockStrategy> strategy) {
  private static volatile @Nullable LastChoice last;

  /** What {@link Strategies#choose()} answers. */
  static VmaLockStrategy get() {
    return get(() -> Strategies.catalog().choose());
  }

  /** The last choice, or else what the search finds; a test counts the searches. */
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
