package io.vmalock.conformance.mutate;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A strategy with one edit.
 *
 * @param className the class that is changed, by its binary name
 * @param source the path of its source file below a root of sources; empty if the class does not
 *     say it
 * @param line the line of the edit
 * @param operator the kind of edit
 * @param edit the change, for people
 * @param name its name, which holds as long as the code around the edit stays the same, wherever it
 *     moves
 * @param code the class with the edit
 */
public record Mutant(
    String className,
    String source,
    int line,
    Operator operator,
    String edit,
    String name,
    byte[] code) {
  /** The source file without its folders, and the line. */
  public String place() {
    return source.substring(source.lastIndexOf('/') + 1) + ":" + line;
  }

  /** The class and the method that is edited, such as {@code RefcntStrategy.leave}. */
  public String method() {
    return name.split("[( ]", 2)[0]; // a weakening names the method without its parameters
  }

  /** Identifies the mutant's class by its content. */
  String digest() {
    return Digests.of(className.getBytes(StandardCharsets.UTF_8), code);
  }

  /** Two edits that produce one class are one mutant. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Mutant mutant && name.equals(mutant.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s", place(), edit);
  }
}
