package io.vmalock.bench.replay.recording;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a recording of an imaginary server, in the form of {@code strace -f -ttt} and of any
 * length, to time the reader. Its threads map and unmap buffers, files and stacks, make parts of
 * their arenas accessible, give pages back and move the break; every tenth call is split by another
 * thread's. Its events are possible: the reader counts no contradiction.
 *
 * <p>Arguments: the file, how many lines, and how many buffers there may be at a time (default
 * 4,000), which are as many areas and some. The lines are the same each time.
 */
public final class ServerRecording {
  private static final int FIRST = 4711;
  private static final int THREADS = 24;
  private static final long BUFFERS = 0x7f0000000000L;
  private static final long BUFFER_PITCH = 4 << 20;
  private static final long ARENAS = 0x7e0000000000L;
  private static final long ARENA = 64 << 20;
  private static final long HEAP = 0x55550000c000L;
  private static final long PAGE = 4096;

  private final Random random = new Random(4711);
  private final PrintStream out;
  private final long lines;

  /** By place, the length of the buffer that is mapped there; 0 for none. */
  private final long[] lengths;

  private final boolean[] readOnly;

  /** By thread, the accessible size of its arena. */
  private final long[] accessible = new long[THREADS];

  private long brk = HEAP;
  private long line;
  private long micros = 1_700_000_000_000_000L;

  private ServerRecording(PrintStream out, long lines, int buffers) {
    this.out = out;
    this.lines = lines;
    this.lengths = new long[buffers];
    this.readOnly = new boolean[buffers];
  }

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("FILE LINES [BUFFERS]");
    }
    int buffers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4_000;
    try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]));
        PrintStream out =
            new PrintStream(
                new BufferedOutputStream(file, 1 << 20), false, StandardCharsets.ISO_8859_1)) {
      new ServerRecording(out, Long.parseLong(arguments[1]), buffers).write();
    }
  }

  private void write() {
    line(FIRST, "execve(\"/usr/bin/server\", [\"server\"], 0x7ffc5d3c4a10 /* 21 vars */) = 0");
    line(FIRST, "brk(NULL) = " + hex(brk));
    for (int i = 0; i < THREADS; i++) {
      call(
          FIRST,
          "mmap(NULL, " + ARENA + ", PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0",
          hex(arena(i)));
      if (i > 0) {
        line(
            FIRST,
            "clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM,"
                + " exit_signal=0, stack=0x7f00, stack_size=0x7fff00} => {parent_tid=["
                + (FIRST + i)
                + "]}, 88) = "
                + (FIRST + i));
      }
    }
    while (line < lines) {
      step(random.nextInt(THREADS));
    }
  }

  private void step(int thread) {
    int tid = FIRST + thread;
    int chosen = random.nextInt(100);
    if (chosen < 55) {
      buffer(tid, random.nextInt(lengths.length));
    } else if (chosen < 75) {
      arena(tid, thread);
    } else if (chosen < 93) {
      long at = arena(thread) + PAGE * random.nextInt(64);
      call(tid, "madvise(" + hex(at) + ", " + 16 * PAGE + ", MADV_DONTNEED", "0");
    } else {
      long end = HEAP + 33 * PAGE * random.nextInt(64);
      call(tid, "brk(" + hex(end), hex(end));
      brk = end;
    }
  }

  private void buffer(int tid, int place) {
    long at = BUFFERS + place * BUFFER_PITCH;
    if (lengths[place] == 0) {
      long length = PAGE * (1 + random.nextInt(random.nextInt(4) == 0 ? 1024 : 32));
      lengths[place] = length;
      // Every fourth is a file; buffers of full length touch their neighbours, which joins them.
      boolean file = random.nextInt(4) == 0;
      readOnly[place] = file;
      call(
          tid,
          file
              ? "mmap(NULL, " + length + ", PROT_READ, MAP_SHARED, " + (20 + place % 200) + ", 0"
              : "mmap(NULL, " + length + ", PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0",
          hex(at));
    } else if (!readOnly[place] && random.nextInt(4) == 0) {
      readOnly[place] = true;
      call(tid, "mprotect(" + hex(at) + ", " + PAGE + ", PROT_NONE", "0");
    } else {
      call(tid, "munmap(" + hex(at) + ", " + lengths[place], "0");
      lengths[place] = 0;
    }
  }

  private void arena(int tid, int thread) {
    long more = 33 * PAGE;
    if (accessible[thread] + more > ARENA) {
      call(tid, "mprotect(" + hex(arena(thread)) + ", " + ARENA + ", PROT_NONE", "0");
      accessible[thread] = 0;
    } else {
      long from = arena(thread) + accessible[thread];
      call(tid, "mprotect(" + hex(from) + ", " + more + ", PROT_READ|PROT_WRITE", "0");
      accessible[thread] += more;
    }
  }

  private static long arena(int thread) {
    return ARENAS + thread * 2 * ARENA;
  }

  /** A call; every tenth on two lines, with another thread's call between them. */
  private void call(int tid, String begin, String result) {
    if (random.nextInt(10) > 0) {
      line(tid, begin + ") = " + result);
      return;
    }
    String name = begin.substring(0, begin.indexOf('('));
    line(tid, begin + " <unfinished ...>");
    int other = FIRST + (tid - FIRST + 1) % THREADS;
    line(other, "futex(0x7e00000011f8, FUTEX_WAKE_PRIVATE, 1) = 1");
    line(tid, "<... " + name + " resumed>) = " + result);
  }

  private void line(int tid, String text) {
    micros += 1 + random.nextInt(20);
    line++;
    out.print(tid);
    out.print("  ");
    out.print(micros / 1_000_000);
    out.print('.');
    String fraction = Long.toString(1_000_000 + micros % 1_000_000);
    out.print(fraction.substring(1));
    out.print(' ');
    out.print(text);
    out.print('\n');
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
