package io.vmalock.bench.terminal;

import java.nio.charset.Charset;

/** Signs for tables, in plain letters where the terminal cannot show them. */
public final class Marks {
  private static final boolean PLAIN = !charset().newEncoder().canEncode("≈–");

  /** The best of a column. */
  public static final String BEST = "*";

  /** No significant difference from the best. */
  public static final String ABOUT = PLAIN ? "~" : "≈";

  /** Between the ends of a range. */
  public static final String TO = PLAIN ? "-" : "–";

  private Marks() {}

  private static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
