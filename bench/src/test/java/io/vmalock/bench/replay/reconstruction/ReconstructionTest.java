package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Maps and orders worked out by hand. */
class ReconstructionTest {
  private static final String ANONYMOUS = "PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0";
  private static final String EXECVE = "1 1.000100 execve(\"/bin/a\", [\"a\"], 0x7ff) = 0\n";

  private static Reconstruction reconstruct(String strace, String faults) {
    return Reconstruction.of(Traces.of(strace, faults));
  }

  /** By line of the fault, the areas that it may find, in words. */
  private static Map<Integer, List<String>> found(Reconstruction reconstruction) {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (Reconstruction.Turn turn : reconstruction.turns()) {
      if (turn instanceof Reconstruction.Find find) {
        found.put(find.step().line(), find.areas().stream().map(MappedArea::toString).toList());
      }
    }
    return found;
  }

  private static Reconstruction.Find find(Reconstruction reconstruction, int line) {
    return reconstruction.turns().stream()
        .filter(turn -> turn instanceof Reconstruction.Find && turn.step().line() == line)
        .map(Reconstruction.Find.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> map(Reconstruction reconstruction, int space) {
    return reconstruction.spaces().get(space).stream().map(MappedArea::toString).toList();
  }

  /** The lines of the calls that became steps, in the order that was decided on. */
  private static List<Integer> order(Reconstruction reconstruction) {
    return reconstruction.turns().stream()
        .filter(turn -> turn.step() instanceof Step.Revise)
        .map(turn -> turn.step().line())
        .toList();
  }

  @Test
  void oneProcessStepByStep() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 brk(NULL) = 0x100000
                1 1.000300 brk(0x101800) = 0x101800
                1 1.000400 mmap(NULL, 16384, ANONYMOUS) = 0x200000
                1 1.000500 mprotect(0x201000, 4096, PROT_READ) = 0
                1 1.000600 munmap(0x203000, 1) = 0
                1 1.000700 mprotect(0x201000, 4096, PROT_READ|PROT_WRITE) = 0
                1 1.000800 brk(0x104000) = 0x104000
                1 1.000900 brk(0x103000) = 0x103000
                1 1.001000 mmap(0x202000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x202000
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            a 1/1 1.000150: 50008
            a 1/1 1.000160: 52010
            a 1/1 1.000350: 101fff
            a 1/1 1.000450: 203000
            a 1/1 1.000550: 200000
            a 1/1 1.000560: 201000
            a 1/1 1.000850: 102000
            a 1/1 1.001100: 202fff
            """);
    assertThat(map(reconstruction, 0))
        .containsExactly(
            "[0x50000, 0x53000) ??? execve",
            "[0x100000, 0x103000) rw- anonymous heap",
            "[0x200000, 0x202000) rw- anonymous",
            "[0x202000, 0x203000) r-- line 10");
    assertThat(found(reconstruction))
        .containsExactly(
            Map.entry(1, List.of("[0x50000, 0x53000) ??? execve")),
            Map.entry(2, List.of("[0x50000, 0x53000) ??? execve")),
            Map.entry(3, List.of("[0x100000, 0x102000) rw- anonymous heap")),
            Map.entry(4, List.of("[0x200000, 0x204000) rw- anonymous")),
            Map.entry(5, List.of("[0x200000, 0x201000) rw- anonymous")),
            Map.entry(6, List.of("[0x201000, 0x202000) r-- anonymous")),
            Map.entry(7, List.of("[0x100000, 0x104000) rw- anonymous heap")),
            Map.entry(8, List.of("[0x202000, 0x203000) r-- line 10")));
    assertThat(reconstruction.sections()).isEqualTo(8);
    assertThat(reconstruction.mostAreas()).isEqualTo(5);
    // The page at 0x200000 was its own area after the first mprotect, section 4, until the second.
    assertThat(find(reconstruction, 5).after()).isEqualTo(4);
    assertThat(find(reconstruction, 5).before()).isEqualTo(6);
    // Nothing ended the last one.
    assertThat(find(reconstruction, 8).before()).isZero();
  }

  @Test
  void areasOfExecveAreInferredFromTouchedProtectedAndUnmappedPages() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 4096, ANONYMOUS) = 0x54000
                1 1.000300 mprotect(0x52000, 4096, PROT_READ) = 0
                1 1.000400 munmap(0x60000, 8192) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            a 1/1 1.000150: 50008
            a 1/1 1.000250: 56000
            a 1/1 1.000260: 7ff000000000
            """);
    // 0x54000 was free for mmap, so above it is another area. The stack is too far away.
    assertThat(found(reconstruction))
        .containsEntry(1, List.of("[0x50000, 0x53000) ??? execve"))
        .containsEntry(2, List.of("[0x56000, 0x62000) ??? execve"))
        .containsEntry(3, List.of("[0x7ff000000000, 0x7ff000001000) ??? execve"));
    assertThat(map(reconstruction, 0))
        .containsExactly(
            "[0x50000, 0x52000) ??? execve",
            "[0x52000, 0x53000) r-- execve",
            "[0x54000, 0x55000) rw- anonymous",
            "[0x56000, 0x60000) ??? execve",
            "[0x7ff000000000, 0x7ff000001000) ??? execve");
  }

  @Test
  void mremapMovesGrowsAndShrinks() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
                1 1.000300 mremap(0x200000, 8192, 16384, MREMAP_MAYMOVE) = 0x300000
                1 1.000400 mremap(0x300000, 16384, 4096, 0) = 0x300000
                1 1.000500 mremap(0x300000, 4096, 8192, 0) = 0x300000
                1 1.000600 mremap(0x300000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = 0x400000
                """,
            "");
    assertThat(map(reconstruction, 0))
        .containsExactly("[0x300000, 0x302000) r-- line 2", "[0x400000, 0x401000) r-- line 2");
  }

  @Test
  void aPlaceThatIsUsedAgainWasUnmappedBefore() {
    // The result of mmap came first, but the kernel can only have placed it after the munmap.
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 4096, ANONYMOUS) = 0x200000
                1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                1 1.000400 munmap(0x200000, 4096 <unfinished ...>
                2 1.000410 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0 <unfinished ...>
                2 1.000420 <... mmap resumed>) = 0x200000
                1 1.000430 <... munmap resumed>) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            "a 1/2 1.000425: 200010\n");
    assertThat(order(reconstruction)).containsExactly(2, 4, 5);
    assertThat(found(reconstruction))
        .containsEntry(1, List.of("[0x200000, 0x201000) r-- line 5 shared"));
    assertThat(map(reconstruction, 0)).containsExactly("[0x200000, 0x201000) r-- line 5 shared");
    assertThat(reconstruction.remarks().counts()).isEmpty();
  }

  @Test
  void aCallThatNeededUnmappedMemoryCameBefore() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 4096, ANONYMOUS) = 0x200000
                1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                2 1.000400 mprotect(0x200000, 4096, PROT_READ <unfinished ...>
                1 1.000410 munmap(0x200000, 4096) = 0
                2 1.000420 <... mprotect resumed>) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            "");
    assertThat(order(reconstruction)).containsExactly(2, 4, 5);
  }

  @Test
  void aFaultDuringAnotherThreadsCallMayFindEither() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 8192, ANONYMOUS) = 0x200000
                1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                1 1.000400 mprotect(0x201000, 4096, PROT_READ <unfinished ...>
                2 1.000500 madvise(0x200000, 4096, MADV_DONTNEED) = 0
                1 1.000600 <... mprotect resumed>) = 0
                1 1.000700 munmap(0x200000, 8192) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            a 1/2 1.000350: 201000
            a 1/2 1.000550: 201000
            a 1/2 1.000650: 201000
            a 1/1 1.000660: 201000
            """);
    String before = "[0x200000, 0x202000) rw- anonymous";
    String after = "[0x201000, 0x202000) r-- anonymous";
    assertThat(found(reconstruction))
        .containsExactly(
            Map.entry(1, List.of(before)),
            Map.entry(2, List.of(before, after)),
            Map.entry(3, List.of(after)),
            Map.entry(4, List.of(after)));
    assertThat(reconstruction.concurrentFaults()).isEqualTo(1);
    // Sections: 1 execve, 2 mmap, 3 mprotect, 4 munmap.
    assertThat(find(reconstruction, 1).before()).isEqualTo(3);
    assertThat(find(reconstruction, 2).after()).isEqualTo(2);
    assertThat(find(reconstruction, 2).before()).isEqualTo(4);
  }

