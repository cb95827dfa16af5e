package io.vmalock.conformance.broken;

import io.vmalock.VmaLockStrategy;
import java.util.Arrays;
import java.util.List;

/** The mistakes that the kit must find, each with a broken strategy that makes it. */
final class MistakeList {
  /**
   * One kind of mistake.
   *
   * @param elsewhere who looks for it, if no strategy can make it; else empty
   */
  private record Mistake(
      String what, List<Class<? extends VmaLockStrategy>> who, String elsewhere) {}

  private static final List<Mistake> ALL =
      List.of(
          by(
              "kernel 1: the second look is not ordered after counting in",
              WrongExclusion.NoSecondLook.class,
              WrongOrdering.SecondLookUnordered.class,
              WrongOrdering.HandshakeWithoutFence.class),
          by(
              "kernel 2: the sequence is advanced without release",
              WrongOrdering.EndsWithoutRelease.class),
          by(
              "kernel 3: a reader that has left wakes through the VMA, or through another mm",
              WrongOrdering.AsksAfterLeaving.class,
              WrongLifeCycle.WakesFirstMm.class),
          by(
              "kernel 4: a waiting writer does not stop new readers",
              WrongExclusion.Barging.class,
              WrongWhenWarm.WarmLetsIn.class),
          by("kernel 5: endRead of a refused read", WrongMisuse.EndsRefusedReads.class),
          elsewhere(
              "kernel 6: a cursor of a look-up is used again after its look-up ended",
              "check *a walk sees no false gap*"),
          by(
              "kernel 7: an interrupted writer leaves its flag",
              WrongGivingUp.LeaksOnInterrupt.class,
              WrongGivingUp.LeaksOnTimeout.class),
          elsewhere(
              "kernel 8: a fork copies VMAs that it does not write-hold",
              "check *a fork is of one state under readers and writers*"),
          elsewhere(
              "kernel 9: a field is tested before the lock is taken, and not again",
              "check *what stays mapped is found*"),
          elsewhere(
              "kernel 10: fields are changed without startWrite",
              "check *what is changed in place is never seen half*"),
          by(
              "kernel 11: a helper ends the caller's section",
              WrongSections.DetachEndsAll.class,
              WrongSections.EndsForAnyone.class),
          elsewhere(
              "kernel 12: a look before startWrite is trusted, as the mmap lock is held",
              "check *what is changed in place is never seen half*"),
          by("kernel 13: a copy takes over the lock's words", WrongLifeCycle.CopiesLock.class),
          by(
              "kernel 14: the VMA was detached between the early look and the lock",
              WrongOrdering.LooksWhoseTooEarly.class,
              WrongLifeCycle.AnyMm.class),
          by(
              "kernel 15: one wrap later startWrite takes a VMA for write-held and does not wait",
              WrongExclusion.ByteSequence.class,
              WrongExclusion.KeepsOldNumber.class),
          by(
              "kernel 16: a detached VMA sends readers the slow way",
              WrongLifeCycle.DetachedIsContended.class),
          by(
              "a wake-up is lost in endRead",
              WrongProgress.WakesTooEarly.class,
              WrongProgress.WakesBeforeLeaving.class,
              WrongWhenWarm.WarmDoesNotWake.class),
          by(
              "… after a hold under the mmap lock, or one that another thread ends",
              WrongProgress.LockedDoesNotWake.class,
              WrongProgress.HandedOverDoesNotWake.class),
          by("… by a reader that only passes", WrongProgress.PassingDoesNotWake.class),
          by("… of detach", WrongProgress.DetachIsNotWoken.class),
          by(
              "… by the writer, who registers late or not at all",
              WrongProgress.RegistersLate.class,
              WrongProgress.TimedIsNotWoken.class),
          by(
              "a look is not made again: after counting in, after waking, at whose the VMA is",
              WrongExclusion.NoSecondLook.class,
              WrongExclusion.ParksOnce.class,
              WrongOrdering.LooksWhoseTooEarly.class),
          by(
              "a count drifts",
              WrongProgress.LosesCounts.class,
              WrongLifeCycle.ForgetsToLeave.class,
              WrongMisuse.EndReadUnchecked.class,
              WrongMisuse.SubtractsFirst.class,
              WrongExclusion.NestedCountedOnce.class,
              WrongExclusion.LockedUncounted.class),
          by(
              "barging",
              WrongExclusion.Barging.class,
              WrongProgress.PoliteWriter.class,
              WrongLifeCycle.DetachWaitsThenRefuses.class),
          by(
              "a wrap, on the reader's side",
              WrongExclusion.ComparesBySize.class,
              WrongExclusion.IntSequence.class,
              WrongExclusion.NegativeIsHeld.class,
              WrongMisuse.NarrowVersion.class,
              WrongExclusion.NarrowCounter.class),
          by(
              "a wrap, on the writer's side",
              WrongExclusion.ByteSequence.class,
              WrongExclusion.BulkComparesBySize.class,
              WrongExclusion.KeepsOldNumber.class),
          by(
              "a bulk form forgets the last VMA",
              WrongExclusion.BulkForgetsLast.class,
              WrongGivingUp.BulkTryForgetsLast.class,
              WrongLifeCycle.BulkDetachForgetsLast.class,
              WrongSections.BulkStopsAtTwin.class),
          by(
              "an interrupt leaks, or is lost",
              WrongGivingUp.LeaksOnInterrupt.class,
              WrongGivingUp.SwallowsInterrupt.class,
              WrongGivingUp.ReturnsOnInterrupt.class,
              WrongGivingUp.IgnoresEarlierInterrupt.class),
          by(
              "a write hold is released early",
              WrongSections.DetachEndsAll.class,
              WrongSections.EndWriteEndsAll.class,
              WrongSections.OneEpochForAll.class,
              WrongGivingUp.BulkReleasesAll.class,
              WrongLifeCycle.ReadableAtOnce.class),
          by(
              "detach does not wait",
              WrongLifeCycle.DetachDoesNotWait.class,
              WrongLifeCycle.BulkDetachForgetsLast.class),
          by(
              "the wrong mm is woken",
              WrongLifeCycle.WakesFirstMm.class,
              WrongOrdering.AsksAfterLeaving.class),
          by(
              "stamps, or answers, are swapped",
              WrongExclusion.StampsSwapped.class,
              WrongLifeCycle.SwapsAnswers.class,
              WrongLifeCycle.AnswersUnknown.class),
          by(
              "one lock for all VMAs; a second reader is always told CONTENDED",
              WrongExclusion.OneLock.class,
              WrongExclusion.SharedStripe.class,
              WrongExclusion.OneReader.class),
          by(
              "an optimistic read validates past a write hold or a retire",
              WrongOptimistic.ChangesBeforeMark.class,
              WrongOptimistic.LooksBeforeReads.class,
              WrongOptimistic.EndsByNumberOfSection.class,
              WrongOptimistic.ForgetsWhose.class,
              WrongMisuse.DetachStaysValid.class,
              WrongMisuse.BeginsWhileHeld.class,
              WrongRetiring.ValidatesPastReader.class),
          elsewhere(
              "each ordering weakened by one mode, one access at a time, in each strategy",
              "[weakened.md](weakened.md)"));

  private MistakeList() {}

  @SafeVarargs
  private static Mistake by(String what, Class<? extends VmaLockStrategy>... who) {
    return new Mistake(what, List.copyOf(Arrays.asList(who)), "");
  }

  private static Mistake elsewhere(String what, String where) {
    return new Mistake(what, List.of(), where);
  }

  /** As a table. */
  static String markdown() {
    StringBuilder text = new StringBuilder("| mistake | made by |\n|---|---|\n");
    for (Mistake mistake : ALL) {
      List<String> names = mistake.who.stream().map(Class::getSimpleName).toList();
      String who =
          names.isEmpty()
              ? "no strategy; looked for by " + mistake.elsewhere
              : String.join(", ", names);
      text.append("| ").append(mistake.what).append(" | ").append(who).append(" |\n");
    }
    return text.toString();
  }
}
