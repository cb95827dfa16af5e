package io.vmalock.selection;

import io.vmalock.Strategy;
import java.lang.annotation.AnnotationFormatError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a provider's {@link Strategy} annotation, read as a whole, so that nothing fails
 * later.
 */
record StrategyLabel(String name, String source, int priority) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  /** The reason why a provider has no label. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static StrategyLabel of(Class<?> type) throws Unreadable {
    try {
      Strategy strategy = type.getAnnotation(Strategy.class);
      if (strategy == null) {
        throw new Unreadable(
            "it has no @Strategy annotation, which gives a provider its name", null);
      }
      return new StrategyLabel(strategy.name(), strategy.source(), strategy.priority());
    } catch (LinkageError | RuntimeException | AnnotationFormatError e) {
      // A class that was compiled against another version of the annotation may lack an element.
      throw new Unreadable("its @Strategy annotation cannot be read: " + e, e);
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  boolean hasValidName() {
    return isName(name);
  }
}
