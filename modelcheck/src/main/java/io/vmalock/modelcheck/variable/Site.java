package io.vmalock.modelcheck.variable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An instruction of the program that was rewritten.
 *
 * @param className the binary name of the class, by its own name if it is a renamed one
 * @param method the method
 * @param file the source file
 * @param line the line in it, or 0
 * @param what the call or access, in words
 * @param field the field that it accesses, or null
 */
public record Site(
    String className,
    String method,
    String file,
    int line,
    String what,
    @Nullable FieldVariable field) {
  /** The number of a site that is not known. */
  public static final int UNKNOWN = 0;

  private static volatile Site[] all = {new Site("?", "?", "?", 0, "?", null)};
  private static int count = 1;

  /** Gives a site its number. */
  public static synchronized int register(Site site) {
    Site[] sites = all;
    if (count == sites.length) {
      sites = Arrays.copyOf(sites, count * 2);
    }
    sites[count] = site;
    all = sites;
    return count++;
  }

  /** The site of a number. */
  public static Site of(int number) {
    return all[number];
  }

  /** Where it is, as in a stack trace. */
  public String where() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple + "." + method + "(" + file + ":" + line + ")";
  }

  @Override
  public String toString() {
    return what + " at " + where();
  }
}
