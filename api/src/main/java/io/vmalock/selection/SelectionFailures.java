package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.StrategySelectionException.Reason;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a failed choice: the strategy that was asked for, the providers found, the
 * remedy.
 */
final class SelectionFailures {
  private static final String SERVICE = VmaLockStrategy.class.getName();

  private final List<? extends ProviderSource> sources;
  private final List<StrategyProvider> providers;

  SelectionFailures(List<? extends ProviderSource> sources, List<StrategyProvider> providers) {
    this.sources = sources;
    this.providers = providers;
  }

  StrategySelectionException noneFound(StrategyRequest request) {
    return new StrategySelectionException(
        Reason.NONE_FOUND,
        "no strategy found at all; wanted: "
            + request
            + "\nLooked in: "
            + sources.stream().map(Object::toString).collect(Collectors.joining(", "))
            + (providers.isEmpty() ? "" : "\nBroken:" + lines(providers))
            + "\n"
            + whatIsMissing(request.name())
            + hints(),
        null);
  }

  StrategySelectionException unknownName(StrategyRequest request, String name) {
    return new StrategySelectionException(
        Reason.UNKNOWN_NAME,
        "no strategy "
            + request
            + NearestName.to(name, providers)
                .map(nearest -> ": did you mean \"" + nearest + "\"?")
                .orElse("")
            + "\nFound:"
            + lines(providers)
            + (providers.stream().allMatch(StrategyProvider::isNamed)
                ? ""
                : "\nThe name of a broken one may be unknown: it may be the one.")
            + "\n"
            + whatIsMissing(name)
            + hints(),
        null);
  }

  StrategySelectionException ambiguousName(
      StrategyRequest request, List<StrategyProvider> claimants) {
    return new StrategySelectionException(
        Reason.AMBIGUOUS_NAME,
        claimants.size()
            + " classes are called \""
            + claimants.get(0).name()
            + "\", wanted: "
            + request
            + lines(claimants)
            + "\nTake all but one of them off the class path or module path, or rename one.",
        null);
  }

  StrategySelectionException ambiguousDefault(List<StrategyProvider> highest) {
    return new StrategySelectionException(
        Reason.AMBIGUOUS_DEFAULT,
        "no default: "
            + highest.size()
            + " strategies have the highest priority, "
            + highest.get(0).priority()
            + lines(highest)
            + "\nName one, in code or by the system property "
            + Strategies.PROPERTY
            + " or the environment variable "
            + Strategies.ENVIRONMENT
            + ".",
        null);
  }

  /** One provider a line, each after a line break. */
  static String lines(List<StrategyProvider> providers) {
    return providers.stream().map(provider -> "\n  " + provider).collect(Collectors.joining());
  }

  private static String hints() {
    return hints(
        Locations.of(VmaLockStrategy.class),
        Thread.currentThread().getContextClassLoader() == null);
  }

  /**
   * Further possible reasons.
   *
   * @param location the location of the library's own classes
   * @param noContext whether this thread has no context class loader
   */
  static String hints(String location, boolean noContext) {
    StringBuilder hints = new StringBuilder();
    if (location.contains("jrt:")) {
      hints.append(
          "\nThis is an image of jlink, which holds no strategy's module that it was not told of:"
              + " link it with --add-modules io.vmalock.refcnt, say, or with --bind-services.");
    } else if (location.endsWith(".jar")
        && !location.replace('\\', '/').matches("(.*/)?vmalock-[^/]*|.*api[^/]*")) {
      hints
          .append("\nThe library is in ")
          .append(location)
          .append(
              ", where jars may have been merged: then the files META-INF/services of all of them"
                  + " must be merged too, or all but one are lost.");
    }
    if (noContext) {
      hints.append(
          "\nThis thread has no context class loader, so that only the library's own was asked: if"
              + " the strategy is in another, set it on the thread or use Strategies.catalog(loader).");
    }
    return hints.toString();
  }

  private static String whatIsMissing(@Nullable String name) {
    boolean modules = VmaLockStrategy.class.getModule().isNamed();
    String path = modules ? "the module path" : "the class path";
    String registration =
        modules
            ? "its module-info lacks \"provides "
                + SERVICE
                + " with ...\", without which META-INF/services does not count there."
            : "its " + ProviderSource.FILE + " does not name the class.";
    if (name == null) {
      return "The jar of a strategy, such as "
          + ownJar("refcnt", modules)
          + ", is missing from "
          + path
          + ", or "
          + registration;
    }
    // A malformed name has no jar.
    return !StrategyLabel.isName(name)
        ? "A name is made of lower-case letters, digits and hyphens."
        : "If the name is right, the jar that provides it is missing from "
            + path
            + " ("
            + ownJar(name, modules)
            + " if it is one of vmalock's own), or "
            + registration;
  }

  private static String ownJar(String name, boolean modules) {
    return "vmalock-" + name + ".jar" + (modules ? " with module io.vmalock." + name : "");
  }
}
