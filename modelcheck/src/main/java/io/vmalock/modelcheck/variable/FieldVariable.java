package io.vmalock.modelcheck.variable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** A field as declared in a rewritten class. */
public final class FieldVariable extends Variable {
  private final ClassLoader loader;
  private final String owner;
  private final String name;
  private final String descriptor;
  private final int access;
  private final int slot;
  private final int id;
  private @Nullable Field field;

  /** The cell of a static field, while {@link #staticExecution} is the present execution. */
  private @Nullable Cell staticCell;

  private long staticExecution;

  /**
   * Makes the variable of a field.
   *
   * @param loader the loader of its class
   * @param owner the binary name of its class
   * @param name its name
   * @param descriptor its type
   * @param access its modifiers as in the class file
   * @param isProtected whether a race on it is an error
   * @param slot its place among the cells of an object
   */
  public FieldVariable(
      ClassLoader loader,
      String owner,
      String name,
      String descriptor,
      int access,
      boolean isProtected,
      int slot) {
    super((access & Modifier.VOLATILE) != 0, isProtected);
    this.loader = loader;
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.access = access;
    this.slot = slot;
    this.id = Variables.register(this);
  }

  /** Returns whether {@code other} loads its class. */
  boolean isOf(ClassLoader other) {
    return loader == other;
  }

  /** Returns whether a look at it initialises no class, because its own is initialised. */
  public boolean isInitialised() {
    return Variables.isInitialised(field().getDeclaringClass());
  }

  /** Returns whether it has one cell for the class, and not one for each object. */
  public boolean isStatic() {
    return (access & Modifier.STATIC) != 0;
  }

  /** Returns whether it never changes once its object is made. Such a field is not modelled. */
  public boolean isFinal() {
    return (access & Modifier.FINAL) != 0;
  }

  public int slot() {
    return slot;
  }

  /** Returns the number that stands for the field where JDK-internal code uses an offset. */
  public int id() {
    return id;
  }

  public Cell staticCell(long execution) {
    Cell cell = staticCell;
    if (cell == null || staticExecution != execution) {
      cell = new Cell(this, null, 0);
      staticCell = cell;
      staticExecution = execution;
    }
    return cell;
  }

  @Override
  public @Nullable Object original(@Nullable Object object, int index) {
    try {
      return field().get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void setOriginal(@Nullable Object object, int index, @Nullable Object value) {
    try {
      field().set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public char kind() {
    char first = descriptor.charAt(0);
    return first == '[' ? 'L' : first;
  }

  @Override
  public String label(int index) {
    return name;
  }

  /** Returns the binary name of the class that declares it. */
  public String owner() {
    return owner;
  }

  @Override
  public String toString() {
    return owner + "." + name;
  }

  private Field field() {
    Field result = field;
    if (result == null) {
      try {
        result = Class.forName(owner, false, loader).getDeclaredField(name);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      result.setAccessible(true);
      field = result;
    }
    return result;
  }
}
