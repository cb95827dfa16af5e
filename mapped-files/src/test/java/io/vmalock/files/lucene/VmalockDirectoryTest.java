package io.vmalock.files.lucene;

import io.vmalock.files.Backing;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;

/** Lucene's own tests of every directory. */
public class VmalockDirectoryTest extends BaseDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path) throws IOException {
    // The tests wrap file channels, and a wrapped one maps buffers only.
    return new VmalockDirectory(path, Backing.BUFFERS);
  }
}
