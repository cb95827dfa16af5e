package io.vmalock.bench.replay.recording;

import java.util.Map;

/**
 * The words that strace writes for the bits of one argument, and their values. strace also writes
 * numbers, alone ({@code -X raw}), with the words after them ({@code -X verbose}), and for bits
 * that it does not know; all these forms give the same number here.
 */
final class Words {
  static final Words PROTECTION =
      new Words(
          "a protection",
          Map.of(
              "PROT_NONE", 0L,
              "PROT_READ", 1L,
              "PROT_WRITE", 2L,
              "PROT_EXEC", 4L,
              "PROT_SEM", 8L,
              "PROT_SAO", 16L,
              "PROT_BTI", 16L,
              "PROT_MTE", 32L,
              "PROT_GROWSDOWN", 0x01000000L,
              "PROT_GROWSUP", 0x02000000L),
          false);

  static final Words MAPPING =
      new Words(
          "a flag of mmap",
          Map.ofEntries(
              Map.entry("MAP_FILE", 0L),
              Map.entry("MAP_SHARED", 1L),
              Map.entry("MAP_PRIVATE", 2L),
              Map.entry("MAP_SHARED_VALIDATE", 3L),
              Map.entry("MAP_DROPPABLE", 8L),
              Map.entry("MAP_FIXED", 0x10L),
              Map.entry("MAP_ANONYMOUS", 0x20L),
              Map.entry("MAP_ANON", 0x20L),
              Map.entry("MAP_32BIT", 0x40L),
              Map.entry("MAP_GROWSDOWN", 0x100L),
              Map.entry("MAP_LOCKED", 0x2000L),
              Map.entry("MAP_NORESERVE", 0x4000L),
              Map.entry("MAP_POPULATE", 0x8000L),
              Map.entry("MAP_STACK", 0x20000L),
              Map.entry("MAP_HUGETLB", 0x40000L),
              Map.entry("MAP_SYNC", 0x80000L),
              Map.entry("MAP_FIXED_NOREPLACE", 0x100000L),
              Map.entry("MAP_HUGE_SHIFT", 26L),
              Map.entry("MAP_HUGE_2MB", 21L << 26),
              Map.entry("MAP_HUGE_1GB", 30L << 26)),
          true);

  static final Words REMAPPING =
      new Words(
          "a flag of mremap",
          Map.of("MREMAP_MAYMOVE", 1L, "MREMAP_FIXED", 2L, "MREMAP_DONTUNMAP", 4L),
          false);

  static final Words LOCKING =
      new Words(
          "a flag of mlockall",
          Map.of("MCL_CURRENT", 1L, "MCL_FUTURE", 2L, "MCL_ONFAULT", 4L, "MLOCK_ONFAULT", 1L),
          false);

  static final Words ADVICE =
      new Words(
          "an advice",
          Map.ofEntries(
              Map.entry("MADV_NORMAL", 0L),
              Map.entry("MADV_RANDOM", 1L),
              Map.entry("MADV_SEQUENTIAL", 2L),
              Map.entry("MADV_WILLNEED", 3L),
              Map.entry("MADV_DONTNEED", 4L),
              Map.entry("MADV_FREE", 8L),
              Map.entry("MADV_REMOVE", 9L),
              Map.entry("MADV_DONTFORK", 10L),
              Map.entry("MADV_DOFORK", 11L),
              Map.entry("MADV_MERGEABLE", 12L),
              Map.entry("MADV_UNMERGEABLE", 13L),
              Map.entry("MADV_HUGEPAGE", 14L),
              Map.entry("MADV_NOHUGEPAGE", 15L),
              Map.entry("MADV_DONTDUMP", 16L),
              Map.entry("MADV_DODUMP", 17L),
              Map.entry("MADV_WIPEONFORK", 18L),
              Map.entry("MADV_KEEPONFORK", 19L),
              Map.entry("MADV_COLD", 20L),
              Map.entry("MADV_PAGEOUT", 21L),
              Map.entry("MADV_POPULATE_READ", 22L),
              Map.entry("MADV_POPULATE_WRITE", 23L),
              Map.entry("MADV_DONTNEED_LOCKED", 24L),
              Map.entry("MADV_COLLAPSE", 25L),
              Map.entry("MADV_HWPOISON", 100L),
              Map.entry("MADV_SOFT_OFFLINE", 101L),
              Map.entry("MADV_GUARD_INSTALL", 102L),
              Map.entry("MADV_GUARD_REMOVE", 103L)),
          false);

