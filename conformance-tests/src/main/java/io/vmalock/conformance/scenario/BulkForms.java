package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.M1;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W1;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The bulk forms equal the one-by-one forms, for the first, the last and the twice listed VMA. */
final class BulkForms {
  private static final int COUNT = 4;

  /** The seed of random lists, equal in every run. */
  private static final long SEED = 20_240_611;

  private static final int ROUNDS = 12;

  private BulkForms() {}

  static List<Scenario> all() {
    return List.of(
        scenario("bulk startWrite holds each", List.of(X1, W2), BulkForms::holdsEach),
        scenario("bulk startWrite waits for each", List.of(X2, P2, X3), BulkForms::waitsForEach),
        scenario("bulk startWrite waits for all", List.of(X2, P2), BulkForms::waitsForAll),
        scenario("bulk startWrite of some twice", List.of(W1), BulkForms::duplicates),
        scenario("bulk startWrite of some held already", List.of(W1, W3), BulkForms::someHeld),
        scenario("bulk forms do what one by one does", List.of(W1, L4), BulkForms::likeOneByOne),
        scenario("bulk startWrite of none", List.of(W1), BulkForms::none),
        scenario("bulk startWrite is refused as a whole", List.of(M2, M4), BulkForms::refusedWhole),
        scenario("bulk detach detaches each", List.of(L4), BulkForms::detachesEach),
        scenario("bulk detach waits for each", List.of(L4, P2), BulkForms::detachWaitsForEach),
        scenario("bulk detach is refused as a whole", List.of(M2), BulkForms::detachRefusedWhole));
  }

  private static void holdsEach(Stage s) {
    List<Vma> vmas = s.attached(COUNT);
    s.writer().writeLocks(s.mm());
    s.writer().does("bulk startWrite", () -> s.strategy().startWrite(s.mm(), vmas));
    for (Vma vma : vmas) {
      s.contended(X1, s.mm(), vma, "while write-held by a bulk startWrite of " + vmas);
      s.check(X1, s.strategy().isWriteHeld(vma), vma + " does not say write-held, of " + vmas);
    }
    s.writer().writeUnlocks(s.mm());
    for (Vma vma : vmas) {
      s.readable(W2, s.mm(), vma, "after the section");
    }
  }

