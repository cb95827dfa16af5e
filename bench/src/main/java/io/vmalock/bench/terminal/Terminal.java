package io.vmalock.bench.terminal;

import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The terminal that the command talks to. */
public final class Terminal {
  /** For output without a terminal, as in a file. */
  private static final int DEFAULT_WIDTH = 120;

  private static final int LEAST_WIDTH = 40;

  private Terminal() {}

  /** Returns the number of columns: from COLUMNS, or else from the terminal, or else 120. */
  public static int width() {
    Integer columns = number(System.getenv("COLUMNS"));
    if (columns == null && isThere()) {
      columns = asked();
    }
    return columns == null || columns <= 0 ? DEFAULT_WIDTH : Math.max(LEAST_WIDTH, columns);
  }

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null up to JDK 21 without a terminal
  public static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there is a console even without a terminal, and a method that reports this.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** The answer of stty: rows and columns. */
  private static @Nullable Integer asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return null;
      }
      String size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      List<String> parts = Splitter.on(' ').splitToList(size);
      return parts.size() == 2 ? number(parts.get(1)) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text == null ? null : Ints.tryParse(text.strip());
  }
}
