package io.vmalock.files.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;

/**
 * Lucene's own directory under the tests of {@link VmalockDirectoryTest}, to compare their time;
 * run by its name: {@code -Dtest=MMapDirectoryTimes}.
 */
public class MMapDirectoryTimes extends BaseDirectoryTestCase {
  @Override
  protected Directory getDirectory(Path path) throws IOException {
    return new MMapDirectory(path);
  }
}
