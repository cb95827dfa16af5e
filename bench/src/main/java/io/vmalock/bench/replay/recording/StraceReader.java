package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.recording.SystemCalls.Name;
import io.vmalock.bench.replay.recording.SystemCalls.Unreplayable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads strace's output from one file: it joins calls that strace had to split, and turns each into
 * its effect. It reads only as far as the next event requires: to the result of the oldest call
 * that has begun.
 */
final class StraceReader implements Events {
  /** A bound above every thread id of Linux: a greater number before a call is a time. */
  private static final long MOST_TID = 1 << 22;

  private static final String LENIENT = "; with --lenient, replay and areas leave such lines out";
  private static final String STRACE = "strace: ";
  private static final String PROCESS = "Process ";
  private static final String ATTACHED = " attached";
  private static final String WAITING = " (waiting for parent)";
  private static final int LONGEST_PATH = 4096;

  /** The number of places to which -r pads whole seconds. */
  private static final int RELATIVE_SECONDS = 6;

  /** The number of digits of a fraction too coarse for an order: --timestamps with precision:ms. */
  private static final int MILLISECONDS = 3;

  /** So many threads that come one after the other, in a file that is not sorted. */
  private static final int MOST_IN_TURN = 10_000;

  /** The longest text that is joined when a line is broken where strace does not break it. */
  private static final int LONGEST_BROKEN = 8192;

  /** By number of digits behind the point, the nanoseconds that the last of them stands for. */
  private static final long[] UNITS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  /** The id of a thread that strace does not name, since it follows only one. */
  static final int SOLE = 0;

  /** A call without its result so far. */
  private static final class Begun {
    final int tid;
    final int line;
    final long time;
    final Name name;
    final byte[] text;
    @Nullable Call call;
    boolean over;

    Begun(int tid, int line, long time, Name name, byte[] text) {
      this.tid = tid;
      this.line = line;
      this.time = time;
      this.name = name;
      this.text = text;
    }
  }

  private final Lines lines;
  private final String file;
  private final boolean lenient;
  private final int ownTid;
  private final boolean endsTold;
  private final Remarks remarks;
  private final Clock clock = new Clock();
  private final SystemCalls calls;
  private final CallText parts = new CallText();

  /** The events, and the begun calls in the place of theirs. */
  private final ArrayDeque<Object> queue = new ArrayDeque<>();

  private final Map<Integer, Begun> begun = new HashMap<>();

  /** By the id that an execve took over, the id of its caller, until its result comes. */
  private final Map<Integer, Integer> successors = new HashMap<>();

  /** The beginning of a line that was broken. */
  private byte[] broken = {};

  private int brokenLine;
  private int brokenTid;
  private long brokenTime;

  /** The thread of the line before, if its call was cut there. */
  private int cutTid;

  private long cutTime;
  private boolean cutBefore;

  /** Whether the rest of the file is the summary of strace -C. */
  private boolean inSummary;

  /** The text before the call on that line. */
  private String brokenHead = "";

  private boolean atEnd;
  private int events;
  private boolean tidsTold;

  /** The prefix that another tool put before each line, or null. */
  private final @Nullable LinePrefix prefix;

  /** Whether the first line tells the time in another form than those after it. */
  private final boolean firstIsCut;

  /** Strace's reason why it could not record. */
  private String complaint = "";

  private boolean onlySummary;

  /** Why the first line was taken as cut off. */
  private @Nullable RecordingException firstLine;

  /** The threads so far, until one comes again after another. */
  private final Set<Integer> inTurn = new HashSet<>();

  private boolean interleaved;
  private int tidBefore;
  private int wentBack;

  /** The digits that were read last, as a number; undefined if there are more than 18. */
  private long number;

  // The fields of the head of the line.
  private int tid;
  private Clock.Form form = Clock.Form.NONE;
  private long nanos;
  private int body;

  /** The time that the clock made of it. */
  private long time;

