package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in any form: packed, with a byte order mark, with wide characters, or not text at all. */
class SourceTest {
  private static final String LINES =
      "7 1.000001 brk(NULL) = 0x1000\r\n7 1.000002 brk(0x5000) = 0x5000\r\n";

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static RecordingReader open(byte[] bytes) {
    return Recording.of("test", Source.of("a file", bytes), null, false).open();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aMarkThatTellsTheCharactersAndLinesThatEndAsOnWindows(String charset) throws IOException {
    byte[] marked = ("\ufeff" + LINES).getBytes(java.nio.charset.Charset.forName(charset));
    for (byte[] bytes : new byte[][] {marked, gzip(marked)}) {
      RecordingReader reader = open(bytes);
      assertThat(Traces.events(reader)).hasSize(2);
      assertThat(reader.remarks().counts()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PERFILE2        | is what perf record wrote: make a text of it with perf script -i 'a file'
          \u00fd7zXZ\u0000 | is packed with xz: unpack it first, with xz -dk 'a file'
          \u0028\u00b5/\u00fd | is packed with zstd: unpack it first, with zstd -dk 'a file'
          BZh9            | is packed with bzip2
          ]\u0000\u0000\u0080 | is packed with lzma
          7z\u00bc\u00af'    | is packed with 7-Zip
          %PDF-1.7        | is a PDF
          {\\rtf1         | is a text document (RTF)
          <!DOCTYPE html> | is a web page
          {"log":"7 1.0   | is what Docker keeps of a container: make a text of it with jq -j .log
          \u007fELF       | is a program, not a recording of one
          """)
  void filesThatAreNoTextAreRefusedByName(String begin, String said) throws IOException {
    byte[] bytes = (begin + "...").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("a file: " + said);
    byte[] packed = gzip(bytes);
    assertThatThrownBy(() -> open(packed)).hasMessageStartingWith("a file: " + said);
  }

  @Test
  void anArchiveIsRefusedByItsName() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("my.strace.7".getBytes(StandardCharsets.ISO_8859_1), 0, tar, 0, 11);
    System.arraycopy("ustar".getBytes(StandardCharsets.ISO_8859_1), 0, tar, 257, 5);
    for (byte[] bytes : new byte[][] {tar, gzip(tar)}) {
      assertThatThrownBy(() -> open(bytes))
          .hasMessageStartingWith(
              "a file: is a tar archive: unpack it first, with tar -xf 'a file'")
          .hasMessageContaining("strace -ff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void charactersOfTwoBytesWithoutAMark(String charset) {
    RecordingReader reader = open(LINES.getBytes(java.nio.charset.Charset.forName(charset)));
    assertThat(Traces.events(reader)).hasSize(2);
  }

  @Test
  void charactersOfFourBytesAreRefused() {
    byte[] wide = ("\ufeff" + LINES).getBytes(java.nio.charset.Charset.forName("UTF-32LE"));
    assertThatThrownBy(() -> open(wide)).hasMessageContaining("iconv -f UTF-32 -t UTF-8 'a file'");
  }

  @Test
  void packedTwice() throws IOException {
    byte[] twice = gzip(gzip(LINES.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> open(twice))
        .hasMessageStartingWith("a file: is packed with gzip twice");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipesAndDevicesAreRefused() {
    assertThatThrownBy(() -> Source.of(Path.of("/dev/zero")))
        .hasMessageStartingWith("/dev/zero: is a pipe or a device");
    assertThat(Source.of(Path.of("/dev/null")).size()).isZero();
  }
}
