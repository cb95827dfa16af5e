package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.Revision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which strace tells of a call, a signal or an end. */
class StraceReaderTest {
  private static final int RW = Mapping.READ | Mapping.WRITE;

  private static List<Call> calls(String strace) {
    return Traces.read(strace, "").traced().stream()
        .filter(Call.class::isInstance)
        .map(Call.class::cast)
        .toList();
  }

  private static Operation only(String call) {
    List<Call> calls = calls("7 1.000001 " + call);
    assertThat(calls).hasSize(1);
    return calls.get(0).operation();
  }

  @Test
  void aCallOnOneLine() {
    Call call =
        calls(
                "31623 1795423596.295317 mmap(NULL, 8192, PROT_READ|PROT_WRITE,"
                    + " MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f539314d000")
            .get(0);
    assertThat(call.tid()).isEqualTo(31623);
    assertThat(call.line()).isEqualTo(1).isEqualTo(call.endLine());
    // Microseconds, cut off: up to 999 ns later.
    assertThat(call.begin()).isEqualTo(1795423596295317999L);
    assertThat(call.operation())
        .isEqualTo(
            new Operation.Place(0x7f539314d000L, 0x7f539314f000L, new Mapping(RW, 0, 0), false));
  }

  @Test
  void aSplitCallIsJoined() {
    List<Call> calls =
        calls(
            """
            1 1.000010 mprotect(0x1000, 4096, PROT_READ <unfinished ...>
            2 1.000020 munmap(0x5000, 5000 <unfinished ...>
            1 1.000030 <... mprotect resumed>) = 0
            2 1.000040 <... munmap resumed>) = 0
            """);
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0))
        .isEqualTo(
            new Call(
                1,
                3,
                1,
                1000010999,
                1000030999,
                "mprotect",
                new Operation.Revise(
                    0x1000, 0x2000, Revision.ofProtection(Mapping.READ), true, false)));
    assertThat(calls.get(1).operation()).isEqualTo(new Operation.Unmap(0x5000, 0x7000));
    assertThat(calls.get(1).end()).isEqualTo(1000040999);
  }

  @Test
  void aSplitClone3IsJoinedInTheMiddleOfItsArguments() {
    List<Call> calls =
        calls(
            """
            1 1.000010 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0, stack=0x7f00} <unfinished ...>
            2 1.000020 brk(NULL) = 0x9000
            1 1.000030 <... clone3 resumed> => {parent_tid=[2]}, 88) = 2
            """);
    assertThat(calls.get(0).operation()).isEqualTo(new Operation.Spawn(2, true, true));
  }

  @Test
  void cloneWithoutSharedMemoryForks() {
    assertThat(
            only(
                "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD,"
                    + " child_tidptr=0x7f) = 2410"))
        .isEqualTo(new Operation.Spawn(2410, false, false));
    assertThat(only("vfork() = 12")).isEqualTo(new Operation.Spawn(12, true, false));
    assertThat(only("fork() = 13<sh>")).isEqualTo(new Operation.Spawn(13, false, false));
  }

  @Test
  void stringsMayHoldAnything() {
    assertThat(
            only("execve(\"/bin/a\", [\"a(\", \"b) = -1, \\\"{\"...], 0x7ff /* 20 vars, ) */) = 0"))
        .isEqualTo(new Operation.Execute());
  }

  @Test
  void aFailedCallDoesNothing() {
    Recording recording =
        Traces.read("1 1.0 execve(\"/bin/a\", [\"a\"], 0x7ff) = -1 ENOENT (No such file)\n", "");
    assertThat(((Call) recording.traced().get(0)).operation()).isEqualTo(new Operation.Nothing());
    assertThat(recording.remarks().countOf("calls that failed (execve)")).isEqualTo(1);
  }

  @Test
  void mprotectThatMetAGapHasChangedWhatLiesBefore() {
    assertThat(only("mprotect(0x1000, 8192, PROT_NONE) = -1 ENOMEM (Cannot allocate memory)"))
        .isEqualTo(new Operation.Revise(0x1000, 0x3000, Revision.ofProtection(0), false, true));
  }

  @Test
  void aCallWithoutKnownResultIsLeftOutAndCounted() {
    Recording recording =
        Traces.read(
            """
            1 1.000001 munmap(0x1000, 4096) = ? <unavailable>
            1 1.000002 munmap(0x3000, 4096 <unfinished ...>
            1 1.000003 +++ killed by SIGKILL (core dumped) +++
            2 1.000004 munmap(0x5000, 4096 <detached ...>
            """,
            "");
    assertThat(recording.remarks().countOf("calls without a known result left out")).isEqualTo(1);
    assertThat(recording.remarks().countOf("calls that never returned left out")).isEqualTo(2);
    assertThat(recording.traced())
        .filteredOn(traced -> traced instanceof Call call && call.endLine() == 0)
        .hasSize(2);
  }

  @Test
  void exitsAndTheirOddForms() {
    Recording recording =
        Traces.read(
            """
            1 1.000001 exit(0) = ?
            1 1.000002 +++ exited with 0 +++
            2 1.000003 exit_group(1 <unfinished ...>
            3 1.000004 brk(NULL) = 0x1000
            2 1.000005 <... exit_group resumed> <unfinished ...>) = ?
            2 1.000006 +++ exited with 1 +++
            """,
            "");
    assertThat(recording.traced())
        .contains(new Traced.Ended(2, 1, 1000002999), new Traced.Ended(6, 2, 1000006999));
    assertThat(recording.remarks().counts()).isEmpty();
  }

  @Test
  void execveOfAnotherThreadGoesOnUnderTheLeadersId() {
    Recording recording =
        Traces.read(
            """
            11 1.000001 execve("/bin/a", ["a"], 0x7ff <pid changed to 10 ...>
            10 1.000002 +++ superseded by execve in pid 11 +++
            10 1.000003 <... execve resumed>) = 0
            """,
            "");
    assertThat(recording.traced())
        .containsExactly(
            new Call(1, 3, 11, 1000001999, 1000003999, "execve", new Operation.Execute()),
            new Traced.Superseded(2, 10, 11, 1000002999));
  }

  @Test
  void aSegvTellsOfTheFaultThatWasRefused() {
    Recording recording =
        Traces.read(
            """
            1 1.000001 brk(NULL) = 0x1000
            1 1.000002 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---
            1 1.000003 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x7f08} ---
            1 1.000004 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9 /* 0.01 s */} ---
            1 1.000005 --- stopped by SIGSTOP ---
            """,
            "");
    assertThat(recording.refusals())
        .containsExactly(
            new Refusal(2, 1, 1000002999, 0, false), new Refusal(3, 1, 1000003999, 0x7f08, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [pid  12] 1.5 brk(NULL) = 0x1000                  | 12
          12<java> 1.5 brk(NULL) = 0x1000 <0.000012>        | 12
          7     1795423602.442259 brk(NULL)       = 0x1000  | 7
          """)
  void headsInOtherForms(String line, int tid) {
    assertThat(calls(line).get(0).tid()).isEqualTo(tid);
  }

  @Test
  void mappings() {
    assertThat(
            only("mmap(0x10000, 100, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x10000"))
        .isEqualTo(
            new Operation.Place(
                0x10000, 0x11000, new Mapping(Mapping.READ | Mapping.EXECUTE, 1, 0), true));
    assertThat(
            only(
                "mmap(NULL, 1, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0) = 0x10000"))
        .isEqualTo(
            new Operation.Place(
                0x10000, 0x11000, new Mapping(0, 1, Mapping.SHARED | Mapping.NO_RESERVE), false));
    assertThat(
            only(
                "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) ="
                    + " 0x200000"))
        .isEqualTo(
            new Operation.Place(
                0x200000, 0x400000, new Mapping(Mapping.READ, 0, Mapping.HUGE_PAGES), false));
  }

  @Test
  void movesAdviceAndLocks() {
    assertThat(only("mremap(0x1000, 4096, 8192, MREMAP_MAYMOVE) = 0x9000"))
        .isEqualTo(new Operation.Remap(0x1000, 0x2000, 0x9000, 0xb000, false));
    assertThat(only("madvise(0x1000, 4096, MADV_DONTNEED) = 0")).isEqualTo(new Operation.Nothing());
    assertThat(only("madvise(0x1000, 4096, MADV_DONTFORK) = 0"))
        .isEqualTo(
            new Operation.Revise(
                0x1000, 0x2000, Revision.ofFlags(Mapping.NOT_COPIED, 0), true, false));
    assertThat(only("mlock(0x1010, 16) = 0"))
        .isEqualTo(
            new Operation.Revise(0x1000, 0x2000, Revision.ofFlags(Mapping.LOCKED, 0), true, false));
    assertThat(only("munlockall() = 0"))
        .isEqualTo(new Operation.ReviseAll(Revision.ofFlags(0, Mapping.LOCKED)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12:30:01.5 brk(NULL) = 0x1000        | strace -ttt
          12 12:30:01.5 brk(NULL) = 0x1000     | strace -ttt
          1.000001 brk(NULL) = 0x1000          | strace -f -o FILE
          hello                                | not a line as strace
          7 1.0 brk(NULL) =                    | no result
          7 1.0 brk(NULL = 0x1000              | the arguments have no end
          7 1.0 brk(NULL) = zero               | "zero" is not a number
          7 1.0 munmap(0x1001, 4096) = 0       | not the start of a page
          7 1.0 munmap(0x1000, 0) = 0          | empty or wraps
          7 1.0 munmap(0x1000) = 0             | argument 2 is missing
          7 1.0 mprotect(0x1000, 1, RW) = 0    | "RW" is not a protection
          7 1.0 execve("/bin/a, 0x1) = 0       | a string without an end
          7 1.0 clone(child_stack=NULL) = 8    | flags= is missing
          7 1.0 <... brk resumed>) = 0x1000    | has not begun
          7 1.0 <... brk resumed               | not a resumed call
          7 1.0 +++ gone +++                   | not an end of a thread
          7 1.0 --- SIGSEGV                    | a signal that does not end
          7 1.0 [Process 8 detached]           | not a call
          7 1.0 shmat(5, NULL, 0) = 0x7f0000   | shmat is not replayed
          7 1.0 remap_file_pages(0x1000, 1, 0, 0, 0) = 0 | remap_file_pages is not replayed
          7 1.0 madvise(0x1000, 1, 0x63) = 0   | madvise with 0x63 is not known
          """)
  void whatCannotBeReadIsAnErrorWithLineTextAndReason(String line, String why) {
    String strace = "7 0.5 brk(NULL) = 0x1000\n" + line + "\n";
    assertThatThrownBy(() -> Traces.read(strace, ""))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("calls:2: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith(line);
    Recording lenient = Traces.read(strace, "", true);
    assertThat(lenient.calls()).isEqualTo(1);
    assertThat(String.join("\n", lenient.remarks().lines()))
        .contains("left out")
        .contains("calls:2: " + line);
  }

  @Test
  void twoCallsOfOneThreadAtOnceAreAnError() {
    assertThatThrownBy(
            () ->
                Traces.read(
                    """
                    7 1.0 munmap(0x1000, 4096 <unfinished ...>
                    7 1.1 brk(NULL) = 0x1000
                    """,
                    ""))
        .hasMessageContaining("calls:2: thread 7 is in munmap since line 1 and cannot call brk");
  }

  @Test
  void callsThatAreNotAboutMemoryAreCountedByName() {
    Recording recording =
        Traces.read(
            """
            7 1.0 brk(NULL) = 0x1000
            strace: Process 8 attached
            7 1.1 openat(AT_FDCWD, "a\\"(", O_RDONLY) = 3
            7 1.2 read(3, "\\177ELF("..., 832) = 832
            7 1.3 read(3, <unfinished ...>
            7 1.4 <... read resumed>"", 10) = 0
            7 1.5 mincore(0x1000, 4096, [1]) = 0
            """,
            "");
    assertThat(recording.remarks().counts())
        .hasSize(2)
        .containsEntry("calls to openat, which is not about memory, left out", 1)
        .containsEntry("calls to read, which is not about memory, left out", 2);
  }

  @Test
  void nothingToReadIsAnError() {
    assertThatThrownBy(() -> Traces.read("", "")).hasMessage("calls: no calls in it");
  }
}
