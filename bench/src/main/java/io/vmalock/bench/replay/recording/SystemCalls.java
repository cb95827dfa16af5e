package io.vmalock.bench.replay.recording;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.areas.Revision;
import io.vmalock.bench.replay.recording.Operation.Kind;
import io.vmalock.bench.replay.recording.Operation.Left;
import io.vmalock.bench.replay.recording.Operation.Reach;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The effects of the Linux calls about memory and threads on an address space. */
final class SystemCalls {
  /** A call by its name, and how often it occurred and was left out. */
  static final class Name {
    final String text;
    final boolean replayed;
    final boolean harmless;

    /**
     * For an unknown name, the known call in which it ends: a program's own output may stand before
     * it.
     */
    final @Nullable String glued;

    int others;

    private Name(String told) {
      this.text = named(told);
      this.replayed = REPLAYED.contains(text);
      this.harmless = HARMLESS.contains(text);
      this.glued = isOther() ? glued(text) : null;
    }

    private static @Nullable String glued(String text) {
      if (PREFIXES.stream().anyMatch(text::startsWith)) {
        return null;
      }
      return REPLAYED.stream()
          .filter(text::endsWith)
          .max(Comparator.comparingInt(String::length))
          .orElse(null);
    }

    /** Returns whether it is neither about memory nor about threads. */
    boolean isOther() {
      return !replayed && !harmless;
    }
  }

  /** The prefixes of calls whose names end in another call's: arch_prctl, osf_mmap. */
  private static final Set<String> PREFIXES = Set.of("arch_", "osf_", "sys_");

  private static final Set<String> REPLAYED =
      Set.of(
          "mmap",
          "mmap2",
          "old_mmap",
          "munmap",
          "mprotect",
          "pkey_mprotect",
          "brk",
          "mremap",
          "remap_file_pages",
          "madvise",
          "process_madvise",
          "mlock",
          "mlock2",
          "munlock",
          "mlockall",
          "munlockall",
          "mseal",
          "mbind",
          "set_mempolicy_home_node",
          "prctl",
          "shmget",
          "shmat",
          "shmdt",
          "io_setup",
          "io_destroy",
          "map_shadow_stack",
          "close",
          "close_range",
          "dup",
          "dup2",
          "dup3",
          "fcntl",
          "fcntl64",
          "clone",
          "clone2",
          "clone3",
          "fork",
          "vfork",
          "execve",
          "execveat");

  /**
   * The calls that are newer than many versions of strace, by number, which is the same on all
   * architectures. An strace that does not know a call writes {@code syscall_0x1ce}, an old one
   * {@code syscall_462}.
   */
  private static final Map<String, String> NUMBERED =
      Map.ofEntries(
          Map.entry("435", "clone3"),
          Map.entry("436", "close_range"),
          Map.entry("440", "process_madvise"),
          Map.entry("448", "process_mrelease"),
          Map.entry("450", "set_mempolicy_home_node"),
          Map.entry("451", "cachestat"),
          Map.entry("453", "map_shadow_stack"),
          Map.entry("462", "mseal"));

  private static String named(String told) {
    if (!told.startsWith("syscall_")) {
      return told;
    }
    String number = told.substring("syscall_".length());
    try {
      number = String.valueOf(Integer.decode(number));
    } catch (NumberFormatException e) {
      return told;
    }
    return NUMBERED.getOrDefault(number, told);
  }

  /**
   * The calls that change no area: they change pages or policies of the thread, or ask the kernel.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "mincore",
          "msync",
          "get_mempolicy",
          "set_mempolicy",
          "migrate_pages",
          "move_pages",
          "process_mrelease",
          "pkey_alloc",
          "pkey_free",
          "membarrier",
          "cachestat",
          "exit",
          "exit_group");

  /** By number, the change by advice that the area remembers; null for any other advice. */
  private static @Nullable Revision remembered(long advice) {
    return advice >= 0 && advice < ADVICE.length ? ADVICE[(int) advice] : null;
  }

  private static final @Nullable Revision[] ADVICE = new Revision[20];

