package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.areas.Revision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the Linux calls about memory and threads do to an address space. */
public final class SystemCalls {
  private static final Set<String> REPLAYED =
      Set.of(
          "mmap",
          "mmap2",
          "munmap",
          "mprotect",
          "pkey_mprotect",
          "brk",
          "mremap",
          "madvise",
          "mlock",
          "mlock2",
          "munlock",
          "mlockall",
          "munlockall",
          "map_shadow_stack",
          "clone",
          "clone3",
          "fork",
          "vfork",
          "execve",
          "execveat");

  /** They change no area, only pages, policies of the thread, or what the kernel tells. */
  private static final Set<String> HARMLESS =
      Set.of(
          "mincore",
          "msync",
          "get_mempolicy",
          "set_mempolicy",
          "migrate_pages",
          "move_pages",
          "process_madvise",
          "process_mrelease",
          "pkey_alloc",
          "pkey_free",
          "membarrier",
          "cachestat",
          "mseal",
          "exit",
          "exit_group");

  private static final Map<String, String> UNREPLAYABLE =
      Map.of(
          "shmat", "the trace does not tell how long the segment is",
          "shmdt", "the trace does not tell how long the segment is",
          "io_setup", "the trace does not tell how long the mapped ring is",
          "io_destroy", "the trace does not tell how long the mapped ring is",
          "remap_file_pages", "areas with pages in another order than their file are not modelled",
          "mbind", "areas with memory policies are not modelled",
          "set_mempolicy_home_node", "areas with memory policies are not modelled");

  private static final Map<String, Revision> ADVICE =
      Map.ofEntries(
          Map.entry("MADV_NORMAL", Revision.ofFlags(0, Mapping.RANDOM | Mapping.SEQUENTIAL)),
          Map.entry("MADV_RANDOM", Revision.ofFlags(Mapping.RANDOM, Mapping.SEQUENTIAL)),
          Map.entry("MADV_SEQUENTIAL", Revision.ofFlags(Mapping.SEQUENTIAL, Mapping.RANDOM)),
          Map.entry("MADV_DONTFORK", Revision.ofFlags(Mapping.NOT_COPIED, 0)),
          Map.entry("MADV_DOFORK", Revision.ofFlags(0, Mapping.NOT_COPIED)),
          Map.entry("MADV_WIPEONFORK", Revision.ofFlags(Mapping.WIPED_AT_FORK, 0)),
          Map.entry("MADV_KEEPONFORK", Revision.ofFlags(0, Mapping.WIPED_AT_FORK)),
          Map.entry("MADV_DONTDUMP", Revision.ofFlags(Mapping.NOT_DUMPED, 0)),
          Map.entry("MADV_DODUMP", Revision.ofFlags(0, Mapping.NOT_DUMPED)),
          Map.entry("MADV_MERGEABLE", Revision.ofFlags(Mapping.MERGEABLE, 0)),
          Map.entry("MADV_UNMERGEABLE", Revision.ofFlags(0, Mapping.MERGEABLE)),
          Map.entry("MADV_HUGEPAGE", Revision.ofFlags(Mapping.HUGE, Mapping.NOT_HUGE)),
          Map.entry("MADV_NOHUGEPAGE", Revision.ofFlags(Mapping.NOT_HUGE, Mapping.HUGE)));

  /** Advice about pages, which leaves the area as it is. */
  private static final Set<String> PAGE_ADVICE =
      Set.of(
          "MADV_WILLNEED",
          "MADV_DONTNEED",
          "MADV_DONTNEED_LOCKED",
          "MADV_FREE",
          "MADV_REMOVE",
          "MADV_COLD",
          "MADV_PAGEOUT",
          "MADV_POPULATE_READ",
          "MADV_POPULATE_WRITE",
          "MADV_COLLAPSE",
          "MADV_HWPOISON",
          "MADV_SOFT_OFFLINE",
          "MADV_GUARD_INSTALL",
          "MADV_GUARD_REMOVE");

  private static final Operation NOTHING = new Operation.Nothing();
  private static final long DEFAULT_HUGE_PAGE = 2 << 20;

  private SystemCalls() {}

  public static boolean isReplayed(String name) {
    return REPLAYED.contains(name);
  }

