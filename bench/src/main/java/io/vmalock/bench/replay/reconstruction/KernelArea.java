package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An area as the kernel has it, with everything that decides whether it is joined with a neighbour.
 */
final class KernelArea {
  /** Stands for the areas that execve mapped: they count as one file, mapped at its own offsets. */
  static final Object EXECVE = "execve";

  long start;
  long end;
  int protection;
  int flags;

  /** The mapped object: null for private memory, otherwise an object that stands for the file. */
  @Nullable Object file;

  /**
   * Its offset in the file minus its address: equal for neighbours that go on in the file. For
   * private memory this is 0, and after a move of its pages the distance of the move.
   */
  long shift;

  @Nullable String name;
  @Nullable String policy;

  /**
   * An object that stands for its own pages: null before the first was made, because only then it
   * becomes known with which neighbours it shares them.
   */
  @Nullable Object pages;

  /** Whether some of these may still be those of the process that it was forked from. */
  boolean inherited;

  /** Whether it has had guard pages, which cannot be made in advance. */
  boolean guarded;

  /** Distinguishes it, in a replay, from neighbours that are alike and not joined with it. */
  int identity;

  KernelArea(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /** Returns a part of it, or a copy. */
  KernelArea part(long from, long to) {
    KernelArea part = new KernelArea(from, to);
    part.protection = protection;
    part.flags = flags;
    part.file = file;
    part.shift = shift;
    part.name = name;
    part.policy = policy;
    part.pages = pages;
    part.inherited = inherited;
    part.identity = identity;
    part.guarded = guarded;
    return part;
  }

  boolean contains(long address) {
    return below(address - start, end - start);
  }

  boolean isMadeByExecve() {
    return file == EXECVE;
  }

  boolean isPrivateMemory() {
    return file == null;
  }

  boolean accessible() {
    return protection != 0;
  }

  /** Returns whether a fault in it makes its own pages, rather than only reading existing ones. */
  boolean makesPages() {
    return (flags & Mapping.SHARED) == 0
        && protection != Mapping.UNKNOWN
        && (protection & Mapping.WRITE) != 0
        && file != EXECVE;
  }

  /** Returns whether the two differ only in their addresses and their pages. */
  boolean isLike(KernelArea other) {
    return protection == other.protection
        && flags == other.flags
        && Objects.equals(file, other.file)
        && shift == other.shift
        && Objects.equals(name, other.name)
        && Objects.equals(policy, other.policy);
  }

  /**
   * Returns whether, judging by their pages, it can be joined with another area that becomes like
   * it.
   */
  boolean takes(KernelArea changed) {
    if (pages == null && changed.pages != null) {
      return !changed.inherited;
    }
    if (pages != null && changed.pages == null) {
      return !inherited;
    }
    return pages == changed.pages;
  }

  Mapping mapping() {
    return new Mapping(protection, identity, flags);
  }

  MappedArea mapped() {
    return new MappedArea(start, end, mapping());
  }

  @Override
  public String toString() {
    return mapped().toString();
  }
}
