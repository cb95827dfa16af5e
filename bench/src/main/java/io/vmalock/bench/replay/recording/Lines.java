package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads a file line by line without an object for each: a line is a part of {@link #buffer}, valid
 * until the next one is read. Names the file in every error, and bounds the length of a line.
 */
final class Lines implements AutoCloseable {
  /** The longest line. strace and perf write far shorter ones. */
  static final int LONGEST = 1 << 20;

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  byte[] buffer = new byte[1 << 16];

  /** The begin of the line. */
  int from;

  /**
   * The end of the line, before its line feed and before blanks and a carriage return in front of
   * that.
   */
  int to;

  /** The number of the line, from 1. */
  int number;

  /** Whether it ended in a line feed, and not in the end of the file. */
  boolean complete;

  private final String file;
  private final InputStream in;
  private int next;
  private int filled;
  private boolean ended;

  Lines(Source source) throws IOException {
    this.file = source.name();
    this.in = source.open();
  }

  /**
   * The first lines that are whole and have something on them, up to so many and as far as the
   * buffer takes them; to be asked before the first of them is gone to.
   */
  List<String> first(int most) {
    while (!ended && filled < buffer.length) {
      fill();
    }
    List<String> first = new ArrayList<>();
    boolean marked = Arrays.equals(buffer, 0, Math.min(filled, 3), MARK, 0, 3);
    for (int begin = marked ? MARK.length : 0; begin < filled && first.size() < most; ) {
      int end = Bytes.indexOf(buffer, begin, filled, (byte) '\n');
      if (end == filled && !ended) {
        break;
      }
      String line = text(buffer, begin, end).stripTrailing();
      if (!line.isEmpty()) {
        first.add(line);
      }
      begin = end + 1;
    }
    return first;
  }

  /** Goes to the next line; false at the end. */
  boolean next() {
    int scan = next;
    while (true) {
      scan = Bytes.indexOf(buffer, scan, filled, (byte) '\n');
      if (scan < filled) {
        take(scan, true);
        next = scan + 1;
        return true;
      }
      if (ended) {
        if (next == filled) {
          return false;
        }
        take(filled, false);
        next = filled;
        return true;
      }
      if (filled - next > LONGEST) {
        from = next;
        to = filled;
        number++;
        throw error("the line is longer than " + LONGEST + " bytes: not a recording");
      }
      scan -= next;
      fill();
      scan += next;
    }
  }

  private void take(int end, boolean whole) {
    from = next;
    to = end;
    while (to > from && isBlank(buffer[to - 1])) {
      to--;
    }
    complete = whole;
    if (number++ == 0 && Arrays.equals(buffer, from, Math.min(to, from + 3), MARK, 0, 3)) {
      from += MARK.length;
    }
  }

  private void fill() {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      filled -= next;
      next = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        ended = true;
      } else {
        filled += read;
      }
    } catch (java.io.EOFException | ZipException e) {
      throw new RecordingException(
          file + ": after line " + number + " the gzip is cut off or damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new RecordingException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** Returns whether nothing is on the line. */
  boolean isBlank() {
    return from == to;
  }

  boolean startsWith(String text) {
    return startsWith(buffer, from, to, text);
  }

  static boolean startsWith(byte[] buffer, int from, int to, String text) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first place of the text in a part of the buffer; -1 if there is none. */
  static int find(byte[] buffer, int from, int to, String text) {
    for (int i = from; i <= to - text.length(); i++) {
      if (buffer[i] == text.charAt(0) && startsWith(buffer, i, to, text)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the line as text, but not decoded as UTF-8: a name may have any bytes, and none of them
   * must stop the reading.
   */
  String text() {
    return text(buffer, from, to);
  }

  static String text(byte[] buffer, int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Returns an error at this line. */
  RecordingException error(String why) {
    return RecordingException.at(file, number, text(buffer, from, Math.min(to, from + 400)), why);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new RecordingException(file + ": cannot be closed: " + e.getMessage());
    }
  }
}