  static {
    ADVICE[0] = Revision.ofFlags(0, Mapping.RANDOM | Mapping.SEQUENTIAL);
    ADVICE[1] = Revision.ofFlags(Mapping.RANDOM, Mapping.SEQUENTIAL);
    ADVICE[2] = Revision.ofFlags(Mapping.SEQUENTIAL, Mapping.RANDOM);
    ADVICE[10] = Revision.ofFlags(Mapping.NOT_COPIED, 0);
    ADVICE[11] = Revision.ofFlags(0, Mapping.NOT_COPIED);
    ADVICE[12] = Revision.ofFlags(Mapping.MERGEABLE, 0);
    ADVICE[13] = Revision.ofFlags(0, Mapping.MERGEABLE);
    ADVICE[14] = Revision.ofFlags(Mapping.HUGE, Mapping.NOT_HUGE);
    ADVICE[15] = Revision.ofFlags(Mapping.NOT_HUGE, Mapping.HUGE);
    ADVICE[16] = Revision.ofFlags(Mapping.NOT_DUMPED, 0);
    ADVICE[17] = Revision.ofFlags(0, Mapping.NOT_DUMPED);
    ADVICE[18] = Revision.ofFlags(Mapping.WIPED_AT_FORK, 0);
    ADVICE[19] = Revision.ofFlags(0, Mapping.WIPED_AT_FORK);
  }

  /** Returns whether an advice is about pages, and does not change the area. */
  private static boolean isAboutPages(long advice) {
    return advice >= 0 && advice < Long.SIZE
        ? (PAGE_ADVICE >>> advice & 1) != 0
        : advice == 100 || advice == 101;
  }

  private static final long PAGE_ADVICE =
      1L << 3 | 1L << 4 | 1L << 8 | 1L << 9 | 1L << 20 | 1L << 21 | 1L << 22 | 1L << 24 | 1L << 25;

  private static final long POPULATE_WRITE = 23;
  private static final long GUARD_INSTALL = 102;
  private static final long GUARD_REMOVE = 103;
  private static final long DO_FORK = 11;
  private static final long DO_DUMP = 17;
  private static final long WIPE_ON_FORK = 18;
  private static final long KEEP_ON_FORK = 19;

  private static final long SET_VMA = 0x53564d41L;
  private static final long SET_MEMORY_MERGE = 67;

  /**
   * The calls about descriptors, and those of all sorts, such as prctl: failed and irrelevant ones
   * count as other calls.
   */
  private static final Set<String> OTHERS_TOO =
      Set.of("close", "close_range", "dup", "dup2", "dup3", "fcntl", "fcntl64", "prctl");

  /** The end of a process's addresses on most machines. */
  private static final long MOST_ADDRESS = 1L << 47;

  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int HUGE_TLB = 0x40000;
  private static final long GROWS_DOWN = 0x01000000;

  private static final Operation NOTHING = new Operation.Nothing();
  private static final long DEFAULT_HUGE_PAGE = 2 << 20;
  private static final Revision LOCK = Revision.ofFlags(Mapping.LOCKED, Mapping.LOCKED_ON_FAULT);
  private static final Revision LOCK_ON_FAULT =
      Revision.ofFlags(Mapping.LOCKED | Mapping.LOCKED_ON_FAULT, 0);
  private static final Revision UNLOCK =
      Revision.ofFlags(0, Mapping.LOCKED | Mapping.LOCKED_ON_FAULT);
  private static final int LONGEST_PATH = 4096;
  private static final Pattern RANGE =
      Pattern.compile("\\{iov_base=(NULL|0x\\p{XDigit}{1,16}), iov_len=(\\d{1,19})\\}");

  /** The path that {@code -y} shows for the device of zeroed memory. */
  private static final String ZEROES = "</dev/zero";

  private final Words mapping = Words.MAPPING.fresh();
  private final Words remapping = Words.REMAPPING.fresh();
  private final Words locking = Words.LOCKING.fresh();
  private final Words advising = Words.ADVICE.fresh();
  private final Words cloning = Words.CLONING.fresh();
  private final Words option = Words.OPTION.fresh();
  private final Words policy = Words.POLICY.fresh();
  private final Words policyFlags = Words.POLICY_FLAGS.fresh();
  private final Words attaching = Words.SEGMENT.fresh();
  private final Words making = Words.SEGMENT_MAKING.fresh();
  private final Memo<String> files = new Memo<>(SystemCalls::file);
  private final Memo<Integer> descriptors = new Memo<>(SystemCalls::descriptor);
  private final Memo<Boolean> copying = new Memo<>(SystemCalls::isCopying);
  private final Map<String, Name> byName = new HashMap<>();
  private final Memo<Name> names = new Memo<>(text -> byName.computeIfAbsent(text, Name::new));

