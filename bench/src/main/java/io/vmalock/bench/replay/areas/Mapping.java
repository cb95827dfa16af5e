package io.vmalock.bench.replay.areas;

import java.util.StringJoiner;

/**
 * The properties of a recorded program's area besides its range: the attachment of the replayed
 * areas. Two neighbours are one area exactly if their mappings are equal.
 *
 * @param protection bits {@link #READ}, {@link #WRITE}, {@link #EXECUTE}; or {@link #UNKNOWN} if no
 *     recorded call shows it
 * @param identity the number that distinguishes it from a neighbour with equal protection and
 *     flags: 0 for private anonymous memory that can be joined; {@link #BY_EXECVE}; the line of the
 *     call that mapped it, such as a file; or a number below {@link #BY_EXECVE}, if the kernel does
 *     not join two areas of memory although they are alike
 * @param flags the other properties by which the kernel distinguishes areas
 */
public record Mapping(int protection, int identity, int flags) {
  public static final int READ = 1;
  public static final int WRITE = 2;
  public static final int EXECUTE = 4;

  /** The protection of areas that execve made. */
  public static final int UNKNOWN = 8;

  /** The identity of areas that execve made. */
  public static final int BY_EXECVE = -1;

  public static final int SHARED = 1;
  public static final int NO_RESERVE = 1 << 1;
  public static final int GROWS_DOWN = 1 << 2;
  public static final int LOCKED = 1 << 3;
  public static final int HEAP = 1 << 4;
  public static final int HUGE = 1 << 5;
  public static final int NOT_HUGE = 1 << 6;
  public static final int NOT_COPIED = 1 << 7;
  public static final int NOT_DUMPED = 1 << 8;
  public static final int WIPED_AT_FORK = 1 << 9;
  public static final int MERGEABLE = 1 << 10;
  public static final int RANDOM = 1 << 11;
  public static final int SEQUENTIAL = 1 << 12;
  public static final int HUGE_PAGES = 1 << 13;
  public static final int SHADOW_STACK = 1 << 14;
  public static final int LOCKED_ON_FAULT = 1 << 15;
  public static final int SEALED = 1 << 16;
  public static final int DROPPABLE = 1 << 17;

  /** The kernel accounts for its pages in advance; it does not join such an area with any other. */
  public static final int ACCOUNTED = 1 << 18;

  /** The protection key begins at this bit, four bits long. */
  public static final int KEY_SHIFT = 24;

  /** The bits of the protection key. */
  public static final int KEY = 15 << KEY_SHIFT;

  private static final String[] FLAG_NAMES = {
    "shared",
    "noreserve",
    "growsdown",
    "locked",
    "heap",
    "hugepage",
    "nohugepage",
    "dontfork",
    "dontdump",
    "wipeonfork",
    "mergeable",
    "random",
    "sequential",
    "hugetlb",
    "shadow-stack",
    "lockonfault",
    "sealed",
    "droppable",
  };

  /** Returns whether a fault can be served here: false only for PROT_NONE. */
  public boolean accessible() {
    return protection != 0;
  }

  /** Returns the protection as in /proc/PID/maps, such as {@code rw-}; {@code ???} if not known. */
  public String access() {
    return protection == UNKNOWN
        ? "???"
        : ((protection & READ) != 0 ? "r" : "-")
            + ((protection & WRITE) != 0 ? "w" : "-")
            + ((protection & EXECUTE) != 0 ? "x" : "-");
  }

  /** Such as {@code rw- anonymous} or {@code r-- line 12 shared}. */
  @Override
  public String toString() {
    StringJoiner words = new StringJoiner(" ");
    words.add(access());
    words.add(
        identity == BY_EXECVE
            ? "execve"
            : identity == 0
                ? "anonymous"
                : identity > 0 ? "line " + identity : "anonymous apart " + (BY_EXECVE - identity));
    for (int i = 0; i < FLAG_NAMES.length; i++) {
      if ((flags & 1 << i) != 0) {
        words.add(FLAG_NAMES[i]);
      }
    }
    if ((flags & KEY) != 0) {
      words.add("key " + ((flags & KEY) >>> KEY_SHIFT));
    }
    return words.toString();
  }
}
