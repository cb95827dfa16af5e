package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.Revision;
import io.vmalock.bench.replay.recording.Operation.Kind;
import io.vmalock.bench.replay.recording.Operation.Reach;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form in which strace shows a call, a signal or an end. */
class StraceReaderTest {
  private static final int RW = Mapping.READ | Mapping.WRITE;

  private static List<Event> events(String strace) {
    return Traces.events(Traces.of(strace, "").open());
  }

  private static Operation only(String call) {
    List<Event> events = events("7 1.000001 " + call + "\n");
    assertThat(events).hasSize(1);
    return ((Event.Whole) events.get(0)).call().operation();
  }

  private static Operation.Place memory(long start, long end, int protection) {
    int flags = (protection & Mapping.WRITE) != 0 ? Mapping.ACCOUNTED : 0;
    return new Operation.Place(start, end, protection, flags, Kind.MEMORY, null, 0, false, false);
  }

  @Test
  void aCallOnOneLine() {
    Event event =
        events(
                "31623 1795423596.295317 mmap(NULL, 8192, PROT_READ|PROT_WRITE,"
                    + " MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f539314d000\n")
            .get(0);
    // Microseconds, cut off: up to 999 ns later.
    assertThat(event)
        .isEqualTo(
            new Event.Whole(
                31623,
                1,
                1795423596295317999L,
                new Call(1, 31623, "mmap", memory(0x7f539314d000L, 0x7f539314f000L, RW))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000",
        "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000 <0.01>",
        "mmap(NULL, 0x2000, 0x3, 0x22, 0xffffffff, 0) = 0x10000",
        "mmap(0, 020000, 3, 34, -1, 0) = 65536",
        "mmap(NULL, 8192, 0x3 /* PROT_READ|PROT_WRITE */, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1,"
            + " 0) = 0x10000",
        "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANON, -1, 0)   = 0x10000",
        "mmap2(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000",
        "old_mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000",
        "mmap(NULL, 8192, PROT_READ|0x2, 0x2|MAP_ANONYMOUS, -1, 0) = 0x10000",
      })
  void oneMappingInEveryForm(String call) {
    assertThat(only(call)).isEqualTo(memory(0x10000, 0x12000, RW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7 1.000001 brk(NULL) = 0x1000",
        "7     1.000001 brk(NULL) = 0x1000",
        "7<java> 1.000001 brk(NULL) = 0x1000",
        "7<a b(c> 1.000001 brk(NULL) = 0x1000",
        "[pid     7] 1.000001 brk(NULL) = 0x1000",
        "[pid 7<x y>] 1.000001 brk(NULL) = 0x1000",
        "7 12:30:01 brk(NULL) = 0x1000",
        "7 12:30:01.123456 brk(NULL) = 0x1000",
        "7 1700000000 brk(NULL) = 0x1000",
        "7      0.000012 brk(NULL) = 0x1000",
        "7 1700000000.000001 (+     0.000012) brk(NULL) = 0x1000",
        "7 brk(NULL) = 0x1000",
        "[pid 7] brk(NULL) = 0x1000",
        "7 1.000001 [00007f0c5a3f5d3b] brk(NULL) = 0x1000",
        "7 1.000001 [  12] [00007f0c5a3f5d3b] brk(NULL) = 0x1000",
        "7 1.000001 brk(NULL) = 0x1000\r",
        "7 1.000001 brk(NULL)                              = 0x1000 <0.000010>",
        "7 1.000001 brk(0) = 0x1000",
        "    7 1.000001 brk(NULL) = 0x1000",
        "\t7 1.000001 brk(NULL) = 0x1000",
        "7          0 brk(NULL) = 0x1000",
        "[pid     7]      0 brk(NULL) = 0x1000",
        "7 [unconfined_u:unconfined_r:s0] 1.000001 brk(NULL) = 0x1000",
      })
  void oneLineInEveryForm(String line) {
    List<Event> events = events(line + "\n > /lib/libc.so.6(brk+0xb) [0x1149eb]\n");
    assertThat(events).hasSize(1);
    Event.Whole whole = (Event.Whole) events.get(0);
    assertThat(whole.tid()).isEqualTo(7);
    assertThat(whole.call().operation()).isEqualTo(new Operation.Break(0x1000, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brk(NULL) = 0x1000",
        "1700000000.000001 brk(NULL) = 0x1000",
        "1700000000 brk(NULL) = 0x1000",
        "12:30:01.5 brk(NULL) = 0x1000",
        "     0.000012 brk(NULL) = 0x1000",
        "     3 brk(NULL) = 0x1000",
      })
  void withoutThreadIdsItIsOfOneThread(String line) {
    RecordingReader reader = Traces.of(line + "\n", "").open();
    assertThat(Traces.events(reader)).hasSize(1);
    assertThat(reader.remarks().lines().toString()).contains("strace without -f");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() {
    byte[] text =
        ("\u00ef\u00bb\u00bf7 1.0 brk(NULL) = 0x1000\r\n").getBytes(StandardCharsets.ISO_8859_1);
    RecordingReader reader = Recording.of("test", Source.of("calls", text), null, false).open();
    assertThat(Traces.events(reader)).hasSize(1);
    assertThat(reader.remarks().counts()).isEmpty();
  }

  @Test
  void theFirstAndTheLastLineMayBeCutOff() {
    RecordingReader reader =
        Traces.of(
                """
                OT_READ, MAP_PRIVATE, 3, 0) = 0x200000
                7 1.0 brk(NULL) = 0x1000
                7 1.1 munmap(0x5000, 40\
                """,
                "")
            .open();
    assertThat(Traces.events(reader)).hasSize(1);
    assertThat(reader.remarks().counts())
        .containsOnlyKeys(
            "first lines that are cut off left out", "last lines that are cut off left out");
  }

  @Test
  void aSplitCallIsJoined() {
    List<Event> events =
        events(
            """
            1 1.000010 mprotect(0x1000, 4096, PROT_READ <unfinished ...>
            2 1.000020 munmap(0x5000, 5000 <unfinished ...>
            1 1.000030 <... mprotect resumed>) = 0
            2 1.000040 <... munmap resumed>) = 0
            """);
    Call mprotect =
        new Call(
            1,
            1,
            "mprotect",
            new Operation.Revise(
                0x1000, 0x2000, Revision.ofProtection(Mapping.READ), Reach.ALL, false, false));
    Call munmap = new Call(2, 2, "munmap", new Operation.Unmap(0x5000, 0x7000));
    assertThat(events)
        .containsExactly(
            new Event.Begin(1, 1, 1000010999, mprotect),
            new Event.Begin(2, 2, 1000020999, munmap),
            new Event.End(1, 3, 1000030999, mprotect),
            new Event.End(2, 4, 1000040999, munmap));
  }

  @Test
  void aLineOfStracesOwnInTheMiddleOfACall() {
    List<Event> events =
        events(
            """
            clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7f}strace: Process 8 attached
             => {parent_tid=[8]}, 88) = 8
            [pid     8] brk(NULL) = 0x1000
            """);
    assertThat(((Event.Whole) events.get(0)).call().operation())
        .isEqualTo(new Operation.Spawn(8, true, true, false));
    assertThat(events).hasSize(2);
  }

  @Test
  void aPathWithALineFeed() {
    List<Event> events =
        events(
            """
            7 1.000001 mmap(NULL, 8192, PROT_READ, MAP_SHARED, 3</a
            b>, 0) = 0x10000
            """);
    assertThat(((Operation.Place) ((Event.Whole) events.get(0)).call().operation()).file())
        .isEqualTo("3</ab>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3</data/a(b>",
        "3</data/a>b>",
        "3</data/a, 0) = 5>",
        "3</a \"b>",
        "3</a [x>",
        "3</a>, 0, b>",
        "3</a (deleted)>",
        "3<TCP:[127.0.0.1:1->127.0.0.1:2]>",
        "3</dev/x<char 1:3>>",
        "3<anon_inode:[io_uring]>"
      })
  void anyPath(String path) {
    Operation operation =
        only("mmap(NULL, 8192, PROT_READ, MAP_SHARED, " + path + ", 0) = 0x10000");
    assertThat(operation)
        .isEqualTo(
            new Operation.Place(
                0x10000, 0x12000, Mapping.READ, Mapping.SHARED, Kind.FILE, path, 0, false, false));
  }

  @Test
  void threadsAndProcesses() {
    assertThat(
            only(
                "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD,"
                    + " child_tidptr=0x7f) = 2410"))
        .isEqualTo(new Operation.Spawn(2410, false, false, false));
    assertThat(only("vfork() = 12")).isEqualTo(new Operation.Spawn(12, true, false, false));
    assertThat(only("fork() = 13<sh>")).isEqualTo(new Operation.Spawn(13, false, false, false));
    assertThat(only("clone(0x3d0f00, 0x7f00, 0x7f01, 0x7f01, 0x7f02) = 14"))
        .isEqualTo(new Operation.Spawn(14, true, true, true));
    assertThat(only("clone3({flags=0x3d0f00 /* CLONE_VM|CLONE_THREAD, ... */, stack=0}, 88) = 0xf"))
        .isEqualTo(new Operation.Spawn(15, true, true, true));
    assertThat(only("clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD}, 88) = 16"))
        .isEqualTo(new Operation.Spawn(16, true, false, false));
    assertThat(only("clone(child_stack=NULL, flags=SIGCHLD) = 2 /* 102 in strace's PID NS */"))
        .isEqualTo(new Operation.Spawn(102, false, false, false));
  }

  @Test
  void effectsOfAFailedCall() {
    Revision none = Revision.ofProtection(0);
    assertThat(only("mprotect(0x1000, 8192, PROT_NONE) = -1 ENOMEM (Cannot allocate memory)"))
        .isEqualTo(new Operation.Revise(0x1000, 0x3000, none, Reach.TO_GAP, false, false));
    assertThat(only("mprotect(0x1000, 8192, 0) = -1 (errno 13)"))
        .isEqualTo(new Operation.Revise(0x1000, 0x3000, none, Reach.TO_FORBIDDEN, false, false));
    assertThat(only("munlock(0x1000, 8192) = -1 ENOMEM (Cannot allocate memory)"))
        .extracting("reach")
        .isEqualTo(Reach.TO_GAP);
    assertThat(only("madvise(0x1000, 8192, MADV_DONTFORK) = -1 ENOMEM (Cannot allocate memory)"))
        .extracting("reach")
        .isEqualTo(Reach.OVER_GAPS);
    assertThat(only("execve(\"/bin/a\", [\"a\"], 0x7ff) = -1 ENOENT (No such file)"))
        .isEqualTo(new Operation.Nothing());
    assertThat(only("munmap(0x1000, 8192) = -1 EINVAL (Invalid argument)"))
        .isEqualTo(new Operation.Nothing());
    assertThat(only("munmap(0x1000, 8192) = 0 (INJECTED)")).isEqualTo(new Operation.Nothing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mprotect(0x1000, -4096, PROT_READ) = -1 ENOMEM (Cannot allocate memory)",
        "mlock(0x1000, 18446744073709547520) = -1 ENOMEM (Cannot allocate memory)",
        "munlock(0x1000, 0xfffffffffffff000) = -1 ENOMEM (Cannot allocate memory)",
        "madvise(0x1000, 0xfffffffffffff000, MADV_DONTFORK) = -1 ENOMEM (Cannot allocate memory)",
        "madvise(0x1000, -4096, MADV_GUARD_INSTALL) = -1 ENOMEM (Cannot allocate memory)",
        "mremap(0x1000, -4096, 4096, MREMAP_MAYMOVE) = -1 EPERM (Operation not permitted)",
        "mbind(0x1000, -4096, MPOL_BIND, [0x1], 9, MPOL_MF_MOVE) = -1 EIO (Input/output error)",
        "prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x10, -1, NULL) = -1 ENOMEM (Cannot allocate)",
      })
  void aCallThatFailedForItsRangeDidNothing(String call) {
    assertThat(only(call)).isEqualTo(new Operation.Nothing());
  }

  @Test
  void blanksAtTheEndOfALineAreNoPartOfIt() {
    assertThat(only("munmap(0x1000, 8192) = 0 \t ")).isEqualTo(new Operation.Unmap(0x1000, 0x3000));
    assertThat(only("brk(NULL) = 0x1000\t")).isEqualTo(new Operation.Break(0x1000, 0));
  }

  @Test
  void callsWhoseNamesEndInAnothersAreNotThose() {
    RecordingReader reader =
        Traces.of("7 1.0 brk(NULL) = 0x1000\n7 1.0 arch_prctl(ARCH_SET_FS, 0x1) = 0\n", "").open();
    assertThat(Traces.events(reader)).hasSize(1);
    assertThat(reader.remarks().countOf("calls to arch_prctl, which is not about memory, left out"))
        .isEqualTo(1);
  }

  @Test
  void aCallWithoutKnownResultIsLeftOutAndCounted() {
    RecordingReader reader =
        Traces.of(
                """
                1 1.000001 munmap(0x1000, 4096) = ? <unavailable>
                1 1.000002 munmap(0x3000, 4096 <unfinished ...>
                1 1.000003 +++ killed by SIGKILL (core dumped) +++
                2 1.000004 munmap(0x5000, 4096 <detached ...>
                """,
                "")
            .open();
    assertThat(Traces.events(reader)).hasSize(2);
    assertThat(reader.remarks().counts())
        .containsEntry("calls without a known result left out (munmap)", 1L)
        .containsEntry("calls that never returned left out", 2L);
  }

  @Test
  void exitsAndTheirOddForms() {
    RecordingReader reader =
        Traces.of(
                """
                1 1.000001 exit(0) = ?
                1 1.000002 +++ exited with 0 +++
                2 1.000003 exit_group(1 <unfinished ...>
                3 1.000004 brk(NULL) = 0x1000
                2 1.000005 <... exit_group resumed> <unfinished ...>) = ?
                2 1.000006 +++ exited with 1 +++
                """,
                "")
            .open();
    assertThat(Traces.events(reader))
        .contains(new Event.Ended(1, 2, 1000002999), new Event.Ended(2, 6, 1000006999));
    assertThat(reader.remarks().counts()).isEmpty();
  }

  @Test
  void execveOfAnotherThreadGoesOnUnderTheLeadersId() {
    List<Event> events =
        events(
            """
            11 1.000001 execve("/bin/a", ["a"], 0x7ff <pid changed to 10 ...>
            10 1.000002 +++ superseded by execve in pid 11 +++
            10 1.000003 <... execve resumed>) = 0
            """);
    Call execve = new Call(1, 11, "execve", new Operation.Execute());
    assertThat(events)
        .containsExactly(
            new Event.Begin(11, 1, 1000001999, execve),
            new Event.Superseded(10, 2, 1000002999, 11),
            new Event.End(11, 3, 1000003999, execve));
  }

  @Test
  void aSegvMarksTheRefusedFault() {
    List<Event> events =
        events(
            """
            1 1.000001 brk(NULL) = 0x1000
            1 1.000002 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---
            1 1.000003 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x7f08} ---
            1 1.000004 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9 /* 0.01 s */} ---
            1 1.000005 --- stopped by SIGSTOP ---
            """);
    assertThat(events)
        .contains(
            new Event.Refused(1, 2, 1000002999, 0, false),
            new Event.Refused(1, 3, 1000003999, 0x7f08, true))
        .hasSize(3);
  }

  @Test
  void mappings() {
    assertThat(
            only("mmap(0x10000, 100, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x10000"))
        .isEqualTo(
            new Operation.Place(
                0x10000,
                0x11000,
                Mapping.READ | Mapping.EXECUTE,
                0,
                Kind.FILE,
                "3",
                0,
                true,
                false));
    assertThat(
            only(
                "mmap(NULL, 1, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0) = 0x10000"))
        .isEqualTo(
            new Operation.Place(
                0x10000,
                0x11000,
                0,
                Mapping.SHARED | Mapping.NO_RESERVE,
                Kind.OWN,
                null,
                0,
                false,
                false));
    assertThat(
            only(
                "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB|"
                    + "21<<MAP_HUGE_SHIFT, -1, 0) = 0x200000"))
        .extracting("end")
        .isEqualTo(0x400000L);
    assertThat(only("remap_file_pages(0x10000, 8192, 0, 2, 0) = 0"))
        .isEqualTo(new Operation.Show(0x10000, 0x12000, 0x2000));
    assertThat(only("pkey_mprotect(0x1000, 4096, PROT_READ, 1) = 0"))
        .extracting("revision.set")
        .isEqualTo(1 << Mapping.KEY_SHIFT);
  }

  @Test
  void aSegmentThatIsAttached() {
    List<Event> events =
        events(
            """
            7 1.0 shmget(IPC_PRIVATE, 5000, IPC_CREAT|0600) = 32769
            7 1.1 shmat(32769, NULL, SHM_RDONLY) = 0x10000
            7 1.2 shmdt(0x10000) = 0
            """);
    assertThat(((Event.Whole) events.get(1)).call().operation())
        .extracting("start", "end", "protection")
        .containsExactly(0x10000L, 0x12000L, Mapping.READ);
    assertThat(((Event.Whole) events.get(2)).call().operation())
        .isEqualTo(new Operation.Detach(0x10000));
  }

  @Test
  void movesAdviceAndLocks() {
    assertThat(only("mremap(0x1000, 4096, 8192, MREMAP_MAYMOVE) = 0x9000"))
        .isEqualTo(new Operation.Remap(0x1000, 0x2000, 0x9000, 0xb000, false, false));
    assertThat(only("madvise(0x1000, 4096, MADV_DONTNEED) = 0")).isEqualTo(new Operation.Nothing());
    assertThat(only("madvise(0x1000, 4096, 0xa) = 0"))
        .isEqualTo(
            new Operation.Revise(
                0x1000, 0x2000, Revision.ofFlags(Mapping.NOT_COPIED, 0), Reach.ALL, false, false));
    assertThat(only("mlock(0x1010, 16) = 0")).extracting("start").isEqualTo(0x1000L);
    assertThat(only("mlockall(MCL_FUTURE) = 0"))
        .isEqualTo(new Operation.LockAll(null, Mapping.LOCKED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                                | not a line as strace
          7 1.0 brk(NULL) =                    | no result
          7 1.0 brk(NULL = 0x1000              | the arguments have no end
          7 1.0 brk(NULL) = zero               | "zero" is not a number
          7 1.0 munmap(0x1001, 4096) = 0       | not the start of a page
          7 1.0 munmap(0x1000, 0) = 0          | empty or wraps
          7 1.0 munmap(0x1000) = 0             | argument 2 is missing
          7 1.0 mprotect(0x1000, 1, RW) = 0    | "RW" is not a protection
          7 1.0 execve("/bin/a, 0x1) = 0       | a string without an end
          7 1.0 clone(child_stack=NULL) = 8    | record without -e raw
          7 1.0 clone3(0x7ffd, 0x58) = 8       | record without -e raw
          7 1.0 <... brk resumed>) = 0x1000    | has not begun
          7 1.0 <... brk resumed               | not a resumed call
          7 1.0 +++ gone +++                   | not an end of a thread
          7 1.0 --- SIGSEGV                    | a signal that does not end
          7 1.0 shmat(5, NULL, 0) = 0x7f0000   | record shmget too
          7 1.0 madvise(0x1000, 1, 0x63) = 0   | madvise with 0x63 is not known
          7 12:00:00 brk(NULL) = 0x1000        | in another form than before
          7 1.0 Aha: munmap(0x1000, 4096) = 0  | with --lenient, replay and areas leave such lines out
          7 1.0 outmunmap(0x1000, 4096) = 0    | no call outmunmap: where the program's own output
          """)
  void unreadableLineIsAnErrorWithLineTextAndReason(String line, String why) {
    String strace = "7 0.5 brk(NULL) = 0x1000\n" + line + "\n";
    assertThatThrownBy(() -> events(strace))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("calls:2: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith(line);
    RecordingReader lenient = Traces.of(strace, "", true).open();
    assertThat(Traces.events(lenient)).hasSize(1);
    assertThat(String.join("\n", lenient.remarks().lines()))
        .contains("left out")
        .contains("calls:2: " + line);
  }

  private static final String PASTED =
      """
      7 1.0 execve("/usr/bin/a, b", ["a", "R&D"], 0x7ffc /* 21 vars */) = 0 <0.000100>
      7 1.1 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3</lib/a, b.so>, 0) = 0x10000 <0.000010>
      7 1.2 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0} => {parent_tid=[8]}, 88) = 8
      7 1.3 munmap(0x10000, 4096 <unfinished ...>
      8 1.4 mmap(NULL, 2097152, PROT_READ, MAP_SHARED|MAP_HUGETLB|21<<MAP_HUGE_SHIFT, 4, 0) = 0x200000
      7 1.5 <... munmap resumed>) = 0 <0.2>
      8 1.6 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x8} ---
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <   | &lt;   | >   | &gt;   | "  | &quot;
          <   | &lt;   | >   | &gt;   | "  | "
          <   | &#60;  | >   | &#62;  | "  | &#34;
          <   | &#x3c; | >   | &#x3E; | "  | &#x22;
          ... | …      | --- | —      | "  | ”
          ... | …      | --- | –-     | "  | “
          """)
  void changesByAWebPageAreUndone(
      String a, String forA, String b, String forB, String c, String forC) {
    String page = a.equals("<") ? PASTED.replace("&", "&amp;") : PASTED;
    page = page.replace(a, forA).replace(b, forB).replace(c, forC);
    assertThat(page).isNotEqualTo(PASTED);
    assertThat(events(page)).isEqualTo(events(PASTED)).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "&nbsp;", "\u202f", "&#160;", "\u200b "})
  void blanksThatDoNotBreakAreBlanks(String blank) {
    String calls = "7 1.0 brk(NULL) = 0x1000\n7 1.1 munmap(0x1000, 4096) = 0\n";
    assertThat(events(calls.replace(" ", blank).replace("\n", blank + "\n")))
        .isEqualTo(events(calls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\n%s```\n",
        "~~~ text\n%s~~~\n",
        "``` strace\n%s",
        "<pre>\n%s</pre>\n",
        "<pre><code class=\"x\">\n%s</code></pre>\n",
        "<br>\n%s<p>\n<br/>\n"
      })
  void linesOfAPageAroundItAreLeftOut(String page) {
    assertThat(events(page.formatted(PASTED)))
        .extracting(Event::time)
        .isEqualTo(events(PASTED).stream().map(Event::time).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"> ", ">", ">> ", "> > ", "\u001b[1m", "\u001b[38;5;3m\u001b[K"})
  void quotationMarksAndColoursAreIgnored(String mark) {
    assertThat(events(PASTED.replaceAll("(?m)^", mark))).isEqualTo(events(PASTED));
    assertThat(events(PASTED.replace("mmap", "\u001b[01;31mmmap\u001b[m")))
        .isEqualTo(events(PASTED));
  }

  @Test
  void anEntityInAPathIsItself() {
    String call = "7 1.0 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</a&lt;b>, 0) = 0x10000\n";
    Event.Whole event = (Event.Whole) events(call).get(0);
    assertThat(event.call().operation()).extracting("file").isEqualTo("3</a&lt;b>");
  }

  @Test
  void twoCallsOfOneThreadAtOnceAreAnError() {
    assertThatThrownBy(
            () ->
                events(
                    """
                    7 1.0 munmap(0x1000, 4096 <unfinished ...>
                    7 1.1 brk(NULL) = 0x1000
                    """))
        .hasMessageContaining("calls:2: thread 7 is in munmap since line 1 and cannot call brk");
  }

  @Test
  void callsThatAreNotAboutMemoryAreCountedByName() {
    RecordingReader reader =
        Traces.of(
                """
                7 1.0 brk(NULL) = 0x1000
                strace: Process 8 attached
                7 1.1 openat(AT_FDCWD, "a\\"(", O_RDONLY) = 3
                7 1.2 read(3, "\\177ELF("..., 832) = 832
                7 1.3 read(3, <unfinished ...>
                7 1.4 <... read resumed>"", 10) = 0
                7 1.5 mincore(0x1000, 4096, [1]) = 0
                7 1.6 prctl(PR_SET_NAME, "x") = 0
                """,
                "")
            .open();
    Traces.events(reader);
    assertThat(reader.remarks().counts())
        .containsOnly(
            java.util.Map.entry("calls to openat, which is not about memory, left out", 1L),
            java.util.Map.entry("calls to read, which is not about memory, left out", 2L),
            java.util.Map.entry("calls to prctl, which is not about memory, left out", 1L));
  }

  @Test
  void nothingToReadIsAnError() {
    assertThatThrownBy(() -> events("")).hasMessage("calls: no calls in it");
    assertThatThrownBy(() -> events("\n\n")).hasMessage("calls: no calls in it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7 12:00:00.5 ",
        "7 12:00:00 ",
        "7 ",
        "7      0.000001 ",
        "7 1700000000 ",
        "7 1.123 "
      })
  void faultsNeedTimesToBePutInOrderBy(String head) {
    assertThatThrownBy(() -> Traces.of(head + "brk(NULL) = 0x1000\n", "a 7/7 1.5: 1000\n").open())
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("record with strace -ttt");
  }

  @Test
  void faultsOfAnotherClockAreRefused() {
    String call = "7 1700000000.100000 brk(NULL) = 0x1000\n";
    assertThatThrownBy(() -> Traces.of(call, "a 7/7 12345.300000000: 1000\n").open())
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("faults: its times are of another clock than those of calls")
        .hasMessageContaining("-k CLOCK_REALTIME");
  }

  /** The first file goes on over midnight, the second one's thread began after it. */
  @Test
  void filesOfFollowForksThatBeginAfterMidnight() {
    Recording recording =
        new Recording(
            "set",
            List.of(
                Source.of(
                    "x.100",
                    """
                    23:59:59.900000 execve("/bin/a", ["a"], 0x7ff) = 0 <0.000001>
                    00:00:01.000000 clone(child_stack=NULL, flags=CLONE_VM) = 101 <0.000009>
                    00:00:03.000000 munmap(0x200000, 4096) = 0 <0.000003>
                    """),
                Source.of(
                    "x.101",
                    """
                    00:00:02.000000 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x200000 <0.01>
                    00:00:02.500000 +++ exited with 0 +++
                    """)),
            List.of(100, 101),
            null,
            false);
    List<Event> events = Traces.events(recording.open());
    assertThat(events)
        .extracting(Event::tid)
        .containsExactly(100, 100, 100, 100, 101, 101, 101, 100, 100);
    assertThat(events).extracting(Event::time).isSorted();
  }

  @Test
  void filesOfFollowForksAreMergedByTime() {
    Recording recording =
        new Recording(
            "set",
            List.of(
                Source.of(
                    "x.100",
                    """
                    1.000001 execve("/bin/a", ["a"], 0x7ff) = 0 <0.000001>
                    1.000010 clone(child_stack=NULL, flags=CLONE_VM|CLONE_THREAD) = 101 <0.000009>
                    1.000040 munmap(0x200000, 4096) = 0 <0.000003>
                    """),
                Source.of(
                    "x.101",
                    """
                    1.000020 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x200000 <0.000005>
                    1.000050 +++ exited with 0 +++
                    """)),
            List.of(100, 101),
            null,
            false);
    List<Event> events = Traces.events(recording.open());
    assertThat(events).hasSize(9).extracting(Event::tid).startsWith(100, 100, 100, 100, 101, 101);
    assertThat(events)
        .extracting(event -> String.format(Locale.ROOT, "%d", event.line()))
        .doesNotHaveDuplicates();
    Recording timeless =
        new Recording(
            "set",
            List.of(
                Source.of("x.1", "brk(NULL) = 0x1000\n"), Source.of("x.2", "brk(NULL) = 0x1000\n")),
            List.of(1, 2),
            null,
            false);
    assertThatThrownBy(timeless::open).hasMessageContaining("x.1").hasMessageContaining("-ttt");
  }

  @Test
  void aBrokenLineIsOfTheThreadAtItsHead() {
    List<Event> events =
        events(
            """
            [pid     7] 1.000001 munmap(0x5000strace: Process 8 attached
            , 4096) = 0
            [pid     8] 1.000002 brk(NULL) = 0x1000
            """);
    assertThat(events).extracting(Event::tid).containsExactly(7, 8);
    assertThat(events).extracting(Event::time).containsExactly(1_000_001_999L, 1_000_002_999L);
  }

  @Test
  void withZStraceEndsACutCallOnALineWithoutAHead() {
    List<Event> events =
        events(
            """
            7  1.000001 write(1, "a"..., 160 <unfinished ...>
            )                                       = 160
            7  1.000002 munmap(0x5000, 4096 <unfinished ...>
            )                                       = 0
            7  1.000003 rt_sigprocmask(SIG_SETMASK, [],  <unfinished ...>
            NULL, 8)                                = 0
            7  1.000004 mprotect(0x8000,  <unfinished ...>
            4096, PROT_READ)                        = 0
            """);
    assertThat(events).hasSize(4).extracting(Event::tid).containsOnly(7);
    assertThat(((Event.Begin) events.get(2)).call().name()).isEqualTo("mprotect");
  }

  @Test
  void relativeTimesBehindAThreadAreRelative() {
    assertThat(
            events(
                """
                     0.000012 brk(NULL) = 0x1000
                [pid     7]      0.000012 brk(NULL) = 0x1000
                [pid     7]      0.000012345 brk(NULL) = 0x1000
                """))
        .hasSize(3);
  }

  @Test
  void theTableBehindTheCallsIsNoCall() {
    RecordingReader reader =
        Traces.of(
                """
                7 1.0 brk(NULL) = 0x1000
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ------------------
                 29.33    0.001000           5       182           mmap
                100.00    0.003410                  1078        89 total
                """,
                "")
            .open();
    assertThat(Traces.events(reader)).hasSize(1);
    assertThat(reader.remarks().counts()).isEmpty();
  }

  @Test
  void callsThatStraceKnowsByNumberOnly() {
    assertThat(only("syscall_0x1ce(0x1000, 0x1000, 0, 0, 0, 0) = 0"))
        .isEqualTo(only("mseal(0x1000, 4096, 0) = 0"));
    assertThat(only("syscall_462(0x1000, 0x1000, 0, 0, 0, 0) = 0"))
        .isEqualTo(only("mseal(0x1000, 4096, 0) = 0"));
    assertThatThrownBy(() -> only("syscall_0x1b3(0x7fff0000, 0x58, 0, 0, 0, 0) = 9"))
        .hasMessageContaining("record without -e raw");
    RecordingReader reader =
        Traces.of("7 1.0 brk(NULL) = 0x1000\n7 1.1 syscall_0x200(0x1) = 0\n", "").open();
    Traces.events(reader);
    assertThat(reader.remarks().counts())
        .containsOnlyKeys("calls to syscall_0x200, which strace could not name, left out");
  }

  @Test
  void aCommentAmongWords() {
    assertThat(
            only(
                "mmap(NULL, 8192, 0x8 /* PROT_??? */|PROT_READ, 0x2 /* x */|MAP_ANON, -1, 0) = 0x10000"))
        .isEqualTo(memory(0x10000, 0x12000, Mapping.READ));
  }

  /** Up to strace 4, and by whatever path strace was called. */
  @Test
  void messagesOfStraceItself() {
    List<Event> events =
        events(
            """
            Process 7 attached with 2 threads - interrupt to quit
            [ Process PID=7 runs in 32 bit mode. ]
            /usr/bin/strace: Process 9 attached
            [pid     7] clone(child_stack=0, flags=CLONE_CHILD_SETTID|SIGCHLDProcess 8 attached
            , child_tidptr=0x7f6e) = 8
            [pid     8] munmap(0x5000, 4096) = 0
            Process 7 suspended
            Process 7 resumed
            Process 8 detached
            [pid     7] clone(Process 9 attached (waiting for parent)
            child_stack=0xb7, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 9
            [pid     7] clone3({flags=CLONE_VM}./strace: Process 10 attached
             => {}, 88) = 10
            Process 9 resumed (parent 7 ready)
            [pid     7] exit_group(0 <unfinished ... exit status 0>
            """);
    assertThat(events.get(0)).isInstanceOf(Event.Attached.class);
    assertThat(events)
        .filteredOn(event -> event instanceof Event.Whole)
        .extracting(event -> ((Event.Whole) event).call().operation())
        .contains(
            new Operation.Spawn(8, false, false, false),
            new Operation.Spawn(9, true, true, true),
            new Operation.Spawn(10, true, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                                | true
          0 (INJECTED)                     | false
          0 (INJECTED) (DELAYED)           | false
          0 (INJECTED) <0.000010>          | false
          0 (INJECTED: args, retval)       | false
          0 (INJECTED: args)               | true
          0 (DELAYED) <0.400000>           | true
          """)
  void injectedResultsDidNotHappen(String result, boolean happened) {
    assertThat(only("munmap(0x1000, 4096) = " + result))
        .isEqualTo(happened ? new Operation.Unmap(0x1000, 0x2000) : new Operation.Nothing());
  }

  @Test
  void theOldFormOfASegv() {
    assertThat(
            events(
                """
                1 1.000002 --- {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10} (x) ---
                """))
        .containsExactly(new Event.Refused(1, 1, 1000002999, 0x10, false));
  }

  @Test
  void descriptorsThatAreClosedAndCopied() {
    assertThat(only("close(3</a>) = 0")).isEqualTo(new Operation.CloseFiles(3, 3));
    assertThat(only("close_range(3, 4294967295, 0) = 0"))
        .isEqualTo(new Operation.CloseFiles(3, Integer.MAX_VALUE));
    assertThat(only("close_range(3, 4294967295, CLOSE_RANGE_CLOEXEC) = 0"))
        .isEqualTo(new Operation.Nothing());
    assertThat(only("dup2(5</a>, 0</b>) = 0</a>")).isEqualTo(new Operation.CopyFile(5, 0));
    assertThat(only("fcntl(3, F_DUPFD_CLOEXEC, 20) = 20")).isEqualTo(new Operation.CopyFile(3, 20));
    assertThat(only("fcntl(0x3, 0x406, 0x14) = 0x14")).isEqualTo(new Operation.CopyFile(3, 20));
    assertThat(events("7 1.0 brk(NULL) = 0x1000\n7 1.1 fcntl(3, F_GETFL) = 0x8002\n")).hasSize(1);
  }

  @Test
  void theDeviceThatIsMemory() {
    assertThat(only("mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/zero<char 1:5>>, 0) = 0x10000"))
        .extracting("kind")
        .isEqualTo(Kind.OWN);
  }

  @Test
  void rangesThatAreAdvisedOnTogether() {
    String call = "process_madvise(5, [{iov_base=0x1000, iov_len=4096}, {iov_base=0x4000, ";
    assertThat(only(call + "iov_len=8192}], 2, MADV_DONTFORK, 0) = 12288"))
        .extracting("parts")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(
            only("madvise(0x1000, 4096, MADV_DONTFORK) = 0"),
            only("madvise(0x4000, 8192, MADV_DONTFORK) = 0"));
    assertThat(only(call + "iov_len=8192}], 2, MADV_COLD, 0) = 12288"))
        .isEqualTo(new Operation.Nothing());
    assertThatThrownBy(() -> only("process_madvise(5, 0x7f, 2, 0xa, 0) = 12288"))
        .hasMessageContaining("record with strace -v");
  }

  /** A copy of the end of a file begins anywhere in a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "13 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000",
        "0.000009 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000",
        "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000",
        "9 <... mmap resumed>) = 0x200000",
        "09 +++ exited with 0 +++",
      })
  void aFirstLineThatIsCutDecidesNothing(String line) {
    String calls = "7 1.000010 brk(NULL) = 0x1000\n8 1.000011 brk(NULL) = 0x1000\n";
    RecordingReader reader = Traces.of(line + "\n" + calls, "").open();
    assertThat(Traces.events(reader)).extracting(Event::tid).containsExactly(7, 8);
    assertThat(reader.remarks().counts()).containsOnlyKeys("first lines that are cut off left out");
  }

  @Test
  void linesThatWereSortedByThreadAreRefused() {
    String sorted =
        """
        7 1.000001 clone(child_stack=NULL, flags=CLONE_VM|CLONE_THREAD) = 8
        7 1.000005 munmap(0x200000, 4096) = 0
        8 1.000003 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
        """;
    assertThatThrownBy(() -> events(sorted))
        .hasMessageStartingWith("calls: the lines are not in the order in which strace wrote them")
        .hasMessageContaining("-ff -ttt -T");
    RecordingReader lenient = Traces.of(sorted, "", true).open();
    assertThat(Traces.events(lenient)).hasSize(3);
    assertThat(lenient.remarks().countOf(BACK)).isEqualTo(1);
  }

  private static final String BACK =
      "times that are before the line above, taken in the order of the lines";

  /** -z shows a call when it is over, with the time when it began. */
  @ParameterizedTest
  @ValueSource(strings = {"1.00000", "00:00:01.00000", "170000000"})
  void timesThatGoBackAreRemarkedOn(String time) {
    RecordingReader reader =
        Traces.of(
                "7 T1 brk(NULL) = 0x1000\n8 T3 brk(NULL) = 0x1000\n7 T2 brk(NULL) = 0x1000\n"
                    .replace("T", time),
                "")
            .open();
    assertThat(Traces.events(reader)).extracting(Event::tid).containsExactly(7, 8, 7);
    assertThat(reader.remarks().counts()).containsOnlyKeys(BACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7 1.0 munmap(0x1000, 4096) = 0\r7 1.1 brk(NULL) = 0x1000",
        "7 1.0 munmap(0x1000, 4096) = 0 7 1.1 brk(NULL) = 0x1000",
        "[pid 7] munmap(0x1000, 4096) = 0 [pid 7] brk(NULL) = 0x1000",
        "munmap(0x1000, 4096) = 0 brk(NULL) = 0x1000",
      })
  void twoCallsOnOneLineAreAnError(String line) {
    assertThatThrownBy(() -> events(line + "\n")).hasMessageContaining("two lines in one, perhaps");
  }

  @Test
  void commasBeforeFractionsAndTabsForBlanks() {
    String calls =
        "7 1.000001 brk(NULL) = 0x1000 <0.000003>\n8 1.000002 munmap(0x1000, 4096) = 0\n";
    assertThat(events(calls.replaceAll("(\\d)\\.(\\d)", "$1,$2"))).isEqualTo(events(calls));
    assertThat(events(calls.replaceAll("(^|\n)(\\d) ", "$1$2\t").replace(" =", "\t=")))
        .isEqualTo(events(calls));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a 7/8 1795423596.295590599: 55e36a3fa048  | a page fault as perf script writes it: that file is for --faults
          a 7 [000] 1.5: 1 page-faults: 7f0 7f1 f+0 | make it anew with perf script -i FILE --ns
          0.05 ( 0.006 ms): a/7 mmap(len: 8) = 0x7f | as perf trace writes it
          55a4000-55a5000 r-xp 00001000 fe:00 24 /a | that file is for --maps
          a-7 [000] ..... 12.5: sys_mmap(addr: 0)   | as the kernel's trace_pipe
          7 a RET mmap 34366181376/0x80061e000      | as kdump writes it
          """)
  void linesOfOtherToolsAreRefusedByTheirNames(String line, String said) {
    for (String before : List.of("", "7 1.0 brk(NULL) = 0x1000\n")) {
      assertThatThrownBy(() -> events(before + line + "\n"))
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining(said);
    }
  }

  @Test
  void reasonWhyStraceCouldNotRecordIsReported() {
    assertThatThrownBy(
            () -> events("strace: attach: ptrace(PTRACE_SEIZE, 7): Operation not permitted\n"))
        .hasMessage(
            "calls: no calls in it; strace said: attach: ptrace(PTRACE_SEIZE, 7): Operation not"
                + " permitted");
    assertThatThrownBy(() -> events("% time  seconds\n------ ---\n 29.33  0.001000\n"))
        .hasMessage("calls: no calls in it but the table of strace -c: record without -c");
  }
}
