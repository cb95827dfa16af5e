package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The prefixes that journals, containers and tools put before each line of a recording. */
class LinePrefixTest {
  private static final String TAKEN_OFF =
      "files in which another tool put something before each line, taken off";

  private static final String CALLS =
      """
      7 1.000001 execve("/bin/a", ["a"], 0x7ff) = 0
      7 1.000002 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3</a: b>, 0) = 0x10000
      7 1.000003 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD) = 8
      8 1.000004 munmap(0x10000, 4096 <unfinished ...>
      7 1.000005 --- SIGCHLD {si_signo=SIGCHLD} ---
      8 1.000006 <... munmap resumed>) = 0
      8 1.000007 +++ exited with 0 +++
      """;

  private static String with(String form, String calls) {
    StringBuilder text = new StringBuilder();
    List<String> lines = calls.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      text.append(String.format(Locale.ROOT, form, i + 1)).append(lines.get(i)).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nov 29 00:53:0%d myhost strace[4711]: ",
        "Nov  9 00:53:0%d my-host.example my_app: ",
        "<13>Nov 29 00:53:0%d myhost strace: ",
        "Nov 29 00:53:03.%06d myhost strace[4711]: ",
        "2026-11-29T00:53:0%d+0000 myhost strace[4711]: ",
        "2026-11-29T00:53:03.%06d+00:00 myhost strace: ",
        "Sun 2026-11-29 00:53:0%d UTC myhost strace[4711]: ",
        "[ 1234.%06d] myhost strace[4711]: ",
        "1795913604.%06d myhost strace[4711]: ",
        "2026-11-29T00:53:03.%09dZ ",
        "2026-11-29T00:53:03.%09dZ stderr F ",
        "Nov 29 00:53:0%d ",
        "[pod/web-0/app] ",
        "web-1  | ",
        "%6d\t",
        "%7d ",
        "%4d  ",
        "%d:",
        "my.strace:",
        "logs/my.strace:%d:"
      })
  void isTakenOff(String form) {
    for (String calls : List.of(CALLS, CALLS.replaceAll("(?m) 1.00000\\d", ""))) {
      RecordingReader reader = Traces.of(with(form, calls), "").open();
      assertThat(Traces.events(reader)).isEqualTo(Traces.events(Traces.of(calls, "").open()));
      assertThat(reader.remarks().countOf(TAKEN_OFF)).isEqualTo(1);
    }
  }

  @Test
  void aNumberThatCountsTheLinesIsNoThread() {
    String calls = CALLS.replaceAll("(?m)^\\d 1.00000\\d ", "");
    RecordingReader reader =
        Traces.of(with("%3d ", calls.lines().limit(3).toList().get(0)), "").open();
    assertThat(Traces.events(reader)).extracting(Event::tid).containsExactly(1);
    String four =
        "brk(NULL) = 0x1000\nbrk(0x2000) = 0x2000\nbrk(0x3000) = 0x3000\nbrk(0) = 0x3000\n";
    assertThat(Traces.events(Traces.of(with("%3d ", four), "").open()))
        .extracting(Event::tid)
        .containsOnly(StraceReader.SOLE);
  }

  @Test
  void prefixOfOnlyOneLineIsAnError() {
    String calls = CALLS + "Nov 29 00:53:03 myhost strace[4711]: 7 1.1 brk(NULL) = 0x1000\n";
    assertThatThrownBy(() -> Traces.events(Traces.of(calls, "").open()))
        .hasMessageContaining("calls:8: not a line as strace writes it");
  }

  @Test
  void linesOfTheJournalAndTheTerminalAroundItAreLeftOut() {
    String text =
        """
        Script started on 2026-11-29 00:00:00+00:00 [TERM="xterm"]
        user@host:~/src$ strace -f -ttt -o s ./a
        [root@host tmp]# cat s
        {noformat}
        %s{noformat}
        $
        root@host:/tmp# exit
        ==> s <==
        -- Boot 0a1b2c3d --
        Script done on 2026-11-29 00:00:02+00:00 [COMMAND_EXIT_CODE="0"]
        """;
    RecordingReader reader = Traces.of(text.formatted(CALLS), "").open();
    assertThat(Traces.events(reader)).hasSize(Traces.events(Traces.of(CALLS, "").open()).size());
    assertThat(reader.remarks().countOf("lines of the page around the recording left out"))
        .isEqualTo(10);
  }
}
