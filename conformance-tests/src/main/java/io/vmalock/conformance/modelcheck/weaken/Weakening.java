package io.vmalock.conformance.modelcheck.weaken;

/**
 * One access of a class, one mode weaker.
 *
 * @param className the class, by its binary name
 * @param method the method that makes the access
 * @param line the line of its source
 * @param access the access in the code: the name of the method of {@link
 *     java.lang.invoke.VarHandle} or of an atomic class, or the volatile field that it loads or
 *     stores to
 * @param weaker the access that replaces it
 * @param index its index among the class's accesses
 */
public record Weakening(
    String className, String method, int line, String access, WeakerMode weaker, int index) {
  /** The class without its package, and the line. */
  public String place() {
    return className.substring(className.lastIndexOf('.') + 1) + ":" + line;
  }

  @Override
  public String toString() {
    return place() + " " + method + ": " + access + " → " + weaker;
  }
}