  /**
   * Reads one file.
   *
   * @param ownTid the thread of a file of {@code -ff}, whose lines do not name it; otherwise {@link
   *     #SOLE}
   */
  StraceReader(Source source, int ownTid, boolean lenient, Remarks remarks) throws IOException {
    this.file = source.name();
    this.lines = new Lines(source);
    this.ownTid = ownTid;
    this.endsTold = ownTid != SOLE;
    this.lenient = lenient;
    this.remarks = remarks;
    this.calls = new SystemCalls(remarks);
    List<String> first = lines.first(LinePrefix.SAMPLE);
    this.prefix = LinePrefix.of(first);
    this.firstIsCut = first.size() > 2 && prefix == null && firstIsCut(first);
    if (prefix != null) {
      remarks.count("files in which another tool put something before each line, taken off", file);
    }
  }

  /**
   * Whether the second line and the third tell thread and time in one form, and the first in
   * another. Only a name for a thread may come later: while there is one, strace may give none.
   */
  private boolean firstIsCut(List<String> first) {
    String of = formOf(first.get(1));
    String odd = formOf(first.get(0));
    return odd != null && of != null && of.equals(formOf(first.get(2))) && !of.equals(odd);
  }

  private @Nullable String formOf(String line) {
    byte[] b = line.getBytes(StandardCharsets.ISO_8859_1);
    try {
      if (!head(b, 0, b.length) || !isCall(b, body, b.length)) {
        return null;
      }
      return form + (tid == ownTid || line.startsWith("[") ? "" : " of a thread");
    } catch (IllegalArgumentException e) {
      return null;
    } finally {
      tidsTold = false;
    }
  }

  private static boolean isCall(byte[] b, int from, int to) {
    return isBody(b, from, to) || from < to && b[from] == '?';
  }