  /** A System V segment. */
  private record Segment(long length, int flags) {}

  /** By id. */
  private final Map<Long, Segment> segments = new HashMap<>();

  /** The length of a ring, by its address. */
  private final Map<Long, Long> rings = new HashMap<>();

  private final Remarks remarks;

  SystemCalls(Remarks remarks) {
    this.remarks = remarks;
  }

  /** Returns the call with the name in a part of a line. */
  Name name(byte[] buffer, int from, int to) {
    return names.get(buffer, from, to);
  }

  /** Adds remarks on the calls left out. */
  void remark() {
    byName.forEach(
        (text, name) -> {
          if (name.others > 0) {
            remarks.count(
                text.startsWith("syscall_")
                    ? "calls to " + text + ", which strace could not name, left out"
                    : "calls to " + text + ", which is not about memory, left out",
                name.others);
          }
        });
  }

  /** Returns a descriptor with its path, without anything after the path. */
  private static String file(String text) {
    int path = text.indexOf('<');
    if (path > LONGEST_PATH) {
      throw new IllegalArgumentException("not a descriptor");
    }
    return text;
  }

  private static int descriptor(String text) {
    int path = text.indexOf('<');
    long number = CallText.number(path < 0 ? text : text.substring(0, path));
    return (int) Math.max(0, Math.min(number, Integer.MAX_VALUE));
  }

  /** Returns whether fcntl makes a descriptor with this command. */
  private static boolean isCopying(String command) {
    return command.startsWith("F_DUPFD")
        || command.equals("0")
        || command.startsWith("0x406")
        || command.startsWith("0 /*");
  }

  /**
   * Returns the effect of a call; null for one that is not about memory or threads.
   *
   * @throws IllegalArgumentException if the arguments cannot be read
   * @throws Unreplayable if its effect is not in the trace, and it had one
   */
  @Nullable Operation operation(Name name, CallText call) {
    if (name.harmless) {
      return NOTHING;
    }
    if (call.unknown()) {
      remarks.count("calls without a known result left out (" + name.text + ")");
      return NOTHING;
    }
    if (call.injected()) {
      remarks.count("calls that strace did not let happen left out (" + name.text + ")");
      return NOTHING;
    }
    if (call.failed()) {
      if (OTHERS_TOO.contains(name.text) && !isNaming(call)) {
        return null;
      }
      remarks.count("calls that failed (" + name.text + ")");
      try {
        return failed(name.text, call);
      } catch (ImpossibleRange e) {
        return NOTHING; // and so it failed
      }
    }
    return succeeded(name.text, call);
  }

  // ---- Failed ----

  /**
   * Returns the effect of a failed call: nothing, unless it changed something before it stopped.
   */
  private Operation failed(String name, CallText call) {
    String error = call.error();
    return switch (name) {
      case "mprotect", "pkey_mprotect" ->
          switch (error) {
            case "ENOMEM" -> protect(name, call, Reach.TO_GAP);
            case "EACCES" -> protect(name, call, Reach.TO_FORBIDDEN);
            case "EPERM" -> protect(name, call, Reach.TO_SEALED);
            default -> NOTHING;
          };
      case "mlock", "mlock2" ->
          switch (error) {
            case "ENOMEM" -> lock(name, call, Reach.LOCKED_IN_PART);
            case "EAGAIN" -> lock(name, call, Reach.OVER_GAPS);
            default -> NOTHING;
          };
      case "munlock" -> error.equals("ENOMEM") ? revise(call, UNLOCK, Reach.TO_GAP) : NOTHING;
      case "madvise" -> adviseInPart(call, error);
      case "prctl" ->
          switch (error) {
            case "ENOMEM" -> label(call, Reach.OVER_GAPS);
            case "EBADF" -> label(call, Reach.TO_NAMED);
            default -> NOTHING;
          };
      // All movable pages were moved.
      case "mbind" ->
          error.equals("EIO") && call.count() > 5 && (call.words(5, policyFlags) & 6) != 0
              ? policy(call)
              : NOTHING;
      case "set_mempolicy_home_node" ->
          error.equals("EOPNOTSUPP") ? homeNode(call, Reach.TO_POLICY) : NOTHING;
      case "munmap" ->
          error.equals("EPERM")
              ? broken(call.number(0), call.number(1), Left.PARTED_BEFORE_SEALED)
              : NOTHING;
      case "mmap", "mmap2", "old_mmap" -> placeInPart(call, error);
      case "remap_file_pages" ->
          error.equals("EPERM")
              ? broken(call.number(0), call.number(1), Left.PARTED_BEFORE_SEALED)
              : NOTHING;
      case "shmat" -> attachInPart(call, error);
      case "mremap" -> {
        if (error.equals("EPERM")) {
          boolean moves = call.count() >= 5 && (call.words(3, remapping) & 2) != 0;
          yield remap(call, moves ? call.number(4) : call.number(0), true);
        }
        if (error.equals("ENOMEM") && call.count() >= 5 && (call.words(3, remapping) & 2) != 0) {
          remarks.count("failed mremaps to a fixed place, which may have unmapped it before");
        }
        yield NOTHING;
      }
      default -> NOTHING;
    };
  }

