package io.vmalock.space;

import io.vmalock.Vma;
import io.vmalock.space.index.AreaTree;
import io.vmalock.space.index.Ranges;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The areas of a snapshot, or of an edit, with their attachments typed. */
final class TreeView<A> implements AreaView<A> {
  private final AreaTree tree;

  TreeView(AreaTree tree) {
    this.tree = tree;
  }

  @Override
  public @Nullable Area<A> find(long address) {
    Vma vma = tree.find(address);
    return vma == null ? null : area(vma);
  }

  @Override
  public @Nullable Area<A> atOrAfter(long address) {
    Vma vma = tree.atOrAfter(address);
    return vma == null ? null : area(vma);
  }

  @Override
  public int size() {
    return tree.size();
  }

  @Override
  public Iterator<Area<A>> iterator() {
    Iterator<Vma> vmas = tree.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return vmas.hasNext();
      }

      @Override
      public Area<A> next() {
        return area(vmas.next());
      }
    };
  }

  static <A> Area<A> area(Vma vma) {
    return area(vma, vma.start(), vma.end());
  }

  /** A part of an area, which is in it. */
  static <A> Area<A> area(Vma vma, long from, long to) {
    return new Area<>(from, to, attachment(vma), vma.offset() + (from - vma.start()));
  }

  /**
   * The parts in {@code [start, end)} of areas that all have some: made when they are asked for.
   *
   * @param vmas not changed any more
   */
  static <A> List<Area<A>> parts(List<Vma> vmas, long start, long end) {
    return new Parts<>(vmas, start, end);
  }

  private static final class Parts<A> extends AbstractList<Area<A>> implements RandomAccess {
    private final List<Vma> vmas;
    private final long start;
    private final long end;

    Parts(List<Vma> vmas, long start, long end) {
      this.vmas = vmas;
      this.start = start;
      this.end = end;
    }

    @Override
    public Area<A> get(int i) {
      Vma vma = vmas.get(i);
      return area(vma, Ranges.max(vma.start(), start), Ranges.min(vma.end(), end));
    }

    @Override
    public int size() {
      return vmas.size();
    }
  }

  /** Sound: a space attaches only VMAs that it made itself, with attachments of type A. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <A> A attachment(Vma vma) {
    return (A) vma.attachment();
  }
}