  /** Why there is nothing in it, as far as it is known. */
  RecordingException nothing() {
    if (firstLine != null) {
      return firstLine;
    }
    return new RecordingException(
        file
            + ": no calls in it"
            + (onlySummary ? " but the table of strace -c: record without -c" : "")
            + (complaint.isEmpty() ? "" : "; strace said: " + complaint));
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public @Nullable Event next() {
    while (true) {
      Object head = queue.peek();
      if (head instanceof Event event) {
        queue.poll();
        return event;
      }
      if (head instanceof Begun call && call.over) {
        queue.poll();
        if (call.call != null) {
          return new Event.Begin(call.call.tid(), call.line, call.time, call.call);
        }
        continue;
      }
      if (atEnd) {
        return null;
      }
      readLine();
    }
  }

  private void readLine() {
    if (!lines.next()) {
      end();
      return;
    }
    lines.to = PastedText.mend(lines.buffer, lines.from, lines.to);
    if (prefix != null) {
      lines.from = prefix.end(lines.buffer, lines.from, lines.to);
    }
    lines.from = PastedText.unquoted(lines.buffer, lines.from, lines.to);
    if (lines.isBlank()) {
      return;
    }
    if (lines.number == 1 && firstIsCut) {
      remarks.count("first lines that are cut off left out", where());
      return;
    }
    if (PastedText.isFrame(lines.buffer, lines.from, lines.to)) {
      remarks.count("lines of the page around the recording left out", where());
      return;
    }
    try {
      line();
    } catch (Unreplayable e) {
      leaveOut("calls that cannot be replayed left out", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      if (PastedText.isPrompt(lines.buffer, lines.from, lines.to)) {
        remarks.count("lines of the page around the recording left out", where());
      } else if (lines.number == 1) {
        firstLine = lines.error(why(e));
        remarks.count("first lines that are cut off left out", where());
      } else if (!lines.complete) {
        remarks.count("last lines that are cut off left out", where());
      } else {
        leaveOut("malformed lines left out", why(e));
      }
    }
  }

  private String why(IllegalArgumentException e) {
    String known = LineForm.ofNoCall(lines.buffer, lines.from, lines.to);
    return known != null ? known : String.valueOf(e.getMessage());
  }

  private void end() {
    if (broken.length > 0) {
      if (lines.complete) {
        leaveOutBroken();
      } else {
        remarks.count("last lines that are cut off left out", file + ":" + brokenLine);
        broken = new byte[0];
      }
    }
    atEnd = true;
    calls.remark();
    begun.values().forEach(this::neverReturned);
    begun.clear();
    lines.close();
  }

  private String where() {
    String text = lines.text();
    return file + ":" + lines.number + ": " + (text.length() > 200 ? text.substring(0, 200) : text);
  }

  private void leaveOut(String kind, String why) {
    if (!lenient) {
      throw lines.error(why + LENIENT);
    }
    remarks.count(kind, where() + " (" + why + ")");
  }

  // ---- The head of a line ----

  private void line() {
    byte[] b = lines.buffer;
    int to = lines.to;
    int from = lines.from;
    if (b[from] == ' ' && Lines.startsWith(b, skipBlanks(b, from, to), to, "> ")) {
      return; // a stack frame of -k
    }
    int own = stracesOwn(b, from, to);
    if (own >= 0) {
      attached(own, to);
      return;
    }
    if (b[from] == '%' && lines.startsWith("% time ")) {
      inSummary = true;
      onlySummary = events == 0;
    }
    if (inSummary) {
      return;
    }
    boolean cut = cutBefore;
    cutBefore = false;
    if (cut && endsCut(b, from, to)) {
      endOfCut(b, from, to);
      return;
    }
    boolean headed = head(b, from, to);
    if (isCall(b, body, to)) {
      time = clock.at(form, nanos);
      inOrder();
    } else {
      time = 0;
    }
    if (broken.length > 0) {
      if (!headed || !isBody(b, body, to)) {
        byte[] whole = join(broken, b, from, to);
        broken = new byte[0];
        tid = brokenTid;
        time = brokenTime;
        body(whole, 0, whole.length);
        return;
      }
      leaveOutBroken();
    }
    if (body == to || !headed && !isBody(b, body, to)) {
      throw notALine();
    }
    int process = endsWithAttached(b, body, to);
    if (process > 0) {
      // "clone(... strace: Process 12 attached": strace wrote a message of its own into the call's
      // line.
      breakOff(b, body, process);
      return;
    }
    body(b, body, to);
  }

  /** Returns whether the line has no head, although the line before had one. */
  private boolean endsCut(byte[] b, int from, int to) {
    if (b[from] == '[' || !hasResult(b, to)) {
      return false;
    }
    try {
      return !head(b, from, to) && !isBody(b, body, to);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /**
   * Handles -z, with which strace cuts a call that goes on, and ends it on the next line without a
   * head.
   */
  private void endOfCut(byte[] b, int from, int to) {
    tid = cutTid;
    time = cutTime;
    Begun call = begun.remove(tid);
    if (call != null) {
      finish(call, b, from, to);
    }
  }

  /** Handles a call that has no end, neither on its line nor on the next. */
  private void leaveOutBroken() {
    String text = Lines.text(broken, 0, broken.length);
    broken = new byte[0];
    String why = "no result: \" = \" and a value must follow the call";
    if (!lenient) {
      throw RecordingException.at(file, brokenLine, brokenHead + text, why + LENIENT);
    }
    String shown = text.length() > 200 ? text.substring(0, 200) : text;
    remarks.count("malformed lines left out", file + ":" + brokenLine + ": " + brokenHead + shown);
  }

  private void breakOff(byte[] b, int from, int to) {
    if (to - from > LONGEST_BROKEN) {
      throw notALine();
    }
    broken = Arrays.copyOfRange(b, from, to);
    brokenHead = Lines.text(b, lines.from, Math.max(lines.from, Math.min(from, lines.to)));
    brokenLine = lines.number;
    brokenTid = tid;
    brokenTime = time;
  }

  private static boolean isBody(byte[] b, int from, int to) {
    if (from >= to) {
      return false;
    }
    if (b[from] == '+' || b[from] == '-') {
      return Lines.startsWith(b, from, to, "+++ ") || Lines.startsWith(b, from, to, "--- ");
    }
    if (b[from] == '<') {
      return Lines.startsWith(b, from, to, "<... ");
    }
    return endOfName(b, from, to) > from;
  }

  /** Returns the end of a call's name, at its opening bracket; {@code from} if there is none. */
  private static int endOfName(byte[] b, int from, int to) {
    int i = from;
    while (i < to
        && (b[i] >= 'a' && b[i] <= 'z' || b[i] == '_' || i > from && b[i] >= '0' && b[i] <= '9')) {
      i++;
    }
    return i < to && b[i] == '(' ? i : from;
  }

  /**
   * Reads the thread, the time and everything else before the call, into the fields. Returns false
   * if the line begins with none of these.
   */
  private boolean head(byte[] b, int from, int to) {
    int i = from;
    tid = ownTid;
    boolean bare = true;
    if (Lines.startsWith(b, i, to, "[pid ")) {
      i = skipBlanks(b, i + 5, to);
      int end = number(b, i, to);
      tid = id(i, end);
      tidsTold = true;
      i = skipName(b, end, to);
      if (i == to || b[i] != ']') {
        throw notALine();
      }
      i = i + 1 < to && b[i + 1] == ' ' ? i + 2 : i + 1; // -r pads the time behind it
      bare = false;
    } else if (ownTid == SOLE) {
      i = beginOfTid(b, from, to);
      int end = number(b, i, to);
      int after = end > i && end < to && b[end] == '<' ? skipName(b, end, to) : end;
      if (end > i
          && after < to
          && (b[after] == ' ' || b[after] == '\t')
          && end - i <= 7
          && number <= MOST_TID) {
        tid = id(i, end);
        tidsTold = true;
        // strace pads ids to five places.
        i = Math.max(after + 1, Math.min(i + 6, skipBlanks(b, after, to)));
        bare = false;
      }
    }
    if (i < to && b[i] == '[' && tid != SOLE) { // --secontext
      int close = Lines.find(b, i, to, "] ");
      int next = close < 0 ? to : skipBlanks(b, close + 2, to);
      i = next < to && digits(b, next, to) > next ? next : i;
    }
    nanos = 0;
    form = Clock.Form.NONE;
    int start = skipBlanks(b, i, to);
    int end = number(b, start, to);
    long told = number;
    if (end > start && end < to) {
      if (b[end] == ':' && end - start == 2) {
        int seconds = end + 6;
        if (seconds > to || b[end + 3] != ':') {
          throw notALine();
        }
        long day = (told * 60 + twoDigits(b, end + 1)) * 60 + twoDigits(b, end + 4);
        int fraction =
            seconds < to && (b[seconds] == '.' || b[seconds] == ',')
                ? digits(b, seconds + 1, to)
                : seconds;
        nanos = day * 1_000_000_000L + fraction(b, seconds + 1, fraction);
        form =
            fraction > seconds && fraction - seconds - 1 != MILLISECONDS
                ? Clock.Form.DAY
                : Clock.Form.DAY_SECONDS;
        end = fraction;
      } else if (b[end] == '.' || b[end] == ',') {
        int fraction = number(b, end + 1, to);
        if (end - start > 10 || fraction == end + 1 || fraction - end > 10) {
          throw notALine();
        }
        nanos = told * 1_000_000_000L + number * UNITS[fraction - end - 1];
        // -r pads the seconds to six places, and a time since 1970 has more digits.
        form =
            start > i && end - start <= 5
                ? Clock.Form.RELATIVE
                : fraction - end - 1 == MILLISECONDS ? Clock.Form.SECONDS : Clock.Form.EXACT;
        end = fraction;
      } else if (b[end] == ' ' && end - start >= 8 && end - start <= 10) {
        nanos = told * 1_000_000_000L;
        form = Clock.Form.SECONDS;
      } else if (b[end] == ' ' && end - i == RELATIVE_SECONDS) {
        nanos = told * 1_000_000_000L;
        form = Clock.Form.RELATIVE;
      } else {
        throw notALine();
      }
      i = skipBlanks(b, end, to);
      if (i == end && i < to) {
        throw notALine();
      }
      bare = false;
    } else if (end > start) {
      throw notALine();
    } else {
      i = start;
    }
    if (Lines.startsWith(b, i, to, "(+")) { // -r beside -ttt
      int close = Lines.find(b, i, to, ")");
      i = close < 0 ? i : skipBlanks(b, close + 1, to);
    }
    while (i < to && b[i] == '[') { // -i: where the call came from; -n: its number
      int close = Lines.find(b, i, to, "]");
      if (close < 0) {
        throw notALine();
      }
      i = skipBlanks(b, close + 1, to);
    }
    body = i;
    return !bare || isCall(b, i, to);
  }

  /**
   * Keeps an eye on whether the lines are in the order in which strace wrote them. Times may go
   * back a little with -z, which holds lines back until their calls are over, and where the clock
   * was set.
   */
  private void inOrder() {
    if (clock.wentBack()) {
      wentBack++;
      remarks.count(
          "times that are before the line above, taken in the order of the lines", where());
    }
    if (tid != tidBefore && !interleaved) {
      tidBefore = tid;
      interleaved = !inTurn.add(tid) || inTurn.size() > MOST_IN_TURN;
    }
  }

  /**
   * Returns the place where the thread's id would begin: behind the indentation of the whole text,
   * but not behind the padding of -r.
   */
  private static int beginOfTid(byte[] b, int from, int to) {
    int begin = skipBlanks(b, from, to);
    if (begin == from) {
      return from;
    }
    int end = digits(b, begin, to);
    int next = skipBlanks(b, end, to);
    boolean time = next > end && digits(b, next, to) > next;
    boolean indented = time || next > end && end - from != RELATIVE_SECONDS;
    return end > begin && indented ? begin : from;
  }

  /** Returns the number that was read last, as an id. */
  private int id(int from, int to) {
    if (from == to || to - from > 10 || number <= 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not a thread id");
    }
    return (int) number;
  }

  /** Reads the digits up to any other character, and returns its place. */
  private int number(byte[] b, int from, int to) {
    long value = 0;
    int i = from;
    for (; i < to; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    number = value;
    return i;
  }

  private static int twoDigits(byte[] b, int from) {
    int tens = b[from] - '0';
    int ones = b[from + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
      throw new IllegalArgumentException("not a time");
    }
    return 10 * tens + ones;
  }

  /** Returns the nanoseconds of a fraction's digits. */
  static long fraction(byte[] b, int from, int to) {
    long nanos = 0;
    for (int i = 0; i < 9; i++) {
      nanos = nanos * 10 + (from + i < to ? b[from + i] - '0' : 0);
    }
    return nanos;
  }

  private static int digits(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }

  private static int skipBlanks(byte[] b, int from, int to) {
    int i = from;
    while (i < to && (b[i] == ' ' || b[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** Skips the name of a thread, as -Y writes it: any characters up to the last bracket. */
  private static int skipName(byte[] b, int from, int to) {
    if (from == to || b[from] != '<') {
      return from;
    }
    for (int i = Math.min(to - 1, from + 64); i > from; i--) {
      if (b[i] == '>' && i + 1 < to && (b[i + 1] == ' ' || b[i + 1] == ']')) {
        // The first such end: a path in the call may hold more of them.
        for (int j = from + 1; j < i; j++) {
          if (b[j] == '>' && (b[j + 1] == ' ' || b[j + 1] == ']')) {
            return j + 1;
          }
        }
        return i + 1;
      }
    }
    return from;
  }

  private IllegalArgumentException notALine() {
    return new IllegalArgumentException(
        "not a line as strace writes it: TID SECONDS.MICROSECONDS CALL(ARGUMENTS) = RESULT; record"
            + " with strace -f -ttt -o FILE");
  }

  /**
   * Returns the begin of strace's own message, if the line is one: "strace: Process 12 attached";
   * without "strace: " up to strace 4; "[ Process PID=12 runs in 32 bit mode. ]". Otherwise -1.
   */
  private static int stracesOwn(byte[] b, int from, int to) {
    switch (b[from]) {
      case 'P' -> {
        return isOfProcess(b, from, to) ? from : -1;
      }
      case '[' -> {
        return Lines.startsWith(b, from, to, "[ Process PID=") ? from : -1;
      }
      case 's' -> {
        return Lines.startsWith(b, from, to, STRACE) ? from + STRACE.length() : -1;
      }
      case '/', '.' -> {
        // The message begins with the path by which strace was called.
        int name = Lines.find(b, from, Math.min(to, from + LONGEST_PATH), "/" + STRACE);
        return name < 0 ? -1 : name + 1 + STRACE.length();
      }
      default -> {
        return -1;
      }
    }
  }

  /**
   * Returns whether "Process 12 attached" stands there, or another message of strace about a
   * process.
   */
  private static boolean isOfProcess(byte[] b, int from, int to) {
    if (!Lines.startsWith(b, from, to, PROCESS)) {
      return false;
    }
    int id = from + PROCESS.length();
    int end = digits(b, id, to);
    return end > id
        && (Lines.startsWith(b, end, to, " attached")
            || Lines.startsWith(b, end, to, " detached")
            || Lines.startsWith(b, end, to, " suspended")
            || Lines.startsWith(b, end, to, " resumed"));
  }

  /** "Process 12 attached with 3 threads": a process that was running, and its first id. */
  private void attached(int from, int to) {
    byte[] b = lines.buffer;
    if (!isOfProcess(b, from, to)) {
      if (complaint.isEmpty() && from < to && b[from] != '[') {
        complaint = Lines.text(b, from, Math.min(to, from + 200));
      }
      return;
    }
    int id = from + PROCESS.length();
    int end = digits(b, id, to);
    if (Lines.find(b, end, to, "attached with") > 0
        || Lines.find(b, end, to, "attached - interrupt") > 0) {
      queue.add(new Event.Attached(id(id, number(b, id, end)), lines.number, 0));
      remarks.count("processes that strace attached to while they ran");
    }
  }

  /**
   * Returns the begin of a message of strace that ends the line: "clone(... strace: Process 12
   * attached". Otherwise -1.
   */
  private static int endsWithAttached(byte[] b, int from, int to) {
    boolean waits = Lines.startsWith(b, Math.max(from, to - WAITING.length()), to, WAITING);
    int end = waits ? to - WAITING.length() : to;
    if (!Lines.startsWith(b, Math.max(from, end - ATTACHED.length()), end, ATTACHED)) {
      return -1;
    }
    int begin = -1;
    for (int at = Lines.find(b, from, to, PROCESS);
        at >= 0;
        at = Lines.find(b, at + 1, to, PROCESS)) {
      begin = at;
    }
    if (begin <= from) {
      return -1;
    }
    return Lines.startsWith(b, Math.max(from, begin - STRACE.length()), begin, STRACE)
        ? begin - STRACE.length()
        : begin;
  }

  // ---- The body of a line ----

  private void body(byte[] b, int from, int to) {
    switch (b[from]) {
      case '+' -> ended(b, from, to);
      case '-' -> signal(b, from, to);
      case '<' -> resumed(b, from, to);
      case '?' -> remarks.count("calls that strace could not name");
      default -> call(b, from, to);
    }
  }

  private void ended(byte[] b, int from, int to) {
    String text = Lines.text(b, from, Math.min(to, from + 200));
    String superseded = "+++ superseded by execve in pid ";
    if (text.startsWith(superseded)) {
      int at = from + superseded.length();
      int comment = Lines.find(b, at, to, "/* ");
      at = comment > 0 ? comment + 3 : at;
      int successor = id(at, number(b, at, to));
      add(new Event.Superseded(tid, lines.number, time, successor));
      Begun call = begun.remove(tid);
      if (call != null) {
        neverReturned(call);
      }
      // The execve goes on under the id that it took over.
      call = begun.remove(successor);
      if (call != null) {
        begun.put(tid, call);
      }
      successors.put(tid, successor);
    } else if (text.startsWith("+++ exited ") || text.startsWith("+++ killed ")) {
      Begun call = begun.remove(tid);
      if (call != null) {
        neverReturned(call);
      }
      add(new Event.Ended(tid, lines.number, time));
    } else {
      throw new IllegalArgumentException("not an end of a thread that strace is known to tell of");
    }
  }

  private void signal(byte[] b, int from, int to) {
    if (!Lines.startsWith(b, Math.max(from, to - 4), to, " ---")) {
      throw new IllegalArgumentException("a signal that does not end in \" ---\"");
    }
    if (!Lines.startsWith(b, from, to, "--- SIGSEGV {")
        && !Lines.startsWith(b, from, to, "--- {si_signo=SIGSEGV,")) {
      return;
    }
    int code = Lines.find(b, from, to, "si_code=");
    int address = Lines.find(b, from, to, "si_addr=");
    if (code < 0 || address < 0) {
      return; // sent by a process
    }
    int end = address + 8;
    while (end < to && b[end] != ',' && b[end] != '}') {
      end++;
    }
    boolean none =
        Lines.startsWith(b, code + 8, to, "SEGV_MAPERR") || Lines.startsWith(b, code + 8, to, "1,");
    add(new Event.Refused(tid, lines.number, time, CallText.number(b, address + 8, end), !none));
  }

  private void call(byte[] b, int from, int to) {
    int open = endOfName(b, from, to);
    if (open == from) {
      throw new IllegalArgumentException("not a call: NAME(ARGUMENTS) = RESULT");
    }
    Name name = calls.name(b, from, open);
    int cut = unfinished(b, open, to);
    if (cut > 0) {
      cutBefore = true;
      cutTid = tid;
      cutTime = time;
    }
    if (name.isOther()) {
      if (name.glued != null) {
        throw new IllegalArgumentException(
            "Linux has no call "
                + name.text
                + ": where the program's own output stands before "
                + name.glued
                + ", record with strace -o FILE");
      }
      name.others++;
      return;
    }
    if (!begun.isEmpty() && begun.containsKey(tid)) {
      Begun call = begun.get(tid);
      throw new IllegalArgumentException(
          "thread "
              + tid
              + " is in "
              + call.name.text
              + " since line "
              + call.line
              + " and cannot call "
              + name.text);
    }
    if (cut > 0) {
      Begun call = new Begun(tid, lines.number, time, name, Arrays.copyOfRange(b, from, cut));
      begun.put(tid, call);
      queue.add(call);
      return;
    }
    try {
      parts.parse(b, open, to);
    } catch (IllegalArgumentException e) {
      if (b != lines.buffer || to != lines.to || hasResult(b, to)) {
        throw e;
      }
      breakOff(b, from, to);
      return;
    }
    whole(name);
  }

  /**
   * Returns whether the line has an end; otherwise a path or a name with a line feed in it goes on
   * below.
   */
  private static boolean hasResult(byte[] b, int to) {
    // " = " is usually near the end of the line, so the search begins there.
    for (int i = to - 3; i > 1; i--) {
      if (b[i] == '=' && b[i + 1] == ' ' && b[i - 1] == ' ') {
        return true;
      }
      if (b[i] == '\n' || to - i > LONGEST_BROKEN) {
        return false;
      }
    }
    return false;
  }

  private void whole(Name name) {
    Operation operation = calls.operation(name, parts);
    if (operation == null) {
      name.others++;
      return;
    }
    Call call = new Call(lines.number, tid, name.text, operation);
    if (endsTold) {
      add(new Event.Begin(tid, lines.number, time, call));
      long nanos = parts.nanos();
      if (nanos < 0) {
        remarks.count(
            "calls of which only the begin is known, since strace ran with -ff and not -T");
      }
      add(new Event.End(tid, lines.number, time + Math.max(nanos, 0), call));
    } else {
      add(new Event.Whole(tid, lines.number, time, call));
    }
  }

  /**
   * Returns the place where an unfinished call is cut, before {@code <unfinished ...>} or its like;
   * otherwise -1.
   */
  private static int unfinished(byte[] b, int from, int to) {
    if (to - from < 10 || b[to - 1] != '>') {
      return -1;
    }
    for (int i = to - 1; i > from && i > to - 40; i--) {
      if (b[i] == '<') {
        boolean known =
            Lines.startsWith(b, i, to, "<unfinished ...>")
                || Lines.startsWith(b, i, to, "<detached ...>")
                || Lines.startsWith(b, i, to, "<pid changed to ")
                || Lines.startsWith(b, i, to, "<unfinished ... exit status ");
        return !known ? -1 : b[i - 1] == ' ' ? i - 1 : i;
      }
    }
    return -1;
  }

  private void resumed(byte[] b, int from, int to) {
    int start = from + "<... ".length();
    int end = start < to ? Lines.find(b, start, Math.min(to, start + 60), " resumed>") : -1;
    if (end < 0) {
      throw new IllegalArgumentException("not a resumed call: <... NAME resumed>");
    }
    Name name = calls.name(b, start, end);
    if (name.isOther()) {
      return;
    }
    Begun call = begun.get(tid);
    if (call == null && begun.containsKey(SOLE) && begun.get(SOLE).name == name) {
      call = begun.remove(SOLE); // it had no name while it was alone
      begun.put(tid, call);
    }
    if (call == null && events == 0 && queue.isEmpty() && begun.isEmpty()) {
      remarks.count("results of calls that began before the recording left out");
      return;
    }
    if (call == null || call.name != name) {
      throw new IllegalArgumentException(
          "the result of "
              + name.text
              + ", which thread "
              + tid
              + " has not begun"
              + (call == null ? "" : ": it is in " + call.name.text + " since line " + call.line));
    }
    begun.remove(tid);
    int rest = end + " resumed>".length();
    int again = Lines.find(b, rest, Math.min(to, rest + 20), "<unfinished ...>");
    rest = again >= 0 ? again + "<unfinished ...>".length() : rest;
    finish(call, b, rest, to);
  }

  /** Ends a call that was cut, by the rest of its text. */
  private void finish(Begun call, byte[] b, int rest, int to) {
    Name name = call.name;
    Integer caller = successors.remove(tid);
    byte[] whole = join(call.text, b, rest, to);
    call.over = true;
    parts.parse(whole, endOfName(whole, 0, whole.length), whole.length);
    Operation operation = calls.operation(name, parts);
    if (operation == null) {
      name.others++;
      return;
    }
    call.call = new Call(call.line, caller == null ? tid : caller, name.text, operation);
    add(new Event.End(call.call.tid(), lines.number, time, call.call));
  }

  private static byte[] join(byte[] head, byte[] b, int from, int to) {
    byte[] whole = Arrays.copyOf(head, head.length + to - from);
    System.arraycopy(b, from, whole, head.length, to - from);
    return whole;
  }

  private void add(Event event) {
    events++;
    queue.add(event);
  }

  private void neverReturned(Begun call) {
    call.over = true;
    if (call.name.replayed) {
      remarks.count(
          "calls that never returned left out",
          file + ":" + call.line + ": " + call.name.text + " of thread " + call.tid);
    }
  }

  @Override
  public void close() {
    lines.close();
  }

  @Override
  public void check() {
    if (wentBack > 0 && !interleaved && inTurn.size() > 1 && !lenient) {
      throw new RecordingException(
          file
              + ": the lines are not in the order in which strace wrote them: all of one thread"
              + " come before the next one's, and times go back (sorted by thread, say). Put them"
              + " in the order of their times, or record with strace -ff -ttt -T"
              + LENIENT.replace("leave such lines out", "take them as they are"));
    }
    if (!tidsTold && ownTid == SOLE && lines.number > 0) {
      remarks.count("recordings without thread ids, taken as of one thread (strace without -f)");
    }
  }
}