  /**
   * What a call did; null for one that is not about memory or threads, which is counted.
   *
   * @param call the whole call with its arguments and its result
   * @param line the mapping's identity, where the call makes one
   * @throws IllegalArgumentException if the arguments cannot be read
   * @throws StraceReader.Unreplayable if its effect is not in the trace, and it had one
   */
  public static @Nullable Operation operation(String name, String call, int line, Remarks remarks) {
    if (HARMLESS.contains(name)) {
      return NOTHING;
    }
    String why = UNREPLAYABLE.get(name);
    if (why == null && !REPLAYED.contains(name)) {
      remarks.count("calls to " + name + ", which is not about memory, left out");
      return null;
    }
    Arguments arguments = Arguments.of(call);
    if (arguments.unknown()) {
      remarks.count("calls without a known result left out", line + ": " + call);
      return NOTHING;
    }
    if (arguments.failed()) {
      remarks.count("calls that failed (" + name + ")");
      return failed(name, arguments);
    }
    if (why != null) {
      throw new StraceReader.Unreplayable(name + " is not replayed: " + why, null);
    }
    return succeeded(name, arguments, line, remarks);
  }

  /** A failed call did nothing, but for two that stop half-way. */
  private static Operation failed(String name, Arguments arguments) {
    if (arguments.error().equals("ENOMEM")) {
      switch (name) {
        case "mprotect", "pkey_mprotect" -> {
          return revise(arguments, Revision.ofProtection(protection(arguments, 2)), false, true);
        }
        case "madvise" -> {
          Revision revision = ADVICE.get(arguments.value(2));
          return revision == null ? NOTHING : revise(arguments, revision, false, false);
        }
        default -> {}
      }
    }
    return NOTHING;
  }

