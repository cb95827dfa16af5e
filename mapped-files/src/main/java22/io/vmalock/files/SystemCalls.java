package io.vmalock.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The calls of 64-bit Linux that map files, with its numbers. */
final class SystemCalls {
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int MS_SYNC = 4;
  private static final int SC_PAGESIZE = 30;
  private static final int ENOENT = 2;
  private static final int EINTR = 4;
  private static final int EACCES = 13;
  private static final long FAILED = -1;

  /** The charset in which the JDK writes file names. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle open =
      // int open(const char *path, int flags, ...)
      find(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private final MethodHandle close = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private final MethodHandle map =
      // void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)
      find(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private final MethodHandle unmap = onMemory("munmap");
  private final MethodHandle sync = onMemory("msync", JAVA_INT);
  private final MethodHandle advise = onMemory("madvise", JAVA_INT);
  private final MethodHandle allocate =
      // int posix_fallocate(int fd, off_t offset, off_t length): returns the error
      find("posix_fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private final MethodHandle message = find("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private final long pageSize;

  /** Finds the calls. Throws IllegalCallerException if native access is forbidden. */
  SystemCalls() {
    MethodHandle sysconf = find("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    try {
      this.pageSize = (long) sysconf.invokeExact(SC_PAGESIZE);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return linker.downcallHandle(function, type, options);
  }

  /** {@code int name(void *address, size_t length, …)}. */
  private static MethodHandle onMemory(String name, MemoryLayout... further) {
    return find(
        name,
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG).appendArgumentLayouts(further),
        Linker.Option.captureCallState("errno"));
  }

  long pageSize() {
    return pageSize;
  }

  int open(Path path, boolean writable) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      byte[] bytes = path.toString().getBytes(NAMES);
      MemorySegment name = arena.allocate(bytes.length + 1L); // zeros
      name.copyFrom(MemorySegment.ofArray(bytes));
      int flags = (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC;
      while (true) {
        int file = (int) open.invokeExact(state, name, flags);
        if (file >= 0) {
          return file;
        }
        int error = (int) ERRNO.get(state, 0L);
        if (error == ENOENT) {
          throw new NoSuchFileException(path.toString());
        } else if (error == EACCES) {
          throw new AccessDeniedException(path.toString());
        } else if (error != EINTR) {
          throw new IOException(text(error));
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void close(int file) {
    try {
      int ignored = (int) close.invokeExact(file); // nothing was written through it
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns the address. */
  long map(int file, boolean writable, long offset, long length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
      long address =
          (long) map.invokeExact(state, 0L, length, protection, MAP_SHARED, file, offset);
      if (address == FAILED) {
        throw new IOException(text((int) ERRNO.get(state, 0L)));
      }
      return address;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Unmaps, which hardly ever fails. So the first call goes through a constant handle that keeps no
   * state of the call, and only after a failure through one that gives the reason.
   */
  void unmap(long address, long length) {
    try {
      if ((int) Munmap.CALL.invokeExact(address, length) != 0) {
        unmapOrSayWhyNot(address, length);
      }
    } catch (UncheckedIOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private void unmapOrSayWhyNot(long address, long length) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) unmap.invokeExact(state, address, length) != 0) {
        throw new UncheckedIOException(
            new IOException("cannot unmap: " + text((int) ERRNO.get(state, 0L))));
      }
    }
  }

  /** Initialised at the first use, when native access is known to be allowed. */
  private static final class Munmap {
    static final MethodHandle CALL =
        find("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  void force(long address, long length) {
    long from = address & -pageSize;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) sync.invokeExact(state, from, address + length - from, MS_SYNC) != 0) {
        throw new UncheckedIOException(
            new IOException("cannot write to the disk: " + text((int) ERRNO.get(state, 0L))));
      }
    } catch (UncheckedIOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  boolean advise(long address, long length, Advice advice) {
    int number =
        switch (advice) {
          case NORMAL -> 0;
          case RANDOM -> 1;
          case SEQUENTIAL -> 2;
          case WILL_NEED -> 3;
          case DONT_NEED -> 4;
        };
    long from = address & -pageSize;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return (int) advise.invokeExact(state, from, address + length - from, number) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void allocate(int file, long from, long length) throws IOException {
    try {
      int error;
      do {
        error = (int) allocate.invokeExact(file, from, length);
      } while (error == EINTR);
      if (error != 0) {
        throw new IOException(text(error));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The system's words for an error. */
  private String text(int error) {
    try {
      MemorySegment text = (MemorySegment) message.invokeExact(error);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A call declares no exceptions. */
  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException one) {
      return one;
    }
    if (e instanceof Error one) {
      throw one;
    }
    return new IllegalStateException(e);
  }
}
