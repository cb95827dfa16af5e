package io.vmalock.bench.cli;

import io.vmalock.bench.text.ForeignText;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the values of options before anything starts. */
public final class Check {
  private Check() {}

  /**
   * Requires a number between two others, if there is one.
   *
   * @throws ParameterException if it is not, with the allowed range
   */
  public static void range(
      CommandSpec spec, String option, @Nullable Number value, long least, long most) {
    if (value != null && (value.longValue() < least || value.longValue() > most)) {
      throw wrong(
          spec,
          option
              + " is "
              + value
              + (value.longValue() < least
                  ? ": at least " + least + " is needed"
                  : ": at most " + most + " is possible"));
    }
  }

  /**
   * Requires a name to be one of several.
   *
   * @throws ParameterException if it is not, with the nearest name
   */
  public static void known(
      CommandSpec spec, String option, @Nullable String name, Collection<String> names) {
    if (name != null && !names.contains(name)) {
      throw wrong(
          spec,
          option
              + ": there is no \""
              + ForeignText.line(name)
              + "\"; "
              + NearestName.hint(name, names));
    }
  }

  /** Returns the exception for a wrong option. */
  public static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
