package io.vmalock.files.lucene;

import io.vmalock.files.Backing;
import io.vmalock.files.FileHold;
import io.vmalock.files.MappedFile;
import io.vmalock.files.MappedFiles;
import io.vmalock.files.UnmappedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;

/**
 * A recipe: Lucene's index files in an address space. Each file gets addresses that no other has
 * had, so that an input that is used after it was closed finds nothing, and never another file.
 * Closing an input unmaps its file when the last search has left it, and no thread is asked.
 */
final class VmalockDirectory extends FSDirectory {
  private final MappedFiles files;
  private final AtomicLong nextAddress = new AtomicLong();

  VmalockDirectory(Path path, Backing backing) throws IOException {
    super(path, FSLockFactory.getDefault());
    this.files =
        MappedFiles.builder()
            .backing(backing)
            .order(ByteOrder.LITTLE_ENDIAN) // Lucene's
            .space(space -> space.releaseOn(Runnable::run))
            .build();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    ensureOpen();
    ensureCanRead(name);
    Path path = directory.resolve(name);
    String description = "VmalockIndexInput(path=\"" + path + "\")";
    long length = Files.size(path);
    if (length == 0) {
      return new Input(description, files, 0, 0, true);
    }
    try (MappedFile file = files.open(path)) {
      long start = nextAddress.getAndAdd(file.size());
      files.map(start, file);
      return new Input(description, files, start, file.size(), true);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    super.close();
    files.close(); // inputs that are open still find nothing
  }

  /** How many files are mapped. */
  int mappedFiles() {
    return files.mappedFiles();
  }

  /** A file or a part of one; each clone and slice has a hold of its own. */
  private static final class Input extends IndexInput implements RandomAccessInput {
    private final MappedFiles files;
    private final long start;
    private final long length;
    private boolean original;
    private FileHold hold;
    private long position;
    private boolean closed;

    Input(String description, MappedFiles files, long start, long length, boolean original) {
      super(description);
      this.files = files;
      this.start = start;
      this.length = length;
      this.original = original;
      this.hold = files.hold();
    }

    private long at(long at, int bytes) throws IOException {
      if (closed) {
        throw new AlreadyClosedException("Already closed: " + this);
      }
      if (at < 0 || at > length - bytes) {
        throw new EOFException("read past EOF: " + this);
      }
      return start + at;
    }

    private AlreadyClosedException gone(UnmappedException e) {
      return new AlreadyClosedException("Already closed: " + this, e);
    }

    @Override
    public byte readByte(long at) throws IOException {
      try {
        return hold.getByte(at(at, 1));
      } catch (UnmappedException e) {
        throw gone(e);
      }
    }

    @Override
    public short readShort(long at) throws IOException {
      try {
        return hold.getShort(at(at, Short.BYTES));
      } catch (UnmappedException e) {
        throw gone(e);
      }
    }

    @Override
    public int readInt(long at) throws IOException {
      try {
        return hold.getInt(at(at, Integer.BYTES));
      } catch (UnmappedException e) {
        throw gone(e);
      }
    }

    @Override
    public long readLong(long at) throws IOException {
      try {
        return hold.getLong(at(at, Long.BYTES));
      } catch (UnmappedException e) {
        throw gone(e);
      }
    }

    @Override
    public byte readByte() throws IOException {
      byte value = readByte(position);
      position += 1;
      return value;
    }

    @Override
    public short readShort() throws IOException {
      short value = readShort(position);
      position += Short.BYTES;
      return value;
    }

    @Override
    public int readInt() throws IOException {
      int value = readInt(position);
      position += Integer.BYTES;
      return value;
    }

    @Override
    public long readLong() throws IOException {
      long value = readLong(position);
      position += Long.BYTES;
      return value;
    }

    @Override
    public void readBytes(byte[] to, int from, int count) throws IOException {
      long address = at(position, count);
      if (count > 0 && hold.get(address, to, from, count) < count) {
        throw new AlreadyClosedException("Already closed: " + this);
      }
      position += count;
    }

    @Override
    public long getFilePointer() {
      if (closed) {
        throw new AlreadyClosedException("Already closed: " + this);
      }
      return position;
    }

    @Override
    public void seek(long to) throws IOException {
      if (to < 0) {
        throw new IllegalArgumentException("Seeking to negative position: " + this);
      }
      if (to > length) {
        throw new EOFException("seek past EOF: " + this);
      }
      at(0, 0);
      position = to;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public Input clone() {
      requireMapped();
      Input clone = (Input) super.clone();
      clone.hold = files.hold();
      clone.original = false; // it ends when its original does, and does not end that
      return clone;
    }

    @Override
    public Input slice(String description, long offset, long length) throws IOException {
      if (offset < 0 || length < 0 || offset > this.length - length) {
        throw new IllegalArgumentException(
            "slice() "
                + description
                + " out of bounds: offset="
                + offset
                + ",length="
                + length
                + ",fileLength="
                + this.length
                + ": "
                + this);
      }
      requireMapped();
      return new Input(getFullSliceDescription(description), files, start + offset, length, false);
    }

    private void requireMapped() {
      boolean mapped = !closed;
      if (mapped && length > 0) {
        mapped = hold.startRead(start);
        if (mapped) {
          hold.endRead();
        }
      }
      if (!mapped) {
        throw new AlreadyClosedException("Already closed: " + this);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        hold.close();
        if (original && length > 0) {
          unmap();
        }
      }
    }

    private void unmap() {
      try {
        files.space().write(section -> section.unmap(start, start + length));
      } catch (IllegalStateException e) {
        // The directory was closed before, and has unmapped it.
      }
    }
  }
}