  private static void waitsForEach(Stage s) {
    List<Vma> vmas = s.attached(COUNT);
    for (Vma held : vmas) {
      ReadHold hold = s.actor("reader of " + vmas.indexOf(held)).holds(s.mm(), held);
      s.writer().writeLocks(s.mm());
      ActorCall<Void> wait =
          s.writer().starts("bulk startWrite", () -> s.strategy().startWrite(s.mm(), vmas));
      String which = "a reader holds number " + vmas.indexOf(held) + " of " + vmas.size();
      wait.waits(X2, which);
      s.contended(X3, s.mm(), held, "while a bulk startWrite waits for it");
      hold.end();
      wait.returns(P2, "the reader has left");
      s.contended(X1, s.mm(), held, "while write-held by a bulk startWrite that waited for it");
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static void waitsForAll(Stage s) {
    List<Vma> vmas = s.attached(COUNT);
    List<ReadHold> holds =
        vmas.stream().map(vma -> s.actor("reader of " + vma).holds(s.mm(), vma)).toList();
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait =
        s.writer().starts("bulk startWrite", () -> s.strategy().startWrite(s.mm(), vmas));
    // From the back, so that most leave while the writer waits for another one.
    for (int i = COUNT - 1; i >= 0; i--) {
      wait.waits(X2, "readers hold " + (i + 1) + " of " + COUNT);
      holds.get(i).end();
    }
    wait.returns(P2, "all readers have left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void duplicates(Stage s) {
    List<Vma> two = s.attached(2);
    List<Vma> listed = List.of(two.get(0), two.get(1), two.get(0), two.get(0), two.get(1));
    s.writer().writeLocks(s.mm());
    s.writer()
        .starts("bulk startWrite", () -> s.strategy().startWrite(s.mm(), listed))
        .returns(W1, "no reader is inside, and a VMA may be listed twice");
    two.forEach(vma -> s.contended(X1, s.mm(), vma, "while write-held, listed twice"));
    s.writer().writeUnlocks(s.mm());
    two.forEach(vma -> s.readable(W2, s.mm(), vma, "after the section, listed twice"));
    ReadHold hold = s.actor("first reader").holds(s.mm(), two.get(0));
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait =
        s.writer().starts("bulk startWrite", () -> s.strategy().startWrite(s.mm(), listed));
    wait.waits(X2, "a reader holds a VMA that is listed twice");
    hold.end();
    wait.returns(P2, "the reader has left a VMA that is listed twice");
    s.writer().writeUnlocks(s.mm());
    two.forEach(vma -> s.readable(W2, s.mm(), vma, "after the section, listed twice"));
  }

  private static void someHeld(Stage s) {
    List<Vma> vmas = s.attached(COUNT);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    s.writer().does("bulk startWrite", () -> s.strategy().startWrite(s.mm(), vmas.subList(0, 3)));
    s.writer()
        .starts("bulk startWrite", () -> s.strategy().startWrite(s.mm(), vmas))
        .returns(W1, "the section write-holds most of them, and no reader is inside");
    vmas.forEach(vma -> s.contended(W3, s.mm(), vma, "while write-held"));
    s.writer().writeUnlocks(s.mm());
  }

  /** Equal lists, to one mm as a whole and to another one by one; then each reader is asked. */
  private static void likeOneByOne(Stage s) {
    Mm whole = s.mm();
    Mm single = s.newMm(Limits.DEFAULT);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      List<Vma> here = new ArrayList<>();
      List<Vma> there = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        here.add(s.attached(whole));
        there.add(s.attached(single));
      }
      s.writer().writeLocks(whole);
      s.writer().writeLocks(single);
      for (int call = 0; call < 3; call++) {
        int[] listed = random.ints(random.nextInt(1, 2 * COUNT), 0, COUNT).toArray();
        s.writer()
            .does("bulk startWrite", () -> s.strategy().startWrite(whole, picked(here, listed)));
        for (Vma vma : picked(there, listed)) {
          s.writer().does("startWrite", () -> s.strategy().startWrite(single, vma));
        }
        sameAnswers(s, W1, here, there, "after a list of places " + Arrays.toString(listed));
      }
      int[] gone = random.ints(0, COUNT).distinct().limit(random.nextInt(1, COUNT)).toArray();
      s.writer().does("bulk detach", () -> s.strategy().detach(whole, picked(here, gone)));
      for (Vma vma : picked(there, gone)) {
        s.writer().does("detach", () -> s.strategy().detach(single, vma));
      }
      s.writer().writeUnlocks(single);
      s.writer().writeUnlocks(whole);
      sameAnswers(s, L4, here, there, "after detach of places " + Arrays.toString(gone));
    }
  }

  private static List<Vma> picked(List<Vma> vmas, int[] places) {
    return Arrays.stream(places).mapToObj(vmas::get).toList();
  }

  private static void sameAnswers(
      Stage s, Rule rule, List<Vma> here, List<Vma> there, String when) {
    for (int i = 0; i < COUNT; i++) {
      s.equal(rule, stateOf(s, there.get(i)), stateOf(s, here.get(i)), "place " + i + " " + when);
    }
  }

  private static String stateOf(Stage s, Vma vma) {
    Mm mm = vma.mm();
    return (s.strategy().isAttached(vma) ? "attached" : "detached")
        + (s.strategy().isWriteHeld(vma) ? ", write-held" : ", free")
        + ", "
        + s.strategy().readers(vma)
        + " readers"
        // In an open section a reader of a free VMA may get CONTENDED.
        + (mm != null && (!mm.isWriteLocked() || s.strategy().isWriteHeld(vma))
            ? ", " + s.reader().asked(mm, vma)
            : "");
  }

  private static void none(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("bulk startWrite", () -> s.strategy().startWrite(s.mm(), List.of()));
    s.writer().does("bulk detach", () -> s.strategy().detach(s.mm(), List.of()));
    s.readableInTheEnd(W1, s.mm(), vma, "after bulk forms of nothing");
    s.writer().writeUnlocks(s.mm());
    s.refuses(
        M1,
        IllegalMonitorStateException.class,
        s.writer(),
        "bulk startWrite without the mmap lock",
        () -> s.strategy().startWrite(s.mm(), List.of(vma)));
  }

  private static void refusedWhole(Stage s) {
    List<Vma> vmas = s.attached(2);
    Vma detached = s.newVma();
    Mm elsewhere = s.newMm(Limits.DEFAULT);
    Vma there = s.attached(elsewhere);
    s.writer().writeLocks(s.mm());
    s.refuses(
        M2,
        IllegalStateException.class,
        s.writer(),
        "bulk startWrite of a list that ends with a detached VMA",
        () -> s.strategy().startWrite(s.mm(), List.of(vmas.get(0), vmas.get(1), detached)));
    s.refuses(
        M4,
        IllegalArgumentException.class,
        s.writer(),
        "bulk startWrite of a list that ends with another mm's VMA",
        () -> s.strategy().startWrite(s.mm(), List.of(vmas.get(0), vmas.get(1), there)));
    vmas.forEach(
        vma -> s.readableInTheEnd(M2, s.mm(), vma, "after a bulk startWrite that was refused"));
    s.writer().writeUnlocks(s.mm());
  }

  private static void detachesEach(Stage s) {
    List<Vma> vmas = s.attached(COUNT);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(2)));
    s.writer().does("bulk detach", () -> s.strategy().detach(s.mm(), vmas));
    for (Vma vma : vmas) {
      s.check(L4, !s.strategy().isAttached(vma), vma + " is attached after a bulk detach");
      s.refused(L4, s.mm(), vma, "after a bulk detach, in the same section");
    }
    s.writer().writeUnlocks(s.mm());
    vmas.forEach(vma -> s.detached(L4, s.mm(), vma, "after a bulk detach"));
  }

  private static void detachWaitsForEach(Stage s) {
    for (int i = 0; i < COUNT; i++) {
      List<Vma> vmas = s.attached(COUNT);
      ReadHold hold = s.actor("reader " + i).holds(s.mm(), vmas.get(i));
      s.writer().writeLocks(s.mm());
      ActorCall<Void> wait =
          s.writer().starts("bulk detach", () -> s.strategy().detach(s.mm(), vmas));
      wait.waits(L4, "a reader holds number " + i + " of " + COUNT);
      s.refused(L4, s.mm(), vmas.get(i), "while a bulk detach waits for it");
      hold.end();
      wait.returns(P2, "the reader has left");
      s.writer().writeUnlocks(s.mm());
      vmas.forEach(vma -> s.detached(L4, s.mm(), vma, "after a bulk detach"));
    }
  }

  private static void detachRefusedWhole(Stage s) {
    List<Vma> vmas = s.attached(2);
    Vma detached = s.newVma();
    s.writer().writeLocks(s.mm());
    s.refuses(
        M2,
        IllegalStateException.class,
        s.writer(),
        "bulk detach of a list that ends with a detached VMA",
        () -> s.strategy().detach(s.mm(), List.of(vmas.get(0), vmas.get(1), detached)));
    s.writer().writeUnlocks(s.mm());
    vmas.forEach(vma -> s.readable(M2, s.mm(), vma, "after a bulk detach that was refused"));
  }
}
