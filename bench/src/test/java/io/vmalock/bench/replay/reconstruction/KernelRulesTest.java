package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.recording.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The cases in which the kernel splits areas, joins them, or leaves a call half done. Each
 * expectation comes from {@code /proc/self/smaps} on Linux 6.18 after the same calls.
 */
class KernelRulesTest {
  private static final String ANONYMOUS = "MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0";
  private static final String PR = "PROT_READ";
  private static final String RW = "PROT_READ|PROT_WRITE";
  private static final String RX = "PROT_READ|PROT_WRITE|PROT_EXEC";

  /** Builds a recording, call by call, with the faults between them. */
  private static final class Program {
    private final StringBuilder strace = new StringBuilder();
    private final StringBuilder faults = new StringBuilder();
    private int time = 1;

    Program() {
      call("execve(\"/bin/a\", [\"a\"], 0x7ff) = 0");
      faults.append("a 1/1 1.000001500: 10000\n");
    }

    Program call(String call) {
      return call(1, call);
    }

    Program call(int tid, String call) {
      strace.append(String.format(Locale.ROOT, "%d 1.%06d %s%n", tid, time += 10, call));
      return this;
    }

    Program map(long start, long length, String protection) {
      return call(
          String.format(
              "mmap(0x%x, %d, %s, %s) = 0x%x", start, length, protection, ANONYMOUS, start));
    }

    Program protect(long start, long length, String protection) {
      return call(String.format("mprotect(0x%x, %d, %s) = 0", start, length, protection));
    }

    /** Touches each page of a range. */
    Program touch(long start, long length) {
      for (long page = start; page < start + length; page += 4096) {
        faults.append(String.format(Locale.ROOT, "a 1/1 1.%06d: %x%n", time + 5, page));
      }
      return this;
    }

    List<String> areas(int space) {
      List<String> found = new ArrayList<>();
      LastMaps.of(
          Traces.of(strace.toString(), faults.toString()),
          share -> {},
          last -> {
            if (last.index() == space) {
              last.areas().stream()
                  .filter(area -> area.start() >= 0x200000)
                  .map(Program::words)
                  .forEach(found::add);
            }
          });
      Reconstruction reconstruction =
          Reconstruction.of(Traces.of(strace.toString(), faults.toString()));
      // The replay's reference, made only of changes, is the same.
      assertThat(
              reconstruction.spaces().get(space).stream()
                  .filter(area -> area.start() >= 0x200000)
                  .map(Program::words))
          .isEqualTo(found);
      return found;
    }

    private static String words(MappedArea area) {
      String flags = area.mapping().toString();
      return Long.toHexString(area.start())
          + "-"
          + Long.toHexString(area.end())
          + " "
          + area.mapping().access()
          + (flags.contains("locked") ? " locked" : "")
          + (flags.contains("sealed") ? " sealed" : "")
          + (flags.contains("dontfork") ? " dontfork" : "");
    }
  }

