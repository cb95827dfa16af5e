package io.vmalock.selection;

import org.jspecify.annotations.Nullable;

/**
 * The strategy that was asked for, and the source of that request.
 *
 * @param name the strategy's name, or null for the default
 */
record StrategyRequest(@Nullable String name, Origin origin) {
  /** From the strongest to the weakest. */
  enum Origin {
    CODE("asked for in code"),
    PROPERTY("asked for by the system property " + Strategies.PROPERTY),
    ENVIRONMENT("asked for by the environment variable " + Strategies.ENVIRONMENT),
    DEFAULT("the default, as nothing else was asked for");

    final String text;

    Origin(String text) {
      this.text = text;
    }
  }

  /** The process's settings; tests bring their own. */
  interface Settings {
    Settings OF_THIS_PROCESS =
        new Settings() {
          @Override
          public @Nullable String property(String name) {
            return System.getProperty(name);
          }

          @Override
          public @Nullable String environment(String name) {
            return System.getenv(name);
          }
        };

    @Nullable String property(String name);

    @Nullable String environment(String name);
  }

  static StrategyRequest inCode(String name) {
    return new StrategyRequest(name, Origin.CODE);
  }

  /** The request of the settings: an empty setting counts as not set. */
  static StrategyRequest of(Settings settings) {
    String property = settings.property(Strategies.PROPERTY);
    if (property != null && !property.isEmpty()) {
      return new StrategyRequest(property, Origin.PROPERTY);
    }
    String variable = settings.environment(Strategies.ENVIRONMENT);
    if (variable != null && !variable.isEmpty()) {
      return new StrategyRequest(variable, Origin.ENVIRONMENT);
    }
    return new StrategyRequest(null, Origin.DEFAULT);
  }

  /** {@code "refcnt" (asked for in code)}, or {@code the default}. */
  @Override
  public String toString() {
    return name == null ? "the default" : '"' + name + "\" (" + origin.text + ")";
  }
}
