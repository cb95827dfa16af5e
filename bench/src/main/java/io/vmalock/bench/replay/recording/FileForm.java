package io.vmalock.bench.replay.recording;

import io.vmalock.bench.cli.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The forms of files that are no text, recognized by their first bytes, and the commands that make
 * text of them.
 */
final class FileForm {
  private record Form(String magic, String advice) {}

  private static final String PAGE =
      "is a web page: copy the text of the recording out of it, into a file of its own";

  private static final String WIDE =
      "is in UTF-32: make a text of it with iconv -f UTF-32 -t UTF-8 %s >FILE";

  private static final List<Form> FORMS =
      List.of(
          new Form(
              "PERFILE2",
              "is what perf record wrote: make a text of it with perf script -i %s --ns"
                  + " -F comm,pid,tid,time,addr"),
          new Form(
              "2ELIFREP",
              "is what perf record wrote on a machine of another byte order: make a"
                  + " text of it there, with perf script"),
          new Form("\u00fd7zXZ", "is packed with xz: unpack it first, with xz -dk %s"),
          new Form("(\u00b5/\u00fd", "is packed with zstd: unpack it first, with zstd -dk %s"),
          new Form("\4\"M\30", "is packed with lz4: unpack it first, with lz4 -dk %s"),
          new Form("]\0\0", "is packed with lzma: unpack it first, with xz -dk --format=lzma %s"),
          new Form("7z\u00bc\u00af", "is packed with 7-Zip: unpack it first, with 7z x %s"),
          new Form(
              "{\"log\":\"",
              "is what Docker keeps of a container: make a text of it with jq -j .log %s >FILE"),
          new Form("<!DOCTYPE", PAGE),
          new Form("<!doctype", PAGE),
          new Form("<html", PAGE),
          new Form("%PDF-", "is a PDF: copy the text of the recording out of it"),
          new Form("{\\rtf", "is a text document (RTF): save it as plain text"),
          new Form("\u00ff\u00fe\0\0", WIDE),
          new Form("\0\0\u00fe\u00ff", WIDE),
          new Form("BZh", "is packed with bzip2: unpack it first, with bzip2 -dk %s"),
          new Form("PK\3\4", "is a zip archive: unpack it first, with unzip %s"),
          new Form("\37\u008b", "is packed with gzip twice: unpack it once, with gzip -dk %s"),
          new Form("\37\u009d", "is packed with compress: unpack it first, with uncompress %s"),
          new Form(
              "\177ELF", "is a program, not a recording of one: ./vmalock record -- %s makes one"),
          new Form("SQLite format 3", "is a database, not a recording"));

  /** Where a tar archive says that it is one. */
  private static final int TAR_AT = 257;

  private static final String TAR = "ustar";

  private static final int LONGEST = 512;

  private FileForm() {}

  /**
   * Refuses a file that is clearly no text.
   *
   * @throws RecordingException that names the file, its form and what to do
   */
  static void refuse(String name, InputStream in) throws IOException {
    byte[] begin = Source.begin(in, LONGEST);
    String text = Lines.text(begin, 0, begin.length);
    if (text.startsWith(TAR, TAR_AT)) {
      throw new RecordingException(
          name
              + ": is a tar archive: unpack it first, with tar -xf "
              + ShellWords.quote(name)
              + "; --strace takes a file of it, or the directory that holds those of strace -ff");
    }
    for (Form form : FORMS) {
      if (text.startsWith(form.magic)) {
        throw new RecordingException(
            name + ": " + form.advice.replace("%s", ShellWords.quote(name)));
      }
    }
  }
}
