package io.vmalock.modelcheck.variable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A rewritten instruction of the program.
 *
 * @param className the binary name of the class; of a renamed one, its JDK name
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
  /** The number of an unknown site. */
  public static final int UNKNOWN = 0;

  private static volatile Site[] all = {new Site("?", "?", "?", 0, "?", null)};
  private static int count = 1;

  /** Registers a site, and returns its number. */
  public static synchronized int register(Site site) {
    Site[] sites = all;
    if (count == sites.length) {
      sites = Arrays.copyOf(sites, count * 2);
    }
    sites[count] = site;
    all = sites;
    return count++;
  }

  /** Returns the site with a number. */
  public static Site of(int number) {
    return all[number];
  }

  /** Returns its place, as in a stack trace. */
  public String where() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple + "." + method + "(" + file + ":" + line + ")";
  }

  @Override
  public String toString() {
    return what + " at " + where();
  }
}