  private static Operation succeeded(String name, Arguments arguments, int line, Remarks remarks) {
    return switch (name) {
      case "mmap", "mmap2" -> place(arguments, line);
      case "map_shadow_stack" -> shadowStack(arguments, line);
      case "munmap" -> unmap(arguments);
      case "mprotect", "pkey_mprotect" ->
          revise(arguments, Revision.ofProtection(protection(arguments, 2)), true, false);
      case "brk" -> new Operation.Break(arguments.resultAddress());
      case "mremap" -> remap(arguments);
      case "madvise" -> advise(arguments);
      case "mlock", "mlock2" -> revise(arguments, Revision.ofFlags(Mapping.LOCKED, 0), true, false);
      case "munlock" -> revise(arguments, Revision.ofFlags(0, Mapping.LOCKED), true, false);
      case "mlockall" -> lockAll(arguments, remarks);
      case "munlockall" -> new Operation.ReviseAll(Revision.ofFlags(0, Mapping.LOCKED));
      case "fork" -> new Operation.Spawn(arguments.resultId(), false, false);
      case "vfork" -> new Operation.Spawn(arguments.resultId(), true, false);
      case "clone", "clone3" -> spawn(arguments);
      case "execve", "execveat" -> new Operation.Execute();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Operation place(Arguments arguments, int line) {
    List<String> names = arguments.names(3);
    boolean shared = names.contains("MAP_SHARED") || names.contains("MAP_SHARED_VALIDATE");
    boolean anonymous = names.contains("MAP_ANONYMOUS") || names.contains("MAP_ANON");
    int flags = shared ? Mapping.SHARED : 0;
    flags |= names.contains("MAP_NORESERVE") ? Mapping.NO_RESERVE : 0;
    flags |= names.contains("MAP_GROWSDOWN") ? Mapping.GROWS_DOWN : 0;
    flags |= names.contains("MAP_LOCKED") ? Mapping.LOCKED : 0;
    flags |= names.contains("MAP_HUGETLB") ? Mapping.HUGE_PAGES : 0;
    boolean fixed = names.contains("MAP_FIXED");
    // Shared anonymous memory is a file of its own in the kernel.
    int identity = anonymous && !shared ? 0 : line;
    long start = arguments.resultAddress();
    long page = names.contains("MAP_HUGETLB") ? hugePage(names) : PageSet.PAGE;
    long length = arguments.length(1) + page - 1 & -page;
    Mapping mapping = new Mapping(protection(arguments, 2), identity, flags);
    return new Operation.Place(aligned(start), end(start, length), mapping, fixed);
  }

  private static long hugePage(List<String> names) {
    for (String name : names) {
      if (name.endsWith("<<MAP_HUGE_SHIFT")) {
        return 1L << Integer.parseInt(name.substring(0, name.indexOf('<')));
      }
    }
    return DEFAULT_HUGE_PAGE;
  }

  private static Operation shadowStack(Arguments arguments, int line) {
    long start = aligned(arguments.resultAddress());
    long end = end(start, PageSet.roundUp(arguments.length(1)));
    int protection = Mapping.READ | Mapping.WRITE;
    return new Operation.Place(
        start, end, new Mapping(protection, line, Mapping.SHADOW_STACK), false);
  }

  private static Operation unmap(Arguments arguments) {
    long start = aligned(arguments.address(0));
    return new Operation.Unmap(start, end(start, PageSet.roundUp(arguments.length(1))));
  }

  private static Operation remap(Arguments arguments) {
    long start = aligned(arguments.address(0));
    long oldLength = PageSet.roundUp(arguments.length(1));
    long newStart = aligned(arguments.resultAddress());
    if (oldLength == 0) {
      throw new StraceReader.Unreplayable(
          "mremap of length 0, which maps shared pages twice, is not replayed", null);
    }
    return new Operation.Remap(
        start,
        end(start, oldLength),
        newStart,
        end(newStart, PageSet.roundUp(arguments.length(2))),
        arguments.names(3).contains("MREMAP_DONTUNMAP"));
  }

  private static Operation advise(Arguments arguments) {
    String advice = arguments.value(2);
    if (PAGE_ADVICE.contains(advice)) {
      return NOTHING;
    }
    Revision revision = ADVICE.get(advice);
    if (revision == null) {
      throw new StraceReader.Unreplayable("madvise with " + advice + " is not known", null);
    }
    return revise(arguments, revision, true, false);
  }

  private static Operation lockAll(Arguments arguments, Remarks remarks) {
    List<String> names = arguments.names(0);
    if (names.contains("MCL_FUTURE")) {
      remarks.count("mlockall of mappings to come, which are replayed without that flag");
    }
    return names.contains("MCL_CURRENT")
        ? new Operation.ReviseAll(Revision.ofFlags(Mapping.LOCKED, 0))
        : NOTHING;
  }

  private static Operation spawn(Arguments arguments) {
    Map<String, String> named = new HashMap<>();
    String all = String.join(", ", arguments.values());
    for (String part : all.replaceAll("[{}]", "").split(", ", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        named.putIfAbsent(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    String flags = named.get("flags");
    if (flags == null) {
      throw new IllegalArgumentException("flags= is missing");
    }
    List<String> names = List.of(flags.split("\\|"));
    return new Operation.Spawn(
        arguments.resultId(), names.contains("CLONE_VM"), names.contains("CLONE_THREAD"));
  }

  private static Operation revise(
      Arguments arguments, Revision revision, boolean complete, boolean stopsAtGap) {
    // mlock takes any address, the others only a page's.
    long start = PageSet.pageStart(arguments.address(0));
    long end = PageSet.roundUp(arguments.address(0) + arguments.length(1));
    return end == start
        ? NOTHING
        : new Operation.Revise(start, checkedEnd(start, end), revision, complete, stopsAtGap);
  }

  private static int protection(Arguments arguments, int index) {
    int protection = 0;
    for (String name : arguments.names(index)) {
      switch (name) {
        case "PROT_NONE", "0" -> {}
        case "PROT_READ" -> protection |= Mapping.READ;
        case "PROT_WRITE" -> protection |= Mapping.WRITE;
        case "PROT_EXEC" -> protection |= Mapping.EXECUTE;
        case "PROT_GROWSDOWN", "PROT_GROWSUP", "PROT_SEM" -> {}
        default -> {
          if (!name.startsWith("0x")) {
            throw new IllegalArgumentException("\"" + name + "\" is not a protection");
          }
          protection |= (int) Arguments.number(name) & 7;
        }
      }
    }
    return protection;
  }

  private static long aligned(long address) {
    if (PageSet.pageStart(address) != address) {
      throw new IllegalArgumentException(
          "0x" + Long.toHexString(address) + " is not the start of a page of 4096 bytes");
    }
    return address;
  }

  private static long end(long start, long length) {
    return checkedEnd(start, start + length);
  }

  private static long checkedEnd(long start, long end) {
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException(
          "the range is empty or wraps: " + MappedArea.range(start, end));
    }
    return end;
  }
}
