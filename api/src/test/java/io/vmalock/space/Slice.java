package io.vmalock.space;

/** A stretch of a file from an offset: an attachment whose parts differ from the whole. */
record Slice(String file, long offset) {
  static Slice of(String file, long offset) {
    return new Slice(file, offset);
  }

  /** Parts begin further on in the file, and areas merge where one goes on as the other ends. */
  static final Attachments<Slice> POLICY =
      new Attachments<>() {
        @Override
        public Slice part(Slice whole, long offset, long length) {
          return new Slice(whole.file, whole.offset + offset);
        }

        @Override
        public boolean mergeable(Slice left, long leftEnd, Slice right, long rightStart) {
          return left.file.equals(right.file) && left.offset + leftEnd == right.offset + rightStart;
        }

        @Override
        public Slice fork(Slice attachment) {
          return new Slice(attachment.file + "'", attachment.offset);
        }
      };

  @Override
  public String toString() {
    return file + "+" + offset;
  }
}