  /**
   * Returns the effect of madvise, which changes one area after another, up to the first that does
   * not take the advice.
   */
  private Operation adviseInPart(CallText call, String error) {
    long advice = call.words(2, advising);
    if (PageSet.pageStart(call.number(0)) != call.number(0)) {
      return NOTHING;
    }
    Revision revision = remembered(advice);
    if (revision == null) {
      // Guard pages are made across gaps; pages for writing only up to the first gap.
      boolean complete = error.equals("ENOMEM") && advice != POPULATE_WRITE;
      Operation pages = aboutPages(call.number(0), call.number(1), advice, complete);
      return pages == null ? NOTHING : pages;
    }
    return switch (error) {
      case "ENOMEM", "EAGAIN" -> revise(call, revision, Reach.OVER_GAPS);
      case "EPERM" -> revise(call, revision, Reach.TO_KEPT);
      case "EINVAL" -> {
        if (advice == WIPE_ON_FORK) {
          yield revise(call, revision, Reach.TO_FILE);
        }
        // This also happens for a device's memory, which no recording shows.
        boolean refusable = advice == DO_FORK || advice == DO_DUMP || advice == KEEP_ON_FORK;
        yield refusable ? revise(call, revision, Reach.TO_DROPPABLE) : NOTHING;
      }
      default -> NOTHING;
    };
  }

  /**
   * Returns the effect of a failed mmap with MAP_FIXED, which splits the areas at both ends before
   * it checks the amount of memory. It takes huge pages from their pool only after it has unmapped
   * the range.
   */
  private Operation placeInPart(CallText call, String error) {
    if (call.count() < 6) {
      return NOTHING;
    }
    long words = call.words(3, mapping);
    if ((words & MAP_FIXED) == 0) {
      return NOTHING;
    }
    return switch (error) {
      case "EPERM" -> broken(call.number(0), call.number(1), Left.PARTED_BEFORE_SEALED);
      case "ENOMEM" -> {
        boolean huge = (words & HUGE_TLB) != 0 && (words & MAP_ANONYMOUS) != 0;
        yield broken(
            call.number(0),
            huge ? roundUp(call.number(1), hugePage(words)) : call.number(1),
            huge ? Left.UNMAPPED : Left.PARTED);
      }
      default -> NOTHING;
    };
  }

  private Operation attachInPart(CallText call, String error) {
    Segment segment = segments.get(call.number(0));
    if (segment == null || call.count() < 3 || (call.words(2, attaching) & 0x4000) == 0) {
      return NOTHING; // without SHM_REMAP
    }
    long start = PageSet.pageStart(call.number(1));
    return switch (error) {
      case "EPERM" -> broken(start, segment.length(), Left.PARTED_BEFORE_SEALED);
      case "ENOMEM" -> broken(start, segment.length(), Left.PARTED);
      default -> NOTHING;
    };
  }

  private static Operation broken(long start, long length, Left left) {
    long end = start + PageSet.roundUp(length);
    boolean possible =
        PageSet.pageStart(start) == start && below(start, end) && !below(MOST_ADDRESS, end);
    return possible ? new Operation.Broken(start, end, left) : NOTHING;
  }

