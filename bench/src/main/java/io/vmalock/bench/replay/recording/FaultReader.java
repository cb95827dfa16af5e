package io.vmalock.bench.replay.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code perf script --ns -F comm,pid,tid,time,addr} wrote.
 *
 * <p>A line is read from its end, since a thread's name may hold anything, blanks, slashes and
 * colons too.
 */
public final class FaultReader {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?<name>.*?)\\s+(?<pid>-?\\d+)/(?<tid>-?\\d+)\\s+(?<time>\\d+\\.\\d{1,9}):\\s+"
              + "(?<address>[0-9a-f]{1,16})\\s*");

  private final String file;
  private final boolean lenient;
  private final Remarks remarks;
  private final Map<String, String> names = new HashMap<>();

  public FaultReader(String file, boolean lenient, Remarks remarks) {
    this.file = file;
    this.lenient = lenient;
    this.remarks = remarks;
  }

  public List<Fault> read(Source source) throws IOException {
    List<Fault> faults = new ArrayList<>();
    try (BufferedReader in = source.open()) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          faults.add(fault(number, matcher));
        } else {
          String why =
              "not a page fault as perf script -F comm,pid,tid,time,addr writes it:"
                  + " NAME PID/TID SECONDS.NANOSECONDS: ADDRESS";
          if (!lenient) {
            throw RecordingException.at(file, number, line, why);
          }
          remarks.count("malformed lines left out", file + ":" + number + ": " + line.strip());
        }
      }
    }
    // Each CPU has a buffer of its own, and perf sorts them only within its bounds.
    faults.sort(Comparator.comparingLong(Fault::time));
    return List.copyOf(faults);
  }

  private Fault fault(int number, Matcher matcher) {
    return new Fault(
        number,
        Integer.parseInt(matcher.group("pid")),
        Integer.parseInt(matcher.group("tid")),
        names.computeIfAbsent(matcher.group("name"), name -> name),
        StraceReader.nanoseconds(matcher.group("time")),
        Long.parseUnsignedLong(matcher.group("address"), 16));
  }
}