  @Test
  void aGapThatIsFilledJoinsOneOfTwoThatHavePagesOfTheirOwn() {
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .touch(0x200000, 4096)
                .map(0x202000, 4096, RW)
                .touch(0x202000, 4096)
                .map(0x201000, 4096, RW)
                .areas(0))
        .containsExactly("200000-202000 rw-", "202000-203000 rw-");
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .map(0x202000, 4096, RW)
                .map(0x201000, 4096, RW)
                .areas(0))
        .as("without pages all three are one")
        .containsExactly("200000-203000 rw-");
  }

  @Test
  void neighboursThatWereTouchedSideBySideShareTheirPagesOrigin() {
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .touch(0x200000, 4096)
                .map(0x201000, 4096, RX)
                .touch(0x201000, 4096)
                .protect(0x201000, 4096, RW)
                .areas(0))
        .containsExactly("200000-202000 rw-");
  }

  @Test
  void movedPagesAreJoinedOnlyIfThereAreNoneOrTheyComeHome() {
    for (boolean touched : new boolean[] {false, true}) {
      Program program = new Program().map(0x200000, 0x8000, RW).map(0x10200000, 0x4000, RW);
      if (touched) {
        program.touch(0x200000, 0x8000).touch(0x10200000, 0x4000);
      }
      program
          .call("munmap(0x204000, 4096) = 0")
          .call("mremap(0x10200000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x204000) = 0x204000");
      if (touched) {
        assertThat(program.areas(0))
            .containsExactly(
                "200000-204000 rw-",
                "204000-205000 rw-",
                "205000-208000 rw-",
                "10201000-10204000 rw-");
      } else {
        assertThat(program.areas(0)).containsExactly("200000-208000 rw-", "10201000-10204000 rw-");
      }
    }
    assertThat(
            new Program()
                .map(0x200000, 0x8000, RW)
                .touch(0x200000, 0x8000)
                .call(
                    "mremap(0x202000, 8192, 16384, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10200000) ="
                        + " 0x10200000")
                .call(
                    "mremap(0x10200000, 16384, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x202000) ="
                        + " 0x202000")
                .areas(0))
        .containsExactly("200000-208000 rw-");
  }

  @Test
  void aChildsAreasAreNotJoinedWithNewOnes() {
    Program program =
        new Program()
            .map(0x200000, 0x8000, RW)
            .touch(0x200000, 0x8000)
            .call("clone(child_stack=NULL, flags=SIGCHLD) = 2");
    for (int tid = 1; tid <= 2; tid++) {
      program
          .call(tid, "mprotect(0x204000, 8192, PROT_READ) = 0")
          .call(tid, "mprotect(0x204000, 8192, PROT_READ|PROT_WRITE) = 0")
          .call(tid, "mmap(0x208000, 8192, " + RW + ", " + ANONYMOUS + ") = 0x208000");
    }
    assertThat(program.areas(0)).containsExactly("200000-20a000 rw-");
    assertThat(program.areas(1)).containsExactly("200000-208000 rw-", "208000-20a000 rw-");
  }

  @Test
  void severalAreasAreMovedWithTheGapsBetweenThem() {
    assertThat(
            new Program()
                .map(0x200000, 0x8000, RW)
                .call("munmap(0x203000, 4096) = 0")
                .call(
                    "mremap(0x200000, 32768, 32768, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10200000) ="
                        + " 0x10200000")
                .areas(0))
        .containsExactly("10200000-10203000 rw-", "10204000-10208000 rw-");
  }

  @Test
  void adviceGoesOverGapsAndLocksStopAtThem() {
    Program program =
        new Program()
            .map(0x200000, 0x8000, RW)
            .call("munmap(0x204000, 4096) = 0")
            .call("madvise(0x200000, 32768, MADV_DONTFORK) = -1 ENOMEM (Cannot allocate memory)")
            .call("mlock(0x202000, 24576) = -1 ENOMEM (Cannot allocate memory)");
    assertThat(program.areas(0))
        .containsExactly(
            "200000-202000 rw- dontfork",
            "202000-204000 rw- locked dontfork",
            "205000-208000 rw- dontfork");
    assertThat(
            program
                .call("munlock(0x200000, 32768) = -1 ENOMEM (Cannot allocate memory)")
                .call("mprotect(0x204000, 16384, PROT_READ) = -1 ENOMEM (Cannot allocate memory)")
                .call("mprotect(0x202000, 24576, PROT_READ) = -1 ENOMEM (Cannot allocate memory)")
                .areas(0))
        .containsExactly(
            "200000-202000 rw- dontfork",
            "202000-204000 r-- dontfork",
            "205000-208000 rw- dontfork");
  }

  @Test
  void sealedAreasStopCallsHalfWay() {
    assertThat(
            new Program()
                .map(0x200000, 0x8000, RW)
                .call("mseal(0x204000, 4096, 0) = 0")
                .call("mprotect(0x200000, 32768, PROT_READ) = -1 EPERM (Operation not permitted)")
                .call("munmap(0x200000, 32768) = -1 EPERM (Operation not permitted)")
                .call(
                    "mmap(0x202000, 16384, "
                        + PR
                        + ", MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EPERM (x)")
                .areas(0))
        .containsExactly(
            "200000-202000 r--",
            "202000-204000 r--",
            "204000-205000 rw- sealed",
            "205000-208000 rw-");
    assertThat(
            new Program()
                .map(0x200000, 0x8000, RW)
                .call("mseal(0x204000, 4096, 0) = 0")
                .call(
                    "mremap(0x202000, 24576, 24576, MREMAP_MAYMOVE|MREMAP_FIXED, 0x300000) = -1"
                        + " EPERM (Operation not permitted)")
                .areas(0))
        .containsExactly(
            "200000-202000 rw-",
            "204000-205000 rw- sealed",
            "205000-208000 rw-",
            "300000-302000 rw-");
  }

  @Test
  void filesAreJoinedWhereTheyGoOnUnderOneDescriptor() {
    assertThat(
            new Program()
                .call("mmap(0x200000, 16384, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x200000")
                .call(
                    "mmap(0x204000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0x4000) = 0x204000")
                .call(
                    "mmap(0x206000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0x5000) = 0x206000")
                .call(
                    "mmap(0x208000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED, 4, 0x7000) = 0x208000")
                .call("close(4) = 0")
                .call(
                    "mmap(0x20a000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED, 4, 0x9000) = 0x20a000")
                .areas(0))
        .containsExactly(
            "200000-206000 r--", "206000-208000 r--", "208000-20a000 r--", "20a000-20c000 r--");
  }

  @Test
  void memoryThatIsCountedIsNotJoinedWithMemoryThatIsNot() {
    // Once written to, it stays accounted for; mapped only for reading, it never was.
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .touch(0x200000, 4096)
                .protect(0x200000, 4096, PR)
                .map(0x201000, 4096, PR)
                .areas(0))
        .containsExactly("200000-201000 r--", "201000-202000 r--");
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .protect(0x200000, 4096, PR)
                .map(0x201000, 4096, PR)
                .areas(0))
        .containsExactly("200000-202000 r--");
  }

  @Test
  void aStackGrowsDownToItsFaults() {
    assertThat(
            new Program()
                .call(
                    "mmap(0x800000, 8192, "
                        + RW
                        + ", MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x800000")
                .touch(0x7fe000, 4096)
                .areas(0))
        .containsExactly("7fe000-802000 rw-");
  }

  @Test
  void futureMappingsAreLockedOnRequest() {
    assertThat(
            new Program()
                .call("mlockall(MCL_FUTURE) = 0")
                .map(0x200000, 4096, RW)
                .call("munlockall() = 0")
                .map(0x202000, 4096, RW)
                .areas(0))
        .containsExactly("200000-201000 rw-", "202000-203000 rw-");
    assertThat(new Program().call("mlockall(MCL_FUTURE) = 0").map(0x200000, 4096, RW).areas(0))
        .containsExactly("200000-201000 rw- locked");
  }

  @Test
  void aThreadsStackIsNotJoinedWithOtherMemory() {
    assertThat(
            new Program()
                .map(0x200000, 4096, RW)
                .call(
                    "mmap(NULL, 4096, "
                        + RW
                        + ", MAP_PRIVATE|MAP_ANONYMOUS|MAP_STACK, -1, 0) = 0x201000")
                .areas(0))
        .containsExactly("200000-201000 rw-", "201000-202000 rw-");
  }

  @Test
  void memoryAtTheNewPlaceOfAGapStays() {
    assertThat(
            new Program()
                .map(0x200000, 0x8000, RW)
                .call("munmap(0x203000, 4096) = 0")
                .map(0x300000, 0x8000, PR)
                .call(
                    "mremap(0x200000, 32768, 32768, MREMAP_MAYMOVE|MREMAP_FIXED, 0x300000) ="
                        + " 0x300000")
                .areas(0))
        .containsExactly("300000-303000 rw-", "303000-304000 r--", "304000-308000 rw-");
  }

  @Test
  void aMoveThatASealedAreaStops() {
    String denied = " = -1 EPERM (Operation not permitted)";
    Program program =
        new Program()
            .map(0x200000, 0x4000, RW)
            .map(0x300000, 0x4000, PR)
            .call("syscall_0x1ce(0x302000, 0x1000, 0, 0, 0, 0) = 0");
    for (String sizes : List.of("16384, 8192", "8192, 16384", "16384, 16384", "0, 16384")) {
      assertThat(
              program
                  .call(
                      "mremap(0x200000, "
                          + sizes
                          + ", MREMAP_MAYMOVE|MREMAP_FIXED, 0x301000)"
                          + denied)
                  .areas(0))
          .as(sizes)
          .containsExactly(
              "200000-204000 rw-",
              "300000-301000 r--",
              "301000-302000 r--",
              "302000-303000 r-- sealed",
              "303000-304000 r--");
    }
    // The part to cut off was partly sealed; the new place was unmapped before.
    assertThat(
            new Program()
                .map(0x200000, 0x4000, RW)
                .map(0x300000, 0x4000, PR)
                .call("mseal(0x203000, 4096, 0) = 0")
                .call(
                    "mremap(0x200000, 16384, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x300000)" + denied)
                .areas(0))
        .containsExactly(
            "200000-201000 rw-",
            "201000-203000 rw-",
            "203000-204000 rw- sealed",
            "301000-304000 r--");
    assertThat(
            new Program()
                .map(0x200000, 0x4000, RW)
                .call("mseal(0x203000, 4096, 0) = 0")
                .call("mremap(0x200000, 16384, 4096, 0)" + denied)
                .areas(0))
        .containsExactly("200000-201000 rw-", "201000-203000 rw-", "203000-204000 rw- sealed");
  }

  @Test
  void rangeThatStaysMayHaveGaps() {
    assertThat(
            new Program()
                .map(0x200000, 0x2000, RW)
                .map(0x204000, 0x2000, RW)
                .call("mremap(0x201000, 20480, 20480, 0) = 0x201000")
                .call("mremap(0x201000, 20480, 4096, 0) = 0x201000")
                .areas(0))
        .containsExactly("200000-202000 rw-");
  }

  @Test
  void guardPagesArePagesOfTheAreasOwnThatCannotBeMadeInAdvance() {
    String guard = "madvise(0x202000, 4096, 0x66 /* MADV_??? */) = 0";
    Program program =
        new Program()
            .map(0x200000, 0x4000, RW)
            .call(guard)
            .call("mlock(0x200000, 16384) = -1 ENOMEM (Cannot allocate memory)");
    assertThat(program.areas(0)).containsExactly("200000-204000 rw- locked");
    // With pages of its own it stays accounted for in advance.
    assertThat(
            new Program()
                .map(0x200000, 0x1000, RW)
                .call("madvise(0x200000, 4096, MADV_GUARD_INSTALL) = 0")
                .protect(0x200000, 0x1000, PR)
                .map(0x201000, 0x1000, PR)
                .areas(0))
        .containsExactly("200000-201000 r--", "201000-202000 r--");
  }

  @Test
  void lockedMemoryThatBecomesWritableGetsPages() {
    assertThat(
            new Program()
                .map(0x200000, 0x2000, PR)
                .call("mlock(0x200000, 8192) = 0")
                .protect(0x200000, 0x2000, RW)
                .protect(0x200000, 0x1000, PR)
                .map(0x202000, 0x1000, PR)
                .call("munlockall() = 0")
                .areas(0))
        .containsExactly("200000-201000 r--", "201000-202000 rw-", "202000-203000 r--");
  }

  @Test
  void anAreaThatIsMovedAndStaysIsUnlockedWhole() {
    assertThat(
            new Program()
                .map(0x200000, 0x4000, RW)
                .call("mlock(0x200000, 16384) = 0")
                .call(
                    "mremap(0x201000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED|MREMAP_DONTUNMAP,"
                        + " 0x300000) = 0x300000")
                .areas(0))
        .containsExactly("200000-204000 rw-", "300000-301000 rw- locked");
  }

  @Test
  void remapFilePagesMapsAnew() {
    assertThat(
            new Program()
                .call("mmap(0x200000, 16384, PROT_READ, MAP_SHARED|MAP_FIXED, 3, 0) = 0x200000")
                .call("mlock2(0x200000, 16384, MLOCK_ONFAULT) = 0")
                .call("madvise(0x200000, 16384, MADV_DONTFORK) = 0")
                .call("remap_file_pages(0x201000, 4096, PROT_NONE, 7, 0) = 0")
                .areas(0))
        .containsExactly(
            "200000-201000 r-- locked dontfork",
            "201000-202000 r-- locked",
            "202000-204000 r-- locked dontfork");
  }

  @Test
  void mprotectGoesOnToTheFirstFileThatMayForbidIt() {
    String shared = ", MAP_SHARED|MAP_FIXED, ";
    assertThat(
            new Program()
                .map(0x200000, 0x1000, PR)
                .call(
                    "mmap(0x201000, 4096, PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) ="
                        + " 0x201000")
                .call("mmap(0x202000, 4096, PROT_READ" + shared + "3, 0) = 0x202000")
                .call("mmap(0x203000, 4096, PROT_READ" + shared + "4, 0) = 0x203000")
                .call("mmap(0x300000, 4096, PROT_WRITE" + shared + "3, 0) = 0x300000")
                .call(
                    "mprotect(0x200000, 16384, PROT_READ|PROT_WRITE) = -1 EACCES (Permission"
                        + " denied)")
                .areas(0))
        .as("memory of its own may be written to, and so may a file that is written to elsewhere")
        .containsExactly(
            "200000-201000 rw-",
            "201000-202000 rw-",
            "202000-203000 rw-",
            "203000-204000 r--",
            "300000-301000 -w-");
  }

  @Test
  void aPolicyIsTakenAwayOverGaps() {
    Program program =
        new Program()
            .map(0x200000, 0x2000, RW)
            .map(0x203000, 0x1000, RW)
            .call("mbind(0x200000, 4096, MPOL_BIND, [0x01], 64, 0) = 0");
    assertThat(program.areas(0)).hasSize(3);
    assertThat(program.call("mbind(0x200000, 16384, MPOL_DEFAULT, NULL, 0, 0) = 0").areas(0))
        .containsExactly("200000-202000 rw-", "203000-204000 rw-");
  }

  @Test
  void droppableMemoryIsNotLockedNorCounted() {
    assertThat(
            new Program()
                .call("mlockall(MCL_FUTURE) = 0")
                .call(
                    "mmap(0x200000, 8192, "
                        + RW
                        + ", 0x8 /* MAP_??? */|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x200000")
                .call("mlock(0x200000, 8192) = 0")
                .areas(0))
        .containsExactly("200000-202000 rw-");
  }

  /** Pages that a child shares with its parent, and pages that only the child has, never join. */
  @Test
  void aForkedHeapGrowsInAnAreaOfItsOwn() {
    Program program =
        new Program()
            .call("brk(NULL) = 0x200000")
            .call("brk(0x204000) = 0x204000")
            .touch(0x200000, 0x1000)
            .call("fork() = 2")
            .call(2, "brk(0x206000) = 0x206000")
            .call(2, "brk(0x208000) = 0x208000")
            .call("brk(0x205000) = 0x205000");
    assertThat(program.areas(1)).containsExactly("200000-204000 rw-", "204000-208000 rw-");
    assertThat(program.areas(0)).containsExactly("200000-205000 rw-");
  }

  @Test
  void aForkedHeapThatNobodyTouchedGrows() {
    assertThat(
            new Program()
                .call("brk(NULL) = 0x200000")
                .call("brk(0x204000) = 0x204000")
                .touch(0x300000, 0x1000)
                .call("fork() = 2")
                .call(2, "brk(0x206000) = 0x206000")
                .areas(1))
        .first()
        .isEqualTo("200000-206000 rw-");
  }
}
