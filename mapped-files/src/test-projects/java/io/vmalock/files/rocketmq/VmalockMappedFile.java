package io.vmalock.files.rocketmq;

import io.vmalock.files.FileHold;
import io.vmalock.files.MappedFile;
import io.vmalock.files.MappedFiles;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.rocketmq.store.SelectMappedBufferResult;
import org.apache.rocketmq.store.logfile.DefaultMappedFile;

/**
 * RocketMQ's file of a log on the module: its offset in the log is its address. The log's own
 * operations append by what this has opened, and read by holds.
 *
 * <p>RocketMQ counts who reads ({@code hold}, {@code release}), each under a monitor, and when a
 * file is destroyed it waits two minutes for them and then unmaps it all the same. Here a file is
 * out of the log at once, and is unmapped and deleted when the last reader has released it.
 */
final class VmalockMappedFile extends DefaultMappedFile {
  private final MappedFiles files;
  private final MappedFile mapped;

  VmalockMappedFile(MappedFiles files, Path path, int size) throws IOException {
    this.files = files;
    this.fileName = path.toString();
    this.fileSize = size;
    this.file = new File(fileName);
    this.fileFromOffset = Long.parseLong(file.getName());
    Files.createDirectories(path.getParent());
    this.mapped = files.create(path, size);
    boolean done = false;
    try {
      // What the base class appends to, which it does as the log's one writer.
      this.mappedByteBuffer = (MappedByteBuffer) mapped.slice(0, size);
      files.map(fileFromOffset, mapped);
      done = true;
    } finally {
      if (!done) {
        mapped.close();
      }
    }
  }

  // ---- Reading ----

  /** A part that stays mapped until it is released, by whatever thread. */
  private static final class Held extends SelectMappedBufferResult {
    private final FileHold hold;

    Held(long start, ByteBuffer bytes, int size, VmalockMappedFile file, FileHold hold) {
      super(start, bytes, size, file);
      this.hold = hold;
    }

    @Override
    public synchronized void release() {
      if (hold.isHeld()) {
        hold.endRead();
      }
    }

    @Override
    public synchronized boolean hasReleased() {
      return !hold.isHeld();
    }
  }

  @Override
  public SelectMappedBufferResult selectMappedBuffer(int at, int size) {
    FileHold hold = files.hold();
    if (at + size > getReadPosition() || !hold.startRead(fileFromOffset + at)) {
      return null; // as RocketMQ says that there is nothing
    }
    boolean done = false;
    try {
      long address = fileFromOffset + at;
      Held result = new Held(address, hold.slice(address, size), size, this, hold);
      done = true;
      return result;
    } finally {
      if (!done) {
        hold.endRead();
      }
    }
  }

  @Override
  public SelectMappedBufferResult selectMappedBuffer(int at) {
    int end = getReadPosition();
    return at < 0 || at >= end ? null : selectMappedBuffer(at, end - at);
  }

  @Override
  public boolean getData(int at, int size, ByteBuffer to) {
    if (to.remaining() < size || at + size > getReadPosition()) {
      return false;
    }
    ByteBuffer part = to.slice(to.position(), size);
    if (files.hold().get(fileFromOffset + at, part) < size) {
      return false;
    }
    to.position(to.position() + size);
    return true;
  }

  // ---- Writing to the disk ----

  @Override
  public int flush(int leastPages) {
    int end = getReadPosition();
    if (isAvailable() && end > getFlushedPosition()) {
      files.force(fileFromOffset, fileFromOffset + end);
      setFlushedPosition(end);
    }
    return getFlushedPosition();
  }

  // ---- Its end ----

  @Override
  public void shutdown(long forceAfter) {
    if (available) {
      available = false;
      files.space().write(section -> section.unmap(fileFromOffset, fileFromOffset + fileSize));
      mapped.close();
    }
  }

  /** Nobody is hurt, so nothing is forced. */
  @Override
  public boolean destroy(long forceAfter) {
    if (available) {
      available = false;
      files.drop(fileFromOffset, fileFromOffset + fileSize);
      mapped.close();
    }
    return true;
  }

  @Override
  public boolean cleanup(long count) {
    return true; // the space does that
  }
}
