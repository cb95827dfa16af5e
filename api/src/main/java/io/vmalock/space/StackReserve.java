package io.vmalock.space;

import io.vmalock.VmaLockStrategy;
import java.util.Objects;

/**
 * Makes sure, before the first step that others can see, that the stack has room for the steps that
 * follow: a StackOverflowError comes here, where it changes nothing, and not among those steps.
 *
 * <p>It reserves more than the steps took in interpreted code. Compiled code needs less.
 */
final class StackReserve {
  /**
   * The depth in calls. Their frames take 26,000 bytes in the interpreter, but only 8,400 where the
   * second compiler has compiled them.
   */
  private static final int DEPTH = 96;

  /**
   * Whether {@link LargeFrame} reserves as much in compiled code, at a fraction of the price. This
   * is known of HotSpot where a page has 4,096 bytes, as it always has on amd64. Where pages are
   * larger than that frame, compiled code makes no such check.
   */
  static final boolean LARGE_FRAMES =
      System.getProperty("os.arch", "").equals("amd64")
          && System.getProperty("java.vm.name", "").endsWith("64-Bit Server VM");

  private StackReserve() {}

  /** Throws a StackOverflowError unless there is room for a section's end. */
  static void probe() {
    if (LARGE_FRAMES) {
      LargeFrame.probe();
    } else if (sink(DEPTH, 1, 2, 3, 4, 5, 6, 7, 8) == Long.MIN_VALUE) {
      throw new AssertionError(); // never: keeps the calls from being left out
    }
  }

  /** Not a loop in disguise: each caller has work left, on all its arguments, when it returns. */
  private static long sink(
      int depth, long a, long b, long c, long d, long e, long f, long g, long h) {
    if (depth == 0) {
      return a + b + c + d + e + f + g + h & Long.MAX_VALUE;
    }
    long below = sink(depth - 1, b, c, d, e, f, g, h, a + depth);
    return (below ^ a + b * 3 + c * 5 + d * 7 + e * 11 + f * 13 + g * 17 + h * 19) & Long.MAX_VALUE;
  }

  /**
   * Throws a StackOverflowError unless there is room to end the hold that the caller is about to
   * start. Without this check a compiled start may fit where an interpreted end does not, and a
   * hold that only the library knows could never be ended.
   *
   * <p>In compiled code it costs one store to the stack. A frame of the interpreter is as large as
   * the variables that its method declares. Compiled code checks at its entry, page by page, that
   * there is room for the frames that the interpreter would need to go on from within it. It may
   * have to go on from the check for null below, which the caller makes anyway. So this frame is
   * larger than a page of 4,096 bytes. Where pages are larger, compiled code makes no such check.
   *
   * @param lock the object that the caller calls next
   */
  @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"}) // they make the frame large
  static void probeEnd(VmaLockStrategy lock) {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;
    long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;
    long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;
    long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, ea, eb, ec, ed, ee, ef;
    long f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, fa, fb, fc, fd, fe, ff;
    long g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, ga, gb, gc, gd, ge, gf;
    long h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, ha, hb, hc, hd, he, hf;
    long j0, j1, j2, j3, j4, j5, j6, j7, j8, j9, ja, jb, jc, jd, je, jf;
    long k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, ka, kb, kc, kd, ke, kf;
    long l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, la, lb, lc, ld, le, lf;
    long m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, ma, mb, mc, md, me, mf;
    long n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, na, nb, nc, nd, ne, nf;
    long o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, oa, ob, oc, od, oe, of;
    long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pa, pb, pc, pd, pe, pf;
    long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, qa, qb, qc, qd, qe, qf;
    long r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, ra, rb, rc, rd, re, rf;
    long s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se, sf;
    Objects.requireNonNull(lock);
  }
}
