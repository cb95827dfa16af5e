package io.vmalock.files.rocketmq;

import io.vmalock.files.MappedFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.rocketmq.store.MappedFileQueue;
import org.apache.rocketmq.store.logfile.MappedFile;

/** RocketMQ's queue of files, which makes files of the module. */
final class VmalockMappedFileQueue extends MappedFileQueue {
  private final MappedFiles files;

  VmalockMappedFileQueue(MappedFiles files, Path folder, int fileBytes) {
    super(folder.toString(), fileBytes, null);
    this.files = files;
  }

  @Override
  protected MappedFile doCreateMappedFile(String path, String pathAfterIt) {
    try {
      VmalockMappedFile file = new VmalockMappedFile(files, Path.of(path), mappedFileSize);
      file.setFirstCreateInQueue(mappedFiles.isEmpty());
      mappedFiles.add(file);
      return file;
    } catch (IOException e) {
      return null; // as RocketMQ says that there is none
    }
  }
}
