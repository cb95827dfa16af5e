/** The {@code refcnt} per-VMA lock strategy. */
module io.vmalock.refcnt {
  requires io.vmalock;
  requires static com.google.auto.service;
  requires static org.jspecify;

  provides io.vmalock.VmaLockStrategy with
      io.vmalock.refcnt.RefcntStrategy;
}
