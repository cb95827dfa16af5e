package io.vmalock.bench.scenario;

import java.util.Random;

/** How long the areas of a space and the gaps between them are. */
public enum Lengths {
  /** A page each, and a page free after it. */
  EQUAL {
    @Override
    long length(Random random) {
      return Spaces.PAGE;
    }

    @Override
    long gap(Random random) {
      return Spaces.PAGE;
    }
  },
  /** 1 to 256 pages, and up to 63 free before it. */
  RANDOM {
    @Override
    long length(Random random) {
      return Spaces.PAGE * (1 + random.nextInt(256));
    }

    @Override
    long gap(Random random) {
      return Spaces.PAGE * random.nextInt(64);
    }
  };

  abstract long length(Random random);

  abstract long gap(Random random);
}
