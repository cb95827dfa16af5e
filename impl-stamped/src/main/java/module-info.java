/** The {@code stamped} per-VMA lock strategy. */
module io.vmalock.stamped {
  requires io.vmalock;
  requires static com.google.auto.service;
  requires static org.jspecify;

  provides io.vmalock.VmaLockStrategy with
      io.vmalock.stamped.StampedStrategy;
}
