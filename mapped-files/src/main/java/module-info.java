/** Mapped files that are replaced and dropped under their readers. */
module io.vmalock.files {
  requires transitive io.vmalock;
  requires jdk.unsupported; // to unmap a buffer at once
  requires static org.jspecify;

  exports io.vmalock.files;
}
