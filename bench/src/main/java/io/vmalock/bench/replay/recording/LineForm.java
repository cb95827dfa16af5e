package io.vmalock.bench.replay.recording;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of lines from another tool, or from the other file of a recording. */
final class LineForm {
  private record Form(Pattern line, String what) {}

  private static final int LONGEST = 400;

  private static final List<Form> FORMS =
      List.of(
          new Form(
              Pattern.compile(
                  ".* (?:\\[\\d+\\] )? *\\d+\\.\\d+: +(?:\\d+ +)?(?:page-faults|major-faults|minor-faults).*"),
              "as perf script writes it without -F: make it anew with perf script -i FILE --ns -F"
                  + " comm,pid,tid,time,addr, for --faults"),
          new Form(
              Pattern.compile(" *+[\\d.?]+ +\\( *+[\\d.]*+ ?+(?:ms)?+ *+\\): .*"),
              "as perf trace writes it, which does not tell enough: record with strace -f -ttt -o"
                  + " FILE, or ./vmalock record"),
          new Form(
              Pattern.compile("\\p{XDigit}+-\\p{XDigit}+ [r-][w-][x-][ps] \\p{XDigit}+ .*"),
              "a line of /proc/PID/maps: that file is for --maps of vmalock areas"),
          new Form(
              Pattern.compile(" *+.{1,16}-\\d+ +(?:\\([ \\d-]+\\) +)?\\[\\d+\\] .*"),
              "as the kernel's trace_pipe and trace-cmd write it: record with strace -f -ttt -o FILE,"
                  + " or ./vmalock record"),
          new Form(
              Pattern.compile(" *+\\d+ +\\S+ +(?:CALL|RET|NAMI|GIO|PSIG) .*"),
              "as kdump writes it: only Linux is replayed, recorded with strace -f -ttt -o FILE"));

  private static final Form FAULT =
      new Form(
          Pattern.compile(".*\\d+/\\d+ +\\d+\\.\\d+: +\\p{XDigit}{1,16}"),
          "a page fault as perf script writes it: that file is for --faults, and --strace takes what"
              + " strace wrote");

  private static final Form CALL =
      new Form(
          Pattern.compile(
              "(?:\\[pid +\\d+\\] *|\\d+ +)?(?:[\\d.:]+ +)?(?:[a-z_][a-z0-9_]*\\(.*|<\\.\\.\\. \\w+"
                  + " resumed>.*) = (?:\\d|-1|\\?).*"),
          "a call as strace writes it: that file is for --strace, and --faults takes what perf script"
              + " wrote");

  private LineForm() {}

  /** Returns what a line is that should be strace's; null if it has no known form. */
  static @Nullable String ofNoCall(byte[] line, int from, int to) {
    return what(FAULT, line, from, to);
  }

  /** Returns what a line is that should be perf's; null if it has no known form. */
  static @Nullable String ofNoFault(byte[] line, int from, int to) {
    return what(CALL, line, from, to);
  }

  private static @Nullable String what(Form other, byte[] line, int from, int to) {
    String text = Lines.text(line, from, Math.min(to, from + LONGEST));
    if (other.line.matcher(text).matches()) {
      return other.what;
    }
    for (Form form : FORMS) {
      if (form.line.matcher(text).matches()) {
        return form.what;
      }
    }
    return null;
  }
}
