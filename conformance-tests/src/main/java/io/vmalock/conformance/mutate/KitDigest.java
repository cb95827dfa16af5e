package io.vmalock.conformance.mutate;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.modelcheck.ModelChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies a version of the kit by the content of its classes: a verdict holds as long as they
 * are the same. The classes that make mutants do not count, since a mutant's content identifies it.
 */
final class KitDigest {
  private static final String MUTANTS = KitDigest.class.getPackageName().replace('.', '/') + "/";
  private static final String SPACE = "io/vmalock/conformance/space/";

  private KitDigest() {}

  static String of() {
    MessageDigest digest = Digests.begin();
    try {
      add(digest, Conformance.class, "");
      add(digest, ModelChecker.class, "");
      // Strategies know nothing of the other packages.
      add(digest, VmaLockStrategy.class, "io/vmalock");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the kit's classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot read the kit's classes", e);
    }
    return Digests.end(digest);
  }

  private static void add(MessageDigest digest, Class<?> type, String onlyFolder)
      throws IOException, URISyntaxException {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      add(digest, place, onlyFolder);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        add(digest, jar.getPath("/"), onlyFolder);
      }
    }
  }

  private static void add(MessageDigest digest, Path root, String onlyFolder) throws IOException {
    List<Path> files;
    try (Stream<Path> all =
        onlyFolder.isEmpty() ? Files.walk(root) : Files.list(root.resolve(onlyFolder))) {
      files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (!name.startsWith(MUTANTS) && !name.startsWith(SPACE)) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
