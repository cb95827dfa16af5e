package io.vmalock.bench.replay.recording;

import com.google.common.io.CharSource;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A text from which to read a recording, with its name for messages. Gzip is recognized by its
 * magic. A source can be opened any number of times.
 */
public final class Source {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] UTF_16LE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16BE = {(byte) 0xfe, (byte) 0xff};

  /** Stands for no faults. */
  private static final Path NOTHING = Path.of("/dev/null");

  /**
   * The largest ratio of unpacked to packed size. The output of strace and perf packs to a
   * twentieth or so, a file of blanks to a thousandth.
   */
  private static final long MOST_UNPACKED = 200;

  private static final long ALWAYS_UNPACKED = 16 << 20;

  private interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final long size;

  private volatile @Nullable Counted opened;

  private Source(String name, Opener opener, long size) {
    this.name = name;
    this.opener = opener;
    this.size = size;
  }

  /**
   * Makes a source from a file.
   *
   * @throws RecordingException if it cannot be read
   */
  public static Source of(Path file) {
    if (Files.isDirectory(file)) {
      throw new RecordingException(file + ": is a directory, not a recording");
    }
    if (!Files.exists(file)) {
      throw new RecordingException("cannot read " + file + ": no such file or directory");
    }
    long size;
    try {
      if (Files.readAttributes(file, BasicFileAttributes.class).isOther()
          && !file.equals(NOTHING)) {
        throw new RecordingException(
            file + ": is a pipe or a device, which cannot be read again: write it to a file first");
      }
      size = Files.size(file);
    } catch (IOException e) {
      throw new RecordingException(file + ": cannot be read: " + e.getMessage());
    }
    return new Source(file.toString(), () -> Files.newInputStream(file), size);
  }

  /** A text. */
  public static Source of(String name, String text) {
    return of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a file. */
  public static Source of(String name, byte[] bytes) {
    return new Source(name, () -> new java.io.ByteArrayInputStream(bytes), bytes.length);
  }

  static Source ofResource(String name) {
    return new Source(
        name,
        () -> {
          InputStream in = Source.class.getResourceAsStream(name);
          if (in == null) {
            throw new IOException("not on the class path");
          }
          return in;
        },
        0);
  }

  /** Returns the name for messages. */
  public String name() {
    return name;
  }

  /** Returns its size in bytes, packed or not; 0 if not known. */
  public long size() {
    return size;
  }

  /** Returns the part that has been read since it was opened last, from 0 to 1. */
  double share() {
    Counted counted = opened;
    return counted == null || size == 0 ? 0 : Math.min(1, (double) counted.bytes / size);
  }

  /**
   * Opens it, unpacked, and converted if it is UTF-16.
   *
   * @throws RecordingException if it cannot be read, or is clearly no recording
   */
  InputStream open() {
    try {
      Counted counted = new Counted(opener.open());
      opened = counted;
      InputStream in = peekable(counted);
      if (starts(in, GZIP)) {
        in = peekable(new Bounded(new GZIPInputStream(in, 1 << 16), counted, name));
      }
      FileForm.refuse(name, in);
      Charset wide = wide(begin(in, 4));
      return wide == null ? in : narrow(in, wide);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new RecordingException(name + ": may not be read");
    } catch (java.io.EOFException | ZipException e) {
      throw new RecordingException(
          name + ": after line 0 the gzip is cut off or damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new RecordingException(name + ": cannot be read: " + e.getMessage());
    }
  }

  /** The characters of two bytes that a text is in, with a mark or without; null for others. */
  private static @Nullable Charset wide(byte[] begin) {
    if (begin.length < 4) {
      return null;
    }
    boolean little = begin[1] == 0 && begin[3] == 0 && begin[0] > 0 && begin[2] > 0;
    boolean big = begin[0] == 0 && begin[2] == 0 && begin[1] > 0 && begin[3] > 0;
    if (little || Arrays.equals(begin, 0, 2, UTF_16LE, 0, 2)) {
      return StandardCharsets.UTF_16LE;
    }
    return big || Arrays.equals(begin, 0, 2, UTF_16BE, 0, 2) ? StandardCharsets.UTF_16BE : null;
  }

  /** Returns whether it is UTF-16, as a redirection in a Windows shell writes it. */
  private static InputStream narrow(InputStream in, Charset wide) throws IOException {
    return new CharSource() {
      @Override
      public Reader openStream() {
        return new InputStreamReader(in, wide);
      }
    }.asByteSource(StandardCharsets.UTF_8).openStream();
  }

  private static InputStream peekable(InputStream in) {
    return in.markSupported() ? in : new BufferedInputStream(in, 1 << 16);
  }

  private static boolean starts(InputStream in, byte[] magic) throws IOException {
    return Arrays.equals(begin(in, magic.length), magic);
  }

  /** The first bytes, which are read again later. */
  static byte[] begin(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] begin = in.readNBytes(length);
    in.reset();
    return begin;
  }

  /** Counts the bytes read. */
  private static final class Counted extends FilterInputStream {
    volatile long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      bytes += Math.max(read, 0);
      return read;
    }
  }

  /** Stops a file that unpacks to far more than a recording does. */
  private static final class Bounded extends FilterInputStream {
    private final Counted packed;
    private final String name;
    private long bytes;

    Bounded(InputStream in, Counted packed, String name) {
      super(in);
      this.packed = packed;
      this.name = name;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      bytes += Math.max(read, 0);
      if (bytes > ALWAYS_UNPACKED + MOST_UNPACKED * packed.bytes) {
        throw new RecordingException(
            name
                + ": unpacks to more than "
                + MOST_UNPACKED
                + " times its size, which no recording does; unpack it yourself if it is one");
      }
      return read;
    }
  }
}
