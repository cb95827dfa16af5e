package io.vmalock.bench.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes whole files. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes a text in one step: a reader finds the file as it was or as it will be. Directories that
   * are missing are made.
   *
   * @throws CannotWrite if that is not possible; then the file is as it was
   */
  public static void write(Path file, String text) throws CannotWrite {
    Path next = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text); // a device or a pipe cannot be replaced
        return;
      }
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CannotWrite(file, e);
    }
  }
}
