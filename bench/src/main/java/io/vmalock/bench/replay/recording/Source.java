package io.vmalock.bench.replay.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A text to read a recording from, with the name that messages give it. Gzip is told by its magic.
 */
public final class Source {
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;

  private Source(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  public static Source of(Path file) {
    return new Source(file.toString(), () -> Files.newInputStream(file));
  }

  public static Source of(String name, String text) {
    return new Source(
        name, () -> new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static Source ofResource(String name) {
    return new Source(
        name,
        () -> {
          InputStream in = Source.class.getResourceAsStream(name);
          if (in == null) {
            throw new IOException("not on the class path");
          }
          return in;
        });
  }

  public String name() {
    return name;
  }

  public BufferedReader open() throws IOException {
    PushbackInputStream in = new PushbackInputStream(opener.open(), 2);
    int first = in.read();
    int second = first < 0 ? -1 : in.read();
    if (second >= 0) {
      in.unread(second);
    }
    if (first >= 0) {
      in.unread(first);
    }
    boolean gzip = first == GZIP_MAGIC_1 && second == GZIP_MAGIC_2;
    // Not UTF-8: a thread's name is any bytes, and none of them must stop the reading.
    return new BufferedReader(
        new InputStreamReader(gzip ? new GZIPInputStream(in) : in, StandardCharsets.ISO_8859_1));
  }
}
