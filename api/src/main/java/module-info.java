/** Per-VMA locking: the strategy interface and the address space it protects. */
module io.vmalock {
  requires static jdk.jfr; // without it nothing is recorded, and everything else works
  requires static org.jspecify;

  exports io.vmalock;
  exports io.vmalock.selection;
  exports io.vmalock.space;

  uses io.vmalock.VmaLockStrategy;
}
