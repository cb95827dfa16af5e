module org.example.polling {
  requires io.vmalock;

  provides io.vmalock.VmaLockStrategy with
      org.example.polling.PollingStrategy;
}
