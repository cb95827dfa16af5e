package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void findsTheFirstByteOfEveryValueAtEveryPlace() {
    Random random = new Random(1);
    byte[] bytes = new byte[40];
    for (int round = 0; round < 20_000; round++) {
      random.nextBytes(bytes);
      // The arithmetic could mistake a neighbour of the wanted byte for it.
      byte wanted = (byte) random.nextInt();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (wanted + random.nextInt(5) - (random.nextInt(12) == 0 ? 0 : 6));
      }
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(bytes.length + 1 - from);
      int expected = from;
      while (expected < to && bytes[expected] != wanted) {
        expected++;
      }
      assertThat(Bytes.indexOf(bytes, from, to, wanted)).isEqualTo(expected);
    }
  }

  @Test
  void findsMarkupAtEveryPlace() {
    for (byte markup : new byte[] {'&', 0x1b, -1, Byte.MIN_VALUE, (byte) 0xc2}) {
      for (int length = 0; length < 30; length++) {
        byte[] bytes = new byte[40];
        java.util.Arrays.fill(bytes, (byte) "'%~\u007f".charAt(length % 4));
        assertThat(Bytes.hasMarkup(bytes, 3, 3 + length)).isFalse();
        bytes[2] = markup;
        bytes[3 + length] = markup;
        assertThat(Bytes.hasMarkup(bytes, 3, 3 + length)).isFalse();
        assertThat(Bytes.hasMarkup(bytes, 3, 3 + length + 1)).isTrue();
        for (int i = 3; i < 3 + length; i++) {
          byte before = bytes[i];
          bytes[i] = markup;
          assertThat(Bytes.hasMarkup(bytes, 3, 3 + length)).isTrue();
          bytes[i] = before;
        }
      }
    }
  }

  @Test
  void hashesByAllBytesAndByNothingElse() {
    byte[] bytes = new byte[32];
    for (int length = 1; length < 24; length++) {
      Set<Integer> hashes = new HashSet<>();
      for (int i = 0; i < length; i++) {
        bytes[4 + i] = 1;
        hashes.add(Bytes.hash(bytes, 4, 4 + length));
        bytes[4 + i] = 0;
      }
      assertThat(hashes).hasSize(length);
      int hash = Bytes.hash(bytes, 4, 4 + length);
      bytes[3] = 1;
      bytes[4 + length] = 1;
      assertThat(Bytes.hash(bytes, 4, 4 + length)).isEqualTo(hash);
      bytes[3] = 0;
      bytes[4 + length] = 0;
    }
  }
}