  static final Words CLONING =
      new Words(
          "a flag of clone",
          Map.of("CLONE_VM", 0x100L, "CLONE_FILES", 0x400L, "CLONE_THREAD", 0x10000L),
          true);

  /** The options of prctl that are about memory; no other is 1. */
  static final Words OPTION =
      new Words(
          "",
          Map.of("PR_SET_VMA", 0x53564d41L, "PR_SET_VMA_ANON_NAME", 0L, "PR_SET_MEMORY_MERGE", 67L),
          true);

  static final Words POLICY =
      new Words(
          "a memory policy",
          Map.of(
              "MPOL_DEFAULT", 0L,
              "MPOL_PREFERRED", 1L,
              "MPOL_BIND", 2L,
              "MPOL_INTERLEAVE", 3L,
              "MPOL_LOCAL", 4L,
              "MPOL_PREFERRED_MANY", 5L,
              "MPOL_WEIGHTED_INTERLEAVE", 6L,
              "MPOL_F_NUMA_BALANCING", 0x2000L,
              "MPOL_F_RELATIVE_NODES", 0x4000L,
              "MPOL_F_STATIC_NODES", 0x8000L),
          false);

  static final Words POLICY_FLAGS =
      new Words(
          "a flag of mbind",
          Map.of("MPOL_MF_STRICT", 1L, "MPOL_MF_MOVE", 2L, "MPOL_MF_MOVE_ALL", 4L),
          true);

  static final Words SEGMENT_MAKING =
      new Words(
          "a flag of shmget",
          Map.of(
              "SHM_HUGETLB",
              0x800L,
              "SHM_HUGE_SHIFT",
              26L,
              "SHM_HUGE_2MB",
              21L << 26,
              "SHM_HUGE_1GB",
              30L << 26),
          true);

  static final Words SEGMENT =
      new Words(
          "a flag of shmat",
          Map.of(
              "SHM_RDONLY", 0x1000L, "SHM_RND", 0x2000L, "SHM_REMAP", 0x4000L, "SHM_EXEC", 0x8000L),
          false);

  /** Numbers only. */
  static final Words NUMBER = new Words("a number", Map.of("NULL", 0L), false);

  private final String what;
  private final Map<String, Long> values;
  private final boolean others;
  private final Memo<Long> memo = new Memo<>(this::value);

  /** Makes words; {@code others} says that there are more words, which do not matter. */
  private Words(String what, Map<String, Long> values, boolean others) {
    this.what = what;
    this.values = values;
    this.others = others;
  }

  /** Returns a copy for one reader, since threads must not share the memo. */
  Words fresh() {
    return new Words(what, values, others);
  }

  /** Returns the number that the words of a part of a line stand for. */
  long of(byte[] buffer, int from, int to) {
    return memo.get(buffer, from, to);
  }

  private Long value(String text) {
    // -X verbose and flags that strace does not know: a number, with its meaning behind it.
    for (int comment = text.indexOf("/*"); comment > 0; comment = text.indexOf("/*")) {
      int end = text.indexOf("*/", comment);
      text = text.substring(0, comment) + (end < 0 ? "" : text.substring(end + 2));
    }
    long value = 0;
    for (String word : text.strip().split("\\|", -1)) {
      value |= word(word.strip());
    }
    return value;
  }

  private long word(String word) {
    int shift = word.indexOf("<<");
    if (shift > 0) {
      long by = word(word.substring(shift + 2));
      return by < 0 || by > 63 ? 0 : word(word.substring(0, shift)) << by;
    }
    Long known = values.get(word);
    if (known != null) {
      return known;
    }
    if (!word.isEmpty() && (Character.isDigit(word.charAt(0)) || word.charAt(0) == '-')) {
      return CallText.number(word);
    }
    if (others && !word.isEmpty()) {
      return 0;
    }
    throw new IllegalArgumentException("\"" + word + "\" is not " + what);
  }
}
