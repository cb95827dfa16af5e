module org.example.app {
  requires io.vmalock;
}
