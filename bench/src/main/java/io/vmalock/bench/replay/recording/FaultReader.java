package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@code perf script --ns -F comm,pid,tid,time,addr}.
 *
 * <p>It reads each line from its end, since a thread's name may have any characters, including
 * blanks, slashes, colons and line feeds.
 *
 * <p>Each CPU has a buffer of its own, and perf sorts them only within limits. So this class holds
 * some faults back and sorts them.
 */
final class FaultReader {
  /** The distance of a fault from the place that its time would give it. */
  private static final int WINDOW = 1 << 14;

  /** The length to which Linux truncates names. */
  private static final int LONGEST_NAME = 15;

  private final String file;
  private final Lines lines;
  private final boolean lenient;
  private final Remarks remarks;
  private final Memo<String> names = new Memo<>(name -> name);

  private final @Nullable Fault[] ring = new Fault[WINDOW];
  private int first;
  private int size;
  private boolean ended;
  private long last = Long.MIN_VALUE;

  /** The beginning of a name with line feeds. */
  private String begun = "";

  FaultReader(Source source, boolean lenient, Remarks remarks) throws IOException {
    this.file = source.name();
    this.lines = new Lines(source);
    this.lenient = lenient;
    this.remarks = remarks;
  }

  /** Returns the next fault by time, which {@link #next} will remove; or null after the last. */
  @Nullable Fault peek() {
    while (!ended && size < WINDOW) {
      read();
    }
    return size == 0 ? null : ring[first];
  }

  /** Removes the fault that {@link #peek} returned. */
  void next() {
    last = Objects.requireNonNull(ring[first]).time();
    ring[first] = null;
    first = first + 1 & WINDOW - 1;
    size--;
  }

  /** Returns the fault at a place behind the next one, or null; for the look-ahead. */
  @Nullable Fault ahead(int place) {
    return place < size ? ring[first + place & WINDOW - 1] : null;
  }

  private void read() {
    if (!lines.next()) {
      ended = true;
      if (!begun.isEmpty()) {
        malformed(begun.stripTrailing());
      }
      lines.close();
      return;
    }
    int from = lines.from;
    if (from == lines.to || lines.buffer[from] == '#' && begun.isEmpty() || lines.isBlank()) {
      return;
    }
    Fault fault = fault(lines.buffer, from, lines.to);
    if (fault != null && fault.thread().length() > LONGEST_NAME && !begun.isEmpty()) {
      malformed(begun.stripTrailing());
      begun = "";
      fault = fault(lines.buffer, from, lines.to);
    }
    if (fault != null) {
      insert(fault);
      begun = "";
      return;
    }
    // Perhaps a part of a name with a line feed in it.
    String text =
        lines.to - from > 4 * LONGEST_NAME
            ? null
            : begun.isEmpty() ? lines.text().stripLeading() : lines.text();
    if (text != null && begun.length() + text.length() < LONGEST_NAME) {
      begunLine = begun.isEmpty() ? lines.number : begunLine;
      begun += text + "\n";
    } else {
      begun = "";
      malformed(lines.text());
    }
  }

  private int begunLine;

  private void malformed(String text) {
    int number = begun.isEmpty() ? lines.number : begunLine;
    if (!lines.complete) {
      remarks.count("last lines that are cut off left out", file + ":" + number);
      return;
    }
    String known = LineForm.ofNoFault(lines.buffer, lines.from, lines.to);
    String why =
        known != null
            ? known
            : "not a page fault as perf script --ns -F comm,pid,tid,time,addr writes it:"
                + " NAME PID/TID SECONDS.NANOSECONDS: ADDRESS";
    if (!lenient) {
      throw RecordingException.at(file, number, text, why);
    }
    remarks.count(
        "malformed lines left out",
        file + ":" + number + ": " + (text.length() > 200 ? text.substring(0, 200) : text).strip());
  }

  /** Inserts a fault in order, searching from the end, since nearly all come in order. */
  private void insert(Fault fault) {
    int at = size;
    while (at > 0
        && Objects.requireNonNull(ring[first + at - 1 & WINDOW - 1]).time() > fault.time()) {
      ring[first + at & WINDOW - 1] = ring[first + at - 1 & WINDOW - 1];
      at--;
    }
    ring[first + at & WINDOW - 1] = fault;
    size++;
    if (fault.time() < last) {
      remarks.count("faults that perf wrote far too late, taken as of then");
    }
  }

  private @Nullable Fault fault(byte[] b, int from, int to) {
    int end = to;
    while (end > from && b[end - 1] == ' ') {
      end--;
    }
    int i = end;
    long address = 0;
    while (i > from && Character.digit(b[i - 1], 16) >= 0 && b[i - 1] < 'g') {
      i--;
    }
    if (i == end || end - i > 16) {
      return null;
    }
    for (int j = i; j < end; j++) {
      address = address << 4 | Character.digit(b[j], 16);
    }
    int colon = blanksBefore(b, from, i);
    if (colon == i || colon == from || b[colon - 1] != ':') {
      return null;
    }
    int fraction = digitsBefore(b, from, colon - 1);
    if (fraction == colon - 1
        || fraction == from
        || b[fraction - 1] != '.' && b[fraction - 1] != ','
        || colon - 1 - fraction > 9) {
      return null;
    }
    int seconds = digitsBefore(b, from, fraction - 1);
    if (seconds == fraction - 1 || fraction - 1 - seconds > 10) {
      return null;
    }
    long time =
        number(b, seconds, fraction - 1) * 1_000_000_000L
            + StraceReader.fraction(b, fraction, colon - 1);
    int idEnd = blanksBefore(b, from, seconds);
    int tid = digitsBefore(b, from, idEnd);
    if (idEnd == seconds || tid == idEnd || idEnd - tid > 9) {
      return null;
    }
    int slash = tid > from && b[tid - 1] == '-' ? tid - 1 : tid;
    if (slash == from || b[slash - 1] != '/') {
      return null;
    }
    int pid = digitsBefore(b, from, slash - 1);
    if (pid == slash - 1 || slash - 1 - pid > 9) {
      return null;
    }
    int before = pid > from && b[pid - 1] == '-' ? pid - 1 : pid;
    int nameEnd = blanksBefore(b, from, before);
    if (nameEnd == before) {
      return null;
    }
    int nameStart = from;
    while (nameStart < nameEnd && b[nameStart] == ' ' && begun.isEmpty()) {
      nameStart++;
    }
    String name = names.get(b, nameStart, nameEnd);
    return new Fault(
        lines.number,
        (int) number(b, pid, slash - 1) * (before < pid ? -1 : 1),
        (int) number(b, tid, idEnd) * (slash < tid ? -1 : 1),
        begun.isEmpty() ? name : begun + name,
        time,
        address);
  }

  private static int digitsBefore(byte[] b, int from, int to) {
    int i = to;
    while (i > from && b[i - 1] >= '0' && b[i - 1] <= '9') {
      i--;
    }
    return i;
  }

  private static int blanksBefore(byte[] b, int from, int to) {
    int i = to;
    while (i > from && (b[i - 1] == ' ' || b[i - 1] == '\t')) {
      i--;
    }
    return i;
  }

  private static long number(byte[] b, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + b[i] - '0';
    }
    return number;
  }
}
