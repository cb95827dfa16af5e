package io.vmalock.bench.replay.recording;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.commons.text.translate.LookupTranslator;

/**
 * Undoes the changes that web pages, mails and terminals make to a recording copied from them:
 * {@code &lt;unfinished ...&gt;} in a page's source, and in its text no-break spaces, curly quotes,
 * and one character for three dots; colours; quotation marks before lines. strace writes none of
 * these except in a path.
 */
final class PastedText {
  private static final Pattern COLOURS =
      Pattern.compile("\u001b(?:\\[[0-9;?]*+[@-~]|\\][^\u0007\u001b]*+(?:\u0007|\u001b\\\\))");

  /** Matches a fence, or a line of a page's tags, but not strace's {@code <... mmap resumed>}. */
  private static final Pattern FRAME =
      Pattern.compile("(?:```|~~~)\\s*+\\w*+|(?:</?[a-zA-Z][^<>]*+>\\s*+)++");

  /** A prompt, with a command or without; what terminals, trackers and logs write around a text. */
  private static final Pattern PROMPT =
      Pattern.compile(
          "(?:\\[?[\\w.-]++@[\\w.-]++[^$#%>]*+|[~/][^\\s$#%]*+\\s?+)?[$#%](?:\\s.*+)?"
              + "|\\{(?:noformat|code|quote)[^}]*+\\}|\\[/?(?:code|quote|noparse)\\]"
              + "|Script (?:started|done) on .*+|-- (?:(?:Logs begin|Journal begins|Boot) .*|No entries )--"
              + "|==> \\S.* <==");

  private static final LookupTranslator AS_TYPED =
      new LookupTranslator(
          Map.of(
              "\u00a0", " ",
              "\u202f", " ",
              "\u200b", "",
              "\u201c", "\"",
              "\u201d", "\"",
              "\u2026", "...",
              "\u2013", "--",
              "\u2014", "---"));

  private static final int LONGEST_FRAME = 1000;

  private PastedText() {}

  /** Returns the begin of a line behind its quotation marks: {@code > > 7 brk(NULL) = 0}. */
  static int unquoted(byte[] line, int from, int to) {
    int i = from;
    while (i < to && line[i] == '>') {
      i = i + 1 < to && line[i + 1] == ' ' ? i + 2 : i + 1;
    }
    return i;
  }

  /** Returns whether a line belongs not to the recording but to the page around it. */
  static boolean isFrame(byte[] line, int from, int to) {
    return (line[from] == '`' || line[from] == '~' || line[from] == '<' && line[to - 1] == '>')
        && to - from <= LONGEST_FRAME
        && FRAME.matcher(Lines.text(line, from, to)).matches();
  }

  /** Whether a line that is no call's is a prompt, or what a program writes around a text. */
  static boolean isPrompt(byte[] line, int from, int to) {
    return to - from <= LONGEST_FRAME && PROMPT.matcher(Lines.text(line, from, to)).matches();
  }

  /** Repairs a line in place, and returns its new end. */
  static int mend(byte[] line, int from, int to) {
    if (!Bytes.hasMarkup(line, from, to)) {
      return to;
    }
    String told = new String(line, from, to - from, StandardCharsets.UTF_8);
    String mended = COLOURS.matcher(told).replaceAll("");
    if (told.indexOf('<') < 0 && told.indexOf('>') < 0) {
      // Beside a real bracket, an entity is a part of a path.
      mended = StringEscapeUtils.unescapeHtml4(mended);
    }
    mended = AS_TYPED.translate(mended);
    if (mended.equals(told)) {
      return to;
    }
    byte[] bytes = mended.stripTrailing().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > to - from) {
      return to; // it was not UTF-8
    }
    System.arraycopy(bytes, 0, line, from, bytes.length);
    return from + bytes.length;
  }
}
