/** The {@code biased} per-VMA lock strategy. */
module io.vmalock.biased {
  requires io.vmalock;
  requires static com.google.auto.service;
  requires static org.jspecify;

  provides io.vmalock.VmaLockStrategy with
      io.vmalock.biased.BiasedStrategy;
}
