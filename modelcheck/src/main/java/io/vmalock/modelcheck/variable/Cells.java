package io.vmalock.modelcheck.variable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The cells of one object in one execution, made when first accessed. */
public final class Cells {
  /** The interface of every rewritten class: a place for the cells of its objects. */
  public interface Owner {
    /** Returns the cells that were put last, or null. */
    @Nullable Cells vmalock$cells();

    /** Replaces the cells of an older execution. */
    void vmalock$cells(Cells cells);
  }

  private final long execution;
  private @Nullable Cell[] cells = new @Nullable Cell[4];

  private Cells(long execution) {
    this.execution = execution;
  }

  public static Cell of(long execution, Object owner, FieldVariable variable) {
    Owner object = (Owner) owner;
    Cells cells = object.vmalock$cells();
    if (cells == null || cells.execution != execution) {
      cells = new Cells(execution);
      object.vmalock$cells(cells);
    }
    return cells.at(variable.slot(), owner, variable);
  }

  /** Returns the cell of a field by its name, or null if there is none in this execution. */
  public static @Nullable Cell ifUsed(long execution, Object owner, String field) {
    Cells cells = owner instanceof Owner object ? object.vmalock$cells() : null;
    if (cells != null && cells.execution == execution) {
      for (Cell cell : cells.cells) {
        if (cell != null && cell.variable().label(0).equals(field)) {
          return cell;
        }
      }
    }
    return null;
  }

  public static Cells ofArray(long execution) {
    return new Cells(execution);
  }

  public Cell at(int slot, Object owner, Variable variable) {
    if (slot >= cells.length) {
      cells = Arrays.copyOf(cells, Math.max(slot + 1, cells.length * 2));
    }
    Cell cell = cells[slot];
    if (cell == null) {
      cell = new Cell(variable, owner, slot);
      cells[slot] = cell;
    }
    return cell;
  }

  /** Returns the cells made so far. */
  public Iterable<@Nullable Cell> all() {
    return Arrays.asList(cells);
  }
}
