/** The {@code rwsem} per-VMA lock strategy. */
module io.vmalock.rwsem {
  requires io.vmalock;
  requires static com.google.auto.service;
  requires static org.jspecify;

  provides io.vmalock.VmaLockStrategy with
      io.vmalock.rwsem.RwsemStrategy;
}