  @Test
  void aFaultDuringAnUnmappingWasBeforeIt() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 8192, ANONYMOUS) = 0x200000
                1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                1 1.000400 munmap(0x200000, 8192 <unfinished ...>
                2 1.000500 madvise(0x200000, 4096, MADV_DONTNEED) = 0
                1 1.000600 <... munmap resumed>) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            "a 1/2 1.000450: 201000\n");
    assertThat(found(reconstruction))
        .containsEntry(1, List.of("[0x200000, 0x202000) rw- anonymous"));
    assertThat(find(reconstruction, 1).before()).isEqualTo(3);
  }

  @Test
  void aThreadsOwnFaultComesAfterItsCallAndAnothersAfterTheCallThatMadeItPossible() {
    // One line for each call: that it had ended is only known from the next line.
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                1 1.000300 mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x200000
                1 1.000400 mprotect(0x200000, 4096, PROT_READ|PROT_WRITE) = 0
                1 1.009000 mprotect(0x200000, 4096, PROT_READ) = 0
                """,
            """
            a 1/2 1.000500: 200000
            a 1/1 1.009100: 200000
            """);
    assertThat(found(reconstruction))
        .containsEntry(1, List.of("[0x200000, 0x201000) rw- anonymous"))
        .containsEntry(2, List.of("[0x200000, 0x201000) r-- anonymous"));
  }

  @Test
  void aForkHasASpaceOfItsOwn() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 8192, ANONYMOUS) = 0x200000
                1 1.000300 madvise(0x201000, 4096, MADV_DONTFORK) = 0
                1 1.000400 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>
                2 1.000410 munmap(0x200000, 4096) = 0
                1 1.000420 <... clone resumed>, child_tidptr=0x7f) = 2
                1 1.000500 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x300000
                2 1.000600 +++ exited with 0 +++
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            a 1/1 1.000150: 50000
            a 2/2 1.000405: 200000
            a 2/2 1.000550: 51000
            a 1/1 1.000560: 200000
            """);
    assertThat(found(reconstruction))
        // Before the parent's result, and before its parent's line was complete.
        .containsEntry(2, List.of("[0x200000, 0x201000) rw- anonymous"))
        // Only the child touched the page, which its parent had from execve.
        .containsEntry(3, List.of("[0x50000, 0x52000) ??? execve"))
        .containsEntry(4, List.of("[0x200000, 0x201000) rw- anonymous"));
    assertThat(map(reconstruction, 0))
        .containsExactly(
            "[0x50000, 0x52000) ??? execve",
            "[0x200000, 0x201000) rw- anonymous",
            "[0x201000, 0x202000) rw- anonymous dontfork",
            "[0x300000, 0x301000) r-- line 7");
    assertThat(map(reconstruction, 1)).containsExactly("[0x50000, 0x52000) ??? execve");
    assertThat(reconstruction.processes()).isEqualTo(2);
  }

  @Test
  void execveMakesASpaceAndTheLastToLeaveClosesTheOldOne() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 4096, ANONYMOUS) = 0x200000
                1 1.000300 vfork( <unfinished ...>
                2 1.000310 execve("/none", ["b"], 0x7ff) = -1 ENOENT (No such file or directory)
                2 1.000400 execve("/bin/b", ["b"], 0x7ff) = 0
                1 1.000410 <... vfork resumed>) = 2
                2 1.000500 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
                1 1.000600 +++ exited with 0 +++
                2 1.000700 +++ exited with 0 +++
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            a 2/2 1.000320: 200000
            a 2/2 1.000405: 200000
            b 2/2 1.000406: 200000
            """);
    // In its execve, it first reads the arguments in its parent's space, then fills its own.
    assertThat(reconstruction.turns())
        .filteredOn(turn -> turn instanceof Reconstruction.Find)
        .extracting(turn -> turn.step().space())
        .containsExactly(0, 0, 1);
    assertThat(reconstruction.turns())
        .filteredOn(turn -> turn.step() instanceof Step.Close)
        .extracting(turn -> turn.step().space() + " at line " + turn.step().line())
        .containsExactly("0 at line 8", "1 at line 9");
    assertThat(map(reconstruction, 1)).containsExactly("[0x200000, 0x201000) r-- line 7");
  }

  @Test
  void anExecveOfAnotherThreadThanTheFirst() {
    Reconstruction reconstruction =
        reconstruct(
            """
            10 1.000100 execve("/bin/a", ["a"], 0x7ff) = 0
            10 1.000200 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 11
            11 1.000300 execve("/bin/b", ["b"], 0x7ff <pid changed to 10 ...>
            10 1.000310 +++ superseded by execve in pid 11 +++
            10 1.000400 <... execve resumed>) = 0
            10 1.000500 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
            """,
            "b 10/10 1.000600: 200000\n");
    assertThat(map(reconstruction, 0)).isEmpty();
    assertThat(map(reconstruction, 1)).containsExactly("[0x200000, 0x201000) r-- line 6");
    Step.Touch touch = find(reconstruction, 1).step();
    assertThat(touch.space()).isEqualTo(1);
    assertThat(reconstruction.threads().get(touch.thread())).isEqualTo("b 10");
    assertThat(reconstruction.turns())
        .filteredOn(turn -> turn.step() instanceof Step.Close)
        .hasSize(1);
  }

  @Test
  void faultsThatTheKernelRefusedFindNothing() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x200000
                1 1.000300 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x700000} ---
                1 1.000400 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x200010} ---
                1 1.000500 munmap(0x200000, 4096) = 0
                """,
            """
            a 1/1 1.000250: 700000
            a 1/1 1.000350: 200010
            a 1/1 1.000450: 8
            """);
    assertThat(found(reconstruction))
        .containsExactly(
            Map.entry(1, List.of()),
            Map.entry(2, List.of("[0x200000, 0x201000) --- anonymous")),
            Map.entry(3, List.of()));
    // The map must stay as it is while nothing is looked for: after section 2, before section 3.
    assertThat(find(reconstruction, 1).after()).isEqualTo(2);
    assertThat(find(reconstruction, 1).before()).isEqualTo(3);
  }

  @Test
  void aProcessThatWasRunningBefore() {
    Reconstruction reconstruction =
        reconstruct(
            """
            1 1.000200 mmap(NULL, 4096, ANONYMOUS) = 0x200000
            2 1.000300 mprotect(0x300000, 4096, PROT_READ) = 0
            """
                .replace("ANONYMOUS", ANONYMOUS),
            """
            a 1/1 1.000100: 100000
            b 1/2 1.000250: 200000
            c 1/3 1.000260: 200000
            """);
    assertThat(reconstruction.spaces()).hasSize(1);
    assertThat(map(reconstruction, 0))
        .containsExactly(
            "[0x100000, 0x101000) ??? execve",
            "[0x200000, 0x201000) rw- anonymous",
            "[0x300000, 0x301000) r-- execve");
    assertThat(reconstruction.threads()).containsExactly("a 1", "b 2", "c 3");
  }

  @Test
  void partsLeftOutAreCounted() {
    Recording recording =
        Traces.of(
            EXECVE + "1 1.000200 brk(NULL) = 0x100000\n1 1.000300 +++ exited with 0 +++\n",
            """
            strace 1/1 1.000050: 5000
            perf 9/9 1.000150: 5000
            a 1/1 1.000160: ffffffffff600000
            a 1/1 1.000350: 5000
            """);
    Reconstruction reconstruction = Reconstruction.of(recording);
    assertThat(reconstruction.faults()).isZero();
    assertThat(reconstruction.remarks().counts())
        .containsOnly(
            Map.entry("faults before their process's first execve left out", 1L),
            Map.entry("faults of threads that strace did not follow left out", 1L),
            Map.entry("faults at the kernel's addresses left out", 1L),
            Map.entry("faults after the end of their thread left out", 1L));
  }

  @Test
  void contradictionsAreCounted() {
    Recording recording =
        Traces.of(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 8192, ANONYMOUS) = 0x200000
                1 1.000300 mmap(NULL, 4096, ANONYMOUS) = 0x200000
                1 1.000400 munmap(0x201000, 4096) = 0
                1 1.000500 mprotect(0x200000, 8192, PROT_READ) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            "a 1/1 1.000600: 201000\n");
    Reconstruction reconstruction = Reconstruction.of(recording);
    assertThat(reconstruction.remarks().counts())
        .containsOnly(
            Map.entry(
                "mappings that the kernel placed where the reconstruction still has an area", 1L),
            Map.entry("calls that succeeded where the reconstruction has a gap", 1L),
            Map.entry("faults where nothing was mapped", 1L));
    assertThat(map(reconstruction, 0)).containsExactly("[0x200000, 0x201000) r-- anonymous");
  }

  @Test
  void anMprotectThatMetAGapHasChangedThePartBefore() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 mmap(NULL, 12288, ANONYMOUS) = 0x200000
                1 1.000300 munmap(0x201000, 4096) = 0
                1 1.000400 mprotect(0x200000, 12288, PROT_NONE) = -1 ENOMEM (Cannot allocate memory)
                1 1.000500 mlockall(MCL_CURRENT) = 0
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            "");
    assertThat(map(reconstruction, 0))
        .containsExactly(
            "[0x200000, 0x201000) --- anonymous locked",
            "[0x202000, 0x203000) rw- anonymous locked");
  }

  @Test
  void aThreadIdThatIsUsedAgainIsAnotherThread() {
    Reconstruction reconstruction =
        reconstruct(
            EXECVE
                + """
                1 1.000200 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
                2 1.000300 +++ exited with 0 +++
                1 1.000400 clone(child_stack=NULL, flags=SIGCHLD) = 2
                2 1.000500 mmap(NULL, 4096, ANONYMOUS) = 0x200000
                """
                    .replace("ANONYMOUS", ANONYMOUS),
            """
            x 1/2 1.000250: 50000
            y 2/2 1.000550: 200000
            """);
    assertThat(reconstruction.threads()).containsExactly("thread 1", "x 2", "y 2");
    assertThat(reconstruction.turns())
        .filteredOn(turn -> turn instanceof Reconstruction.Find)
        .extracting(turn -> turn.step().space())
        .containsExactly(0, 1);
  }

  /** The first that strace tells of a process that it attached to may be a new thread's end. */
  @Test
  void threadsOfAProcessThatWasAttachedToAreItsOwn() {
    String calls =
        """
        57 1.000100 mmap(NULL, 4096, ANONYMOUS) = 0x200000
        57 1.000200 +++ exited with 0 +++
        44 1.000300 mprotect(0x200000, 4096, PROT_READ) = 0
        """;
    String faults = "a 42/49 1.000150: 200000\na 42/49 1.000160: 300000\n";
    for (String told : List.of("", "strace: Process 42 attached with 3 threads\n")) {
      List<Integer> processes = new ArrayList<>();
      LastMaps maps =
          LastMaps.of(
              Traces.of(told + calls.replace("ANONYMOUS", ANONYMOUS), faults),
              share -> {},
              last -> processes.add(last.pid()));
      assertThat(processes).containsExactly(42);
      assertThat(maps.remarks().lines())
          .contains("    thread 57, taken as one of process 42")
          .contains("    thread 44, taken as one of process 42");
    }
  }
}
