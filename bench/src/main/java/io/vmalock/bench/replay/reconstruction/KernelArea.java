package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An area as the kernel has it: all that decides whether it is joined with a neighbour. */
final class KernelArea {
  /** What execve mapped: taken as one file, in which each place is where it is mapped. */
  static final Object EXECVE = "execve";

  long start;
  long end;
  int protection;
  int flags;

  /** What is mapped: null for private memory, else an object that stands for the file. */
  @Nullable Object file;

  /**
   * Where in the file it begins, less where it is mapped: equal for neighbours that go on in the
   * file. For private memory 0, and after pages of it were moved, by how far.
   */
  long shift;

  @Nullable String name;
  @Nullable String policy;

  /**
   * The pages that it has of its own, as an object that stands for them: null before the first was
   * made, which is when it becomes known with which neighbours it shares it.
   */
  @Nullable Object pages;

  /** Whether some of these may still be those of the process that it was forked from. */
  boolean inherited;

  /** Whether it has had guard pages, which cannot be made in advance. */
  boolean guarded;

  /** Tells it from neighbours that look alike and are not joined with it, in a replay. */
  int identity;

  KernelArea(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /** A part of it, or a copy. */
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

  /** Whether pages of its own are made by a fault in it, and not only looked at. */
  boolean makesPages() {
    return (flags & Mapping.SHARED) == 0
        && protection != Mapping.UNKNOWN
        && (protection & Mapping.WRITE) != 0
        && file != EXECVE;
  }

  /** Whether the kernel tells the two apart by nothing but where they are and by their pages. */
  boolean isLike(KernelArea other) {
    return protection == other.protection
        && flags == other.flags
        && Objects.equals(file, other.file)
        && shift == other.shift
        && Objects.equals(name, other.name)
        && Objects.equals(policy, other.policy);
  }

  /** Whether it can be joined with another area that changes to be like it, as to their pages. */
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
