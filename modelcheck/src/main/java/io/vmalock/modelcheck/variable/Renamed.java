package io.vmalock.modelcheck.variable;

/** The package into which JDK classes are renamed to be rewritten. */
public final class Renamed {
  /** The prefix of the name of a JDK class. */
  public static final String PREFIX = "vmalock.modelled.";

  /** The prefix of the simple name of a JDK class that was written anew. */
  public static final String EXPLORED = "io.vmalock.modelcheck.explored.";

  private Renamed() {}

  /** Returns whether a class is one of the JDK's under another name, or written anew. */
  public static boolean isRenamed(String className) {
    return className.startsWith(PREFIX) || className.startsWith(EXPLORED);
  }

  /** Replaces the names of renamed classes in a text by those that they have in the JDK. */
  public static String inText(String text) {
    return text.replace(PREFIX, "");
  }

  /** Returns the name that a class has in the JDK, or its own. */
  public static String original(String className) {
    if (className.startsWith(EXPLORED)) {
      return className.substring(EXPLORED.length());
    }
    return className.startsWith(PREFIX) ? className.substring(PREFIX.length()) : className;
  }
}