  // ---- Succeeded ----

  private @Nullable Operation succeeded(String name, CallText call) {
    return switch (name) {
      case "mmap", "mmap2", "old_mmap" -> place(name, call);
      case "map_shadow_stack" -> shadowStack(call);
      case "munmap" -> unmap(call);
      case "mprotect", "pkey_mprotect" -> protect(name, call, Reach.ALL);
      case "brk" -> new Operation.Break(call.resultAddress(), call.number(0));
      case "mremap" -> remap(call, call.resultAddress(), false);
      case "remap_file_pages" -> show(call);
      case "madvise" -> advise(call);
      case "process_madvise" -> adviseEach(call);
      case "mlock", "mlock2" -> lock(name, call, Reach.ALL);
      case "munlock" -> revise(call, UNLOCK, Reach.ALL);
      case "mlockall" -> lockAll(call);
      case "munlockall" -> new Operation.LockAll(UNLOCK, 0);
      case "mseal" -> revise(call, Revision.ofFlags(Mapping.SEALED, 0), Reach.ALL);
      case "mbind" -> policy(call);
      case "set_mempolicy_home_node" -> homeNode(call, Reach.OVER_GAPS);
      case "prctl" -> process(call);
      case "shmget" -> segment(call);
      case "shmat" -> attach(call);
      case "shmdt" -> new Operation.Detach(aligned(call.number(0)));
      case "io_setup" -> ring(call);
      case "io_destroy" -> endRing(call);
      case "close" -> closeFiles(call.text(0, descriptors), call.text(0, descriptors));
      case "close_range" -> closeRange(call);
      case "dup", "dup2", "dup3" -> copy(call);
      case "fcntl", "fcntl64" -> call.count() > 1 && call.text(1, copying) ? copy(call) : null;
      case "fork" -> new Operation.Spawn(call.resultId(), false, false, false);
      case "vfork" -> new Operation.Spawn(call.resultId(), true, false, false);
      case "clone", "clone2", "clone3" -> spawn(name, call);
      case "execve", "execveat" -> new Operation.Execute();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Operation place(String name, CallText call) {
    if (call.count() == 1) {
      throw new Unreplayable(
          "old_mmap without its arguments is not replayed: record without -e raw");
    }
    if (call.count() > 6) {
      call.parseLongPaths();
    }
    long words = call.words(3, mapping);
    long type = words & 15;
    boolean shared = type == 1 || type == 3;
    boolean anonymous = (words & MAP_ANONYMOUS) != 0;
    boolean huge = (words & HUGE_TLB) != 0;
    int protection = (int) call.protection(2) & 7;
    int flags = shared ? Mapping.SHARED : 0;
    flags |= (words & 0x4000) != 0 ? Mapping.NO_RESERVE : 0;
    flags |= (words & 0x100) != 0 ? Mapping.GROWS_DOWN : 0;
    flags |= (words & 0x2000) != 0 ? Mapping.LOCKED : 0;
    flags |= huge ? Mapping.HUGE_PAGES : 0;
    // Since 6.7 the kernel makes no huge pages in what will be a stack.
    flags |= (words & 0x20000) != 0 ? Mapping.NOT_HUGE : 0;
    if (type == 8) {
      // MAP_DROPPABLE
      flags |= Mapping.DROPPABLE | Mapping.NO_RESERVE | Mapping.WIPED_AT_FORK | Mapping.NOT_DUMPED;
    }
    flags |= accounted(protection, flags);
    long start = aligned(call.resultAddress());
    long length = roundUp(call.number(1), huge ? hugePage(words) : PageSet.PAGE);
    Kind kind = anonymous ? shared || huge ? Kind.OWN : Kind.MEMORY : Kind.FILE;
    if (kind == Kind.FILE && shared && call.text(4, files).contains(ZEROES)) {
      kind = Kind.OWN; // memory of its own, each time
    }
    long offset = kind == Kind.FILE ? call.number(5) : 0;
    if (name.equals("mmap2") && kind == Kind.FILE && PageSet.pageStart(offset) != offset) {
      offset *= PageSet.PAGE; // old straces print the argument as it is: in pages
    }
    return new Operation.Place(
        start,
        end(start, length),
        protection,
        flags,
        kind,
        kind == Kind.FILE ? call.text(4, files) : null,
        offset,
        (words & MAP_FIXED) != 0,
        (words & (0x8000 | 0x2000)) != 0);
  }

  private static long hugePage(long words) {
    long shift = words >>> 26 & 63;
    return shift == 0 ? DEFAULT_HUGE_PAGE : 1L << shift;
  }

  private static long roundUp(long length, long page) {
    return length + page - 1 & -page;
  }

  /** Returns whether the kernel accounts for the pages of a new mapping in advance. */
  private static int accounted(int protection, int flags) {
    int against = Mapping.SHARED | Mapping.NO_RESERVE | Mapping.HUGE_PAGES;
    return (protection & Mapping.WRITE) != 0 && (flags & against) == 0 ? Mapping.ACCOUNTED : 0;
  }

  private Operation shadowStack(CallText call) {
    long start = aligned(call.resultAddress());
    return new Operation.Place(
        start,
        end(start, PageSet.roundUp(call.number(1))),
        Mapping.READ | Mapping.WRITE,
        Mapping.SHADOW_STACK | Mapping.ACCOUNTED,
        Kind.OWN,
        null,
        0,
        false,
        false);
  }

  private static Operation unmap(CallText call) {
    long start = aligned(call.number(0));
    return new Operation.Unmap(start, end(start, PageSet.roundUp(call.number(1))));
  }

  private Operation protect(String name, CallText call, Reach reach) {
    long words = call.protection(2);
    Revision revision = Revision.ofProtection((int) words & 7);
    if (name.equals("pkey_mprotect") && call.number(3) >= 0) {
      int key = (int) call.number(3) << Mapping.KEY_SHIFT & Mapping.KEY;
      revision =
          new Revision(revision.protection(), Revision.KEEP_IDENTITY, key, Mapping.KEY & ~key);
    }
    return revise(call, revision, reach, (words & GROWS_DOWN) != 0, false);
  }

  private Operation remap(CallText call, long newStart, boolean toSealed) {
    long start = aligned(call.number(0));
    long oldLength = PageSet.roundUp(call.number(1));
    long newLength = PageSet.roundUp(call.number(2));
    aligned(newStart);
    if (newLength == 0) {
      throw new IllegalArgumentException("the new length is 0");
    }
    return new Operation.Remap(
        start,
        oldLength == 0 ? start : end(start, oldLength),
        newStart,
        end(newStart, newLength),
        (call.words(3, remapping) & 4) != 0 || oldLength == 0,
        toSealed);
  }

  private static Operation show(CallText call) {
    long start = PageSet.pageStart(call.number(0));
    long length = PageSet.pageStart(call.number(1));
    return length == 0
        ? NOTHING
        : new Operation.Show(start, end(start, length), call.number(3) * PageSet.PAGE);
  }

  private Operation advise(CallText call) {
    long advice = call.words(2, advising);
    return advise(call.number(0), call.number(1), advice, call, 2);
  }

  /**
   * Returns the effect of process_madvise on the process itself; another process takes only advice
   * about pages.
   *
   * <p>Its result is the number of bytes advised on: it stops at the first range that fails.
   */
  private Operation adviseEach(CallText call) {
    long advice = call.words(3, advising);
    if (isAboutPages(advice)) {
      return NOTHING;
    }
    List<Operation> parts = new ArrayList<>();
    long left = call.resultAddress();
    Matcher range = RANGE.matcher(call.text(1));
    while (left > 0 && range.find()) {
      long length = CallText.number(range.group(2));
      if (length > 0 && length <= left) {
        parts.add(advise(CallText.number(range.group(1)), length, advice, call, 3));
      }
      left -= length;
    }
    if (left != 0) {
      throw new Unreplayable(
          "the trace does not tell all the ranges: record with strace -v and without -e raw");
    }
    return new Operation.Several(parts);
  }

  private static Operation advise(
      long start, long length, long advice, CallText call, int argument) {
    if (isAboutPages(advice)) {
      return NOTHING;
    }
    Operation pages = aboutPages(start, length, advice, true);
    if (pages != null) {
      return pages;
    }
    Revision revision = remembered(advice);
    if (revision == null) {
      throw new Unreplayable("madvise with " + call.text(argument) + " is not known");
    }
    return revise(start, length, revision, Reach.ALL, false, false);
  }

  /** Returns the effect of advice that makes pages or removes guard pages; null for any other. */
  private static @Nullable Operation aboutPages(
      long from, long size, long advice, boolean complete) {
    if (advice != POPULATE_WRITE && advice != GUARD_INSTALL && advice != GUARD_REMOVE) {
      return null;
    }
    long start = PageSet.pageStart(from);
    long length = PageSet.roundUp(size);
    if (length == 0) {
      return NOTHING;
    }
    long end = end(start, length);
    return advice == GUARD_REMOVE
        ? new Operation.Unguard(start, end)
        : new Operation.Fill(start, end, advice == GUARD_INSTALL, complete);
  }

  private Operation lock(String name, CallText call, Reach reach) {
    boolean onFault = name.equals("mlock2") && (call.words(2, locking) & 1) != 0;
    return revise(call, onFault ? LOCK_ON_FAULT : LOCK, reach, false, !onFault);
  }

  private Operation lockAll(CallText call) {
    long words = call.words(0, locking);
    Revision lock = (words & 4) != 0 ? LOCK_ON_FAULT : LOCK;
    return new Operation.LockAll((words & 1) != 0 ? lock : null, (words & 2) != 0 ? lock.set() : 0);
  }

  private Operation policy(CallText call) {
    long mode = call.words(2, policy);
    // Removing a policy skips gaps and succeeds; setting one stops at a gap.
    return (mode & 0xfff) == 0
        ? label(call, true, null, Reach.OVER_GAPS)
        : label(call, true, mode + " " + (call.count() > 3 ? call.text(3) : ""), Reach.ALL);
  }

  private Operation homeNode(CallText call, Reach reach) {
    return label(call, true, Operation.HOME + call.text(2), reach);
  }

  private boolean isNaming(CallText call) {
    return call.count() >= 5 && call.words(0, option) == SET_VMA && call.words(1, option) == 0;
  }

  private @Nullable Operation process(CallText call) {
    if (isNaming(call)) {
      return label(call, Reach.ALL);
    }
    return call.count() >= 2 && call.words(0, option) == SET_MEMORY_MERGE
        ? new Operation.MergeAll(call.number(1) != 0)
        : null;
  }

  private static Operation label(CallText call, Reach reach) {
    long start = aligned(call.number(2));
    long end = start + PageSet.roundUp(call.number(3));
    String name = call.text(4);
    return start == end
        ? NOTHING
        : new Operation.Label(
            start,
            checkedEnd(start, end),
            false,
            name.equals("NULL") || name.equals("0") ? null : name,
            reach);
  }

  private static Operation label(
      CallText call, boolean policy, @Nullable String text, Reach reach) {
    long start = aligned(call.number(0));
    long end = start + PageSet.roundUp(call.number(1));
    return start == end
        ? NOTHING
        : new Operation.Label(start, checkedEnd(start, end), policy, text, reach);
  }

  private Operation segment(CallText call) {
    long words = call.count() > 2 ? call.words(2, making) : 0;
    boolean huge = (words & 0x800) != 0;
    segments.put(
        call.resultAddress(),
        new Segment(
            roundUp(call.number(1), huge ? hugePage(words) : PageSet.PAGE),
            Mapping.SHARED | (huge ? Mapping.HUGE_PAGES : 0)));
    return NOTHING;
  }

  private Operation attach(CallText call) {
    Segment segment = segments.get(call.number(0));
    if (segment == null) {
      throw new Unreplayable(
          "shmat is not replayed: the trace does not tell how long the segment is; record"
              + " shmget too (-e trace=%memory,shmget,...)");
    }
    if (segment.length() == 0) {
      throw new Unreplayable("shmat of a segment whose length another call told is not replayed");
    }
    long words = call.count() > 2 ? call.words(2, attaching) : 0;
    int protection =
        Mapping.READ
            | ((words & 0x1000) != 0 ? 0 : Mapping.WRITE)
            | ((words & 0x8000) != 0 ? Mapping.EXECUTE : 0);
    long start = aligned(call.resultAddress());
    return new Operation.Place(
        start,
        end(start, segment.length()),
        protection,
        segment.flags(),
        Kind.OWN,
        "shmat",
        0,
        (words & 0x4000) != 0,
        false);
  }

  /**
   * Returns the length of io_setup's ring: a head of 32 bytes, and 32 bytes for each of the events
   * and the two more.
   */
  private Operation ring(CallText call) {
    String context = call.text(1);
    int open = context.indexOf('[');
    if (open < 0) {
      throw new Unreplayable("io_setup is not replayed: the trace does not tell where its ring is");
    }
    long start =
        aligned(CallText.number(context.substring(open + 1, context.length() - 1).strip()));
    long events = Math.min(Math.max(call.number(0), 1), 1 << 24);
    long length = PageSet.roundUp(32 + 32 * (2 * events + 2));
    rings.put(start, length);
    remarks.count("rings of io_setup, whose length is worked out from their number of events");
    return new Operation.Place(
        start,
        end(start, length),
        Mapping.READ | Mapping.WRITE,
        Mapping.SHARED,
        Kind.OWN,
        "ring",
        0,
        false,
        false);
  }

  private Operation endRing(CallText call) {
    long start = call.number(0);
    Long length = rings.remove(start);
    if (length == null) {
      throw new Unreplayable(
          "io_destroy is not replayed: the trace does not tell how long the ring is");
    }
    return new Operation.Unmap(start, end(start, length));
  }

  private static Operation closeFiles(int first, int last) {
    return new Operation.CloseFiles(first, last);
  }

  private Operation closeRange(CallText call) {
    String flags = call.count() > 2 ? call.text(2) : "0";
    // With CLOSE_RANGE_CLOEXEC (4) they stay open until the next execve.
    boolean stayOpen = flags.contains("CLOEXEC") || flags.startsWith("0x4") || flags.equals("4");
    return stayOpen ? NOTHING : closeFiles(call.text(0, descriptors), call.text(1, descriptors));
  }

  private Operation copy(CallText call) {
    return new Operation.CopyFile(call.text(0, descriptors), call.resultNumber());
  }

  private Operation spawn(String name, CallText call) {
    String flags = call.named("flags");
    if (flags == null) {
      flags = call.text(0);
      if (name.equals("clone3") || call.count() < 4 || !Character.isDigit(flags.charAt(0))) {
        throw new Unreplayable(
            "the trace does not tell what the new thread shares: record without -e raw");
      }
    }
    byte[] bytes = flags.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    long words = cloning.of(bytes, 0, bytes.length);
    return new Operation.Spawn(
        call.resultId(), (words & 0x100) != 0, (words & 0x10000) != 0, (words & 0x400) != 0);
  }

  private static Operation revise(CallText call, Revision revision, Reach reach) {
    return revise(call, revision, reach, false, false);
  }

  private static Operation revise(
      CallText call, Revision revision, Reach reach, boolean growsDown, boolean filled) {
    return revise(call.number(0), call.number(1), revision, reach, growsDown, filled);
  }

  private static Operation revise(
      long from, long length, Revision revision, Reach reach, boolean growsDown, boolean filled) {
    // mlock takes any address, the others only a page's.
    long start = PageSet.pageStart(from);
    long end = PageSet.roundUp(from + length);
    return end == start
        ? NOTHING
        : new Operation.Revise(start, checkedEnd(start, end), revision, reach, growsDown, filled);
  }

  private static long aligned(long address) {
    if (PageSet.pageStart(address) != address) {
      throw new ImpossibleRange(
          "0x" + Long.toHexString(address) + " is not the start of a page of 4096 bytes");
    }
    return address;
  }

  private static long end(long start, long length) {
    return checkedEnd(start, start + length);
  }

  private static long checkedEnd(long start, long end) {
    if (!below(start, end)) {
      throw new ImpossibleRange("the range is empty or wraps: " + MappedArea.range(start, end));
    }
    return end;
  }

  /** Thrown for a range that no successful call can have. */
  private static final class ImpossibleRange extends IllegalArgumentException {
    @java.io.Serial private static final long serialVersionUID = 1;

    ImpossibleRange(String message) {
      super(message);
    }
  }

  /** Thrown for a call that is understood, but whose effect the recording does not show. */
  static final class Unreplayable extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1;

    Unreplayable(String message) {
      super(message, null);
    }
  }
}
