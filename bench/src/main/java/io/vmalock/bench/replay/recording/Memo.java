package io.vmalock.bench.replay.recording;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the meanings of parts of lines. Recordings use few names and few combinations of them,
 * so each is parsed only once, and then found without making a string.
 */
final class Memo<V> {
  /**
   * The most entries, after which the cache begins anew: so many different parts are not worth
   * caching.
   */
  private static final int MOST = 4096;

  private record Entry<V>(byte[] key, V value) {}

  private final Function<String, V> meaning;

  private @Nullable Entry<V>[] table = table();

  private int size;

  Memo(Function<String, V> meaning) {
    this.meaning = meaning;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <V> @Nullable Entry<V>[] table() {
    return new Entry[2 * MOST];
  }

  V get(byte[] buffer, int from, int to) {
    int slot = Bytes.hash(buffer, from, to) & 2 * MOST - 1;
    Entry<V> entry = table[slot];
    while (entry != null) {
      if (Arrays.equals(entry.key, 0, entry.key.length, buffer, from, to)) {
        return entry.value;
      }
      slot = slot + 1 & 2 * MOST - 1;
      entry = table[slot];
    }
    V value = meaning.apply(Lines.text(buffer, from, to));
    if (++size > MOST) {
      table = table();
      size = 0;
    } else {
      table[slot] = new Entry<>(Arrays.copyOfRange(buffer, from, to), value);
    }
    return value;
  }
}
