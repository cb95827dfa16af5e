package io.vmalock.bench.replay.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code strace -f -ttt -o FILE} wrote: joins calls that overlapping ones split, and
 * turns each into what it did.
 */
public final class StraceReader {
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:\\[pid\\s+(?<bracketed>\\d+)(?:<[^>]*>)?]|(?<tid>\\d+)(?:<[^>]*>)?)\\s+"
              + "(?<time>\\d+\\.\\d{1,9})\\s+(?<body>.*)");
  private static final Pattern CLOCK_TIME =
      Pattern.compile("(?:\\[pid\\s+\\d+]\\s+|\\d+\\s+)?\\d\\d:\\d\\d:\\d\\d.*");
  private static final Pattern NO_TID = Pattern.compile("\\d+\\.\\d+ .*");
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern RESUMED =
      Pattern.compile("<\\.\\.\\. (?<name>[a-z_][a-z0-9_]*) resumed>(?<rest>.*)");
  private static final Pattern UNFINISHED =
      Pattern.compile("(?<text>.*?) ?<(?:unfinished|pid changed to \\d+|detached) \\.\\.\\.>");
  private static final Pattern SUPERSEDED =
      Pattern.compile("\\+\\+\\+ superseded by execve in pid (?<successor>\\d+) \\+\\+\\+");
  private static final Pattern SEGV =
      Pattern.compile(
          "--- SIGSEGV \\{.*si_code=(?<code>SEGV_MAPERR|SEGV_ACCERR|SEGV_PKUERR),"
              + " si_addr=(?<address>NULL|0x[0-9a-f]+).*");

  /** strace gives times in microseconds, cut off: what it names may be this much later. */
  private static final long CUT_OFF = 999;

  /** A call whose result has not come. */
  private record Begun(int line, long time, String name, String text) {}

  /** Where the reader is, for messages. */
  private int number;

  private String text = "";

  private final String file;
  private final boolean lenient;
  private final Remarks remarks;
  private final List<Traced> traced = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<Integer, Begun> begun = new HashMap<>();

  public StraceReader(String file, boolean lenient, Remarks remarks) {
    this.file = file;
    this.lenient = lenient;
    this.remarks = remarks;
  }

  /** What was told, by the line that told it first. */
  public List<Traced> traced() {
    return List.copyOf(traced);
  }

  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  public void read(Source source) throws IOException {
    try (BufferedReader in = source.open()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        text = line;
        if (line.isBlank() || line.startsWith("strace: ")) {
          continue;
        }
        try {
          line(line);
        } catch (Unreplayable e) {
          leaveOut("calls that cannot be replayed left out", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
          leaveOut("malformed lines left out", String.valueOf(e.getMessage()));
        }
      }
    }
    for (Map.Entry<Integer, Begun> entry : begun.entrySet()) {
      neverReturned(entry.getKey(), entry.getValue());
    }
    // A split call was added when its result came.
    traced.sort(java.util.Comparator.comparingInt(Traced::line));
  }

  private void leaveOut(String kind, String why) {
    if (!lenient) {
      throw RecordingException.at(file, number, text, why);
    }
    remarks.count(kind, file + ":" + number + ": " + text + " (" + why + ")");
  }

  private void line(String line) {
    Matcher head = HEAD.matcher(line);
    if (!head.matches()) {
      throw new IllegalArgumentException(
          CLOCK_TIME.matcher(line).matches()
              ? "the time is not in seconds since 1970: record with strace -ttt"
              : NO_TID.matcher(line).matches()
                  ? "no thread id before the time: record with strace -f -o FILE"
                  : "not a line as strace -f -ttt -o FILE writes it: TID SECONDS.MICROSECONDS CALL");
    }
    String id = head.group("tid") != null ? head.group("tid") : head.group("bracketed");
    int tid = Integer.parseInt(id);
    long time = nanoseconds(head.group("time")) + CUT_OFF;
    String body = head.group("body");
    if (body.startsWith("+++ ")) {
      ended(tid, time, body);
    } else if (body.startsWith("--- ")) {
      signal(tid, time, body);
    } else if (body.startsWith("<... ")) {
      resumed(tid, time, body);
    } else {
      call(tid, time, body);
    }
  }

  private void ended(int tid, long time, String body) {
    Matcher superseded = SUPERSEDED.matcher(body);
    if (superseded.matches()) {
      int successor = Integer.parseInt(superseded.group("successor"));
      traced.add(new Traced.Superseded(number, tid, successor, time));
      Begun call = begun.remove(tid);
      if (call != null) {
        neverReturned(tid, call);
      }
      // The execve goes on under the id that it took over.
      call = begun.remove(successor);
      if (call != null) {
        begun.put(tid, call);
      }
      successors.put(tid, successor);
    } else if (body.startsWith("+++ exited ") || body.startsWith("+++ killed ")) {
      Begun call = begun.remove(tid);
      if (call != null) {
        neverReturned(tid, call);
      }
      traced.add(new Traced.Ended(number, tid, time));
    } else {
      throw new IllegalArgumentException("not an end of a thread that strace is known to tell of");
    }
  }

  /** By the id that was taken over: who called the execve that did. Until its result comes. */
  private final Map<Integer, Integer> successors = new HashMap<>();

  private void signal(int tid, long time, String body) {
    Matcher segv = SEGV.matcher(body);
    if (segv.matches()) {
      refusals.add(
          new Refusal(
              number,
              tid,
              time,
              Arguments.address(segv.group("address")),
              !segv.group("code").equals("SEGV_MAPERR")));
    } else if (!body.endsWith(" ---")) {
      throw new IllegalArgumentException("a signal that does not end in \" ---\"");
    }
  }

  private void call(int tid, long time, String body) {
    int open = body.indexOf('(');
    if (open < 0 || !NAME.matcher(body.substring(0, open)).matches()) {
      if (body.startsWith("???")) {
        remarks.count("calls that strace could not name");
        return;
      }
      throw new IllegalArgumentException("not a call: NAME(ARGUMENTS) = RESULT");
    }
    String name = body.substring(0, open);
    if (begun.containsKey(tid)) {
      throw new IllegalArgumentException(
          "thread "
              + tid
              + " is in "
              + begun.get(tid).name()
              + " since line "
              + begun.get(tid).line()
              + " and cannot call "
              + name);
    }
    Matcher unfinished = UNFINISHED.matcher(body);
    if (unfinished.matches()) {
      begun.put(tid, new Begun(number, time, name, unfinished.group("text")));
    } else {
      add(tid, new Begun(number, time, name, body), number, time, body);
    }
  }

  private void resumed(int tid, long time, String body) {
    Matcher resumed = RESUMED.matcher(body);
    if (!resumed.matches()) {
      throw new IllegalArgumentException("not a resumed call: <... NAME resumed>");
    }
    Begun call = begun.remove(tid);
    if (call == null || !call.name().equals(resumed.group("name"))) {
      throw new IllegalArgumentException(
          "the result of "
              + resumed.group("name")
              + ", which thread "
              + tid
              + " has not begun"
              + (call == null ? "" : ": it is in " + call.name() + " since line " + call.line()));
    }
    Integer caller = successors.remove(tid);
    String rest = resumed.group("rest").replaceFirst("^ ?<unfinished \\.\\.\\.>", "");
    add(caller == null ? tid : caller, call, number, time, call.text() + rest);
  }

  private void add(int tid, Begun call, int endLine, long end, String whole) {
    Operation operation = SystemCalls.operation(call.name(), whole, call.line(), remarks);
    if (operation != null) {
      traced.add(new Call(call.line(), endLine, tid, call.time(), end, call.name(), operation));
    }
  }

  private void neverReturned(int tid, Begun call) {
    if (SystemCalls.isReplayed(call.name())) {
      remarks.count(
          "calls that never returned left out",
          file + ":" + call.line() + ": " + call.name() + " of thread " + tid);
      traced.add(
          new Call(
              call.line(), 0, tid, call.time(), call.time(), call.name(), new Operation.Nothing()));
    }
  }

  /** The time in nanoseconds; the fraction has up to nine digits. */
  public static long nanoseconds(String time) {
    int dot = time.indexOf('.');
    String fraction = (time.substring(dot + 1) + "000000000").substring(0, 9);
    return Math.addExact(
        Math.multiplyExact(Long.parseLong(time.substring(0, dot)), 1_000_000_000L),
        Long.parseLong(fraction));
  }

  /** A call that is understood, and whose effect the recording does not tell. */
  public static final class Unreplayable extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1;

    Unreplayable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
