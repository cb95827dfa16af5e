package io.vmalock.space;

import java.util.Objects;

/**
 * The policy for attachments when a space splits, merges and copies areas. By default an area's
 * parts share its attachment, each with its own {@linkplain Hold#offset offset}, and parts that fit
 * together again are merged.
 *
 * <p>Three policies are ready: {@link #shared}, {@link #whole} and {@link #sliced}.
 *
 * <p>The methods are called while a section is planned, before any of it is visible: one that
 * throws leaves the areas as they were. They must not use the space. Readers may be inside, so a
 * method changes no attachment but may make new ones. A new attachment belongs to the space, which
 * releases it when no area has it any more, after a rollback too.
 */
public interface Attachments<A> {
  /**
   * Parts share the whole's attachment and differ in their offset: for files, buffers, segments.
   */
  static <A> Attachments<A> shared() {
    return new Attachments<>() {};
  }

  /**
   * Each attachment has one area, which cannot be split: for objects that are mapped and unmapped
   * whole.
   */
  static <A> Attachments<A> whole() {
    return new Attachments<>() {
      @Override
      public A part(A whole, long offset, long length) {
        throw new IllegalStateException(
            "an area of this space cannot be split, and "
                + Area.text(whole)
                + " would be, at offset "
                + offset
                + ": unmap, move or replace whole areas, or build the space with"
                + " Attachments.shared() or Attachments.sliced(...)");
      }

      @Override
      public boolean mergeable(A left, long leftEnd, A right, long rightStart) {
        return false;
      }
    };
  }

  /**
   * Each part gets a new attachment, at offset 0. A slice that needs the attachment from which it
   * was made must keep it alive: the whole is released when no area has it.
   */
  static <A> Attachments<A> sliced(Slicer<A> slicer) {
    Objects.requireNonNull(slicer, "slicer");
    return new Attachments<>() {
      @Override
      public A part(A whole, long offset, long length) {
        return slicer.slice(whole, offset, length);
      }

      @Override
      public boolean mergeable(A left, long leftEnd, A right, long rightStart) {
        return false;
      }
    };
  }

  /** Makes slices. */
  @FunctionalInterface
  interface Slicer<A> {
    /** The slice {@code [offset, offset + length)} of an attachment, as a new one. */
    A slice(A whole, long offset, long length);
  }

  /**
   * The attachment of a part of an area. If it is {@code whole} itself, the part keeps its offset
   * in it; otherwise the part begins at offset 0 of the returned attachment.
   *
   * @param whole the area's attachment
   * @param offset the offset in {@code whole} at which the part begins
   * @param length the length of the part, unsigned
   */
  default A part(A whole, long offset, long length) {
    return whole;
  }

  /**
   * Whether two neighbours may become one area; {@code left} ends where {@code right} starts. By
   * default they may if both have one attachment and the offsets go on.
   *
   * @param leftEnd the offset at which the left area ends in its attachment
   * @param rightStart the offset at which the right area begins in its attachment
   */
  default boolean mergeable(A left, long leftEnd, A right, long rightStart) {
    return left == right && leftEnd == rightStart;
  }

  /** The attachment of the area that two mergeable ones become; it begins at the left's offset. */
  default A merge(A left, A right) {
    return left;
  }

  /** The attachment of an area's copy in a forked space. */
  default A fork(A attachment) {
    return attachment;
  }
}
