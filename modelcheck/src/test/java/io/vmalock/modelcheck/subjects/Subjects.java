package io.vmalock.modelcheck.subjects;

import com.google.common.cache.CacheBuilder;
import com.lmax.disruptor.Sequence;
import io.netty.util.AbstractReferenceCounted;
import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;

/** The subjects by name, and how a scenario is made of one. */
final class Subjects {
  /** What a tool has to find before its word on subjects of the kind counts. */
  enum Canary {
    /** Faults that show when plain accesses come between each other. */
    PLAIN("Counter"),
    /** Faults that show when volatile accesses, locks and parks do. */
    VOLATILE("VolatileCounter"),
    /** Faults that only a memory order shows. */
    ORDER("Message");

    final String subject;

    Canary(String subject) {
      this.subject = "Wrong$" + subject;
    }
  }

  /**
   * A subject.
   *
   * @param canary the kind of its fault, or null if it is right
   * @param jar the version that it is of, or an empty string if it is of the usual class path
   */
  record Known(@Nullable Canary canary, String what, String jar) {
    boolean isWrong() {
      return canary != null;
    }
  }

  static final int SECONDS = 60;

  private Subjects() {}

  static Map<String, Known> all() {
    Map<String, Known> all = new LinkedHashMap<>();
    wrong(all, Canary.PLAIN, "Counter", "canary: a plain counter++");
    wrong(all, Canary.VOLATILE, "VolatileCounter", "canary: a volatile counter++");
    wrong(all, Canary.ORDER, "Message", "canary: plain message passing");
    wrong(
        all, Canary.VOLATILE, "Deque", "ConcurrentLinkedDeque, the JDK's: pollFirst and peekLast");
    wrong(all, Canary.PLAIN, "LostPut", "HashMap, the JDK's: one of two puts is lost");
    wrong(all, Canary.PLAIN, "LostAdd", "ArrayList, the JDK's: one of two adds is lost");
    wrong(all, Canary.PLAIN, "Neighbours", "BitSet, the JDK's: one of two bits is lost");
    wrong(
        all,
        Canary.VOLATILE,
        "ListsAdded",
        "synchronizedList, the JDK's: addAll both ways waits for ever");
    wrong(
        all,
        Canary.VOLATILE,
        "TablesEqual",
        "Hashtable, the JDK's: equals both ways waits for ever");
    wrong(
        all,
        Canary.PLAIN,
        "AccessOrder",
        "LinkedHashMap, the JDK's: get in access order under a read lock");
    wrong(all, Canary.VOLATILE, "Multimap", "ConcurrentHashMap, the JDK's: get, then put");
    wrong(all, Canary.VOLATILE, "Append", "StringBuffer.append(StringBuffer), rewritten");
    wrong(all, Canary.VOLATILE, "Stack", "Treiber's stack with nodes that come back, rewritten");
    wrong(all, Canary.VOLATILE, "Permits", "JDK-6801020, rewritten: a release wakes nobody");
    wrong(all, Canary.ORDER, "Checked", "double-checked locking without volatile");
    wrong(all, Canary.ORDER, "ReadTwice", "a racy cache that is read twice");
    wrong(all, Canary.ORDER, "Validation", "StampedLock.validate, its fence taken out, rewritten");
    wrong(all, Canary.ORDER, "Ring", "JCTools' SpscArrayQueue, its release taken out, rewritten");
    wrong(all, Canary.ORDER, "Peterson", "Peterson's lock by release and acquire");
    wrong(all, Canary.ORDER, "Parker", "CR 6822370, rewritten: a permit without a fence");
    wrong(all, Canary.ORDER, "WeakValue", "Caffeine's issue 568, rewritten");
    libraries(all);
    right(all, "Linked", "ConcurrentLinkedQueue");
    right(all, "Bounded", "ArrayBlockingQueue");
    right(all, "TwoLocks", "LinkedBlockingQueue");
    right(all, "Spsc", "JCTools' SpscArrayQueue");
    right(all, "Mpsc", "JCTools' MpscArrayQueue");
    right(all, "Mpmc", "JCTools' MpmcArrayQueue");
    right(all, "Merged", "ConcurrentHashMap.merge");
    right(all, "OnePermit", "Semaphore");
    right(all, "ReadWrite", "ReentrantReadWriteLock");
    right(all, "Optimistic", "StampedLock");
    right(all, "Completed", "CompletableFuture");
    right(all, "Exchanged", "Exchanger");
    right(all, "Transferred", "LinkedTransferQueue");
    right(all, "Synchronous", "SynchronousQueue");
    return all;
  }

  private static void wrong(Map<String, Known> all, Canary canary, String name, String what) {
    all.put("Wrong$" + name, new Known(canary, what, ""));
  }

  private static void right(Map<String, Known> all, String name, String what) {
    all.put("Right$" + name, new Known(null, what, ""));
  }

  /** Faults on record in versions that anybody can have, and the versions that corrected them. */
  private static void libraries(Map<String, Known> all) {
    library(all, Canary.VOLATILE, "Growable", "issue 119", "jctools-core", "1.2", "1.2.1");
    library(all, Canary.VOLATILE, "Blocking", "pull 336", "jctools-core", "3.2.0", "3.3.0");
    library(all, Canary.VOLATILE, "BlockingBefore", "pull 316", "jctools-core", "3.0.0", "3.3.0");
    library(all, Canary.ORDER, "Wakening", "issue 119", "disruptor", "2.10.1", "2.10.4");
    library(
        all,
        Canary.VOLATILE,
        "Counted",
        "issue 8563",
        "netty-common",
        "4.1.31.Final",
        "4.1.32.Final");
    library(all, Canary.VOLATILE, "Computed", "issue 2743", "guava", "21.0", "22.0");
  }

  private static void library(
      Map<String, Known> all,
      Canary canary,
      String name,
      String fault,
      String artifact,
      String wrong,
      String right) {
    all.put(
        "Wrong$" + name,
        new Known(canary, artifact + " " + wrong + ", " + fault, artifact + "-" + wrong + ".jar"));
    all.put(
        "Right$" + name, new Known(null, artifact + " " + right, artifact + "-" + right + ".jar"));
  }

  static Subject make(String name) {
    return switch (name) {
      case "Wrong$Counter" -> new Wrong.Counter();
      case "Wrong$VolatileCounter" -> new Wrong.VolatileCounter();
      case "Wrong$Message" -> new Wrong.Message();
      case "Wrong$Deque" -> new Wrong.Deque();
      case "Wrong$LostPut" -> new Wrong.LostPut();
      case "Wrong$LostAdd" -> new Wrong.LostAdd();
      case "Wrong$Neighbours" -> new Wrong.Neighbours();
      case "Wrong$ListsAdded" -> new Wrong.ListsAdded();
      case "Wrong$TablesEqual" -> new Wrong.TablesEqual();
      case "Wrong$AccessOrder" -> new Wrong.AccessOrder();
      case "Wrong$Multimap" -> new Wrong.Multimap();
      case "Wrong$Append" -> new Wrong.Append();
      case "Wrong$Stack" -> new Wrong.Stack();
      case "Wrong$Permits" -> new Wrong.Permits();
      case "Wrong$Checked" -> new Wrong.Checked();
      case "Wrong$ReadTwice" -> new Wrong.ReadTwice();
      case "Wrong$Validation" -> new Wrong.Validation();
      case "Wrong$Ring" -> new Wrong.Ring();
      case "Wrong$Peterson" -> new Wrong.Peterson();
      case "Wrong$Parker" -> new Wrong.Parker();
      case "Wrong$WeakValue" -> new Wrong.WeakValue();
      case "Right$Linked" -> new Right.Linked();
      case "Right$Bounded" -> new Right.Bounded();
      case "Right$TwoLocks" -> new Right.TwoLocks();
      case "Right$Spsc" -> new Right.Spsc();
      case "Right$Mpsc" -> new Right.Mpsc();
      case "Right$Mpmc" -> new Right.Mpmc();
      case "Right$Merged" -> new Right.Merged();
      case "Right$OnePermit" -> new Right.OnePermit();
      case "Right$ReadWrite" -> new Right.ReadWrite();
      case "Right$Optimistic" -> new Right.Optimistic();
      case "Right$Completed" -> new Right.Completed();
      case "Right$Exchanged" -> new Right.Exchanged();
      case "Right$Transferred" -> new Right.Transferred();
      case "Right$Synchronous" -> new Right.Synchronous();
      case "Wrong$Growable", "Right$Growable" -> new Libraries.Growable();
      case "Wrong$Blocking", "Right$Blocking", "Wrong$BlockingBefore", "Right$BlockingBefore" ->
          new Libraries.Blocking();
      case "Wrong$Wakening", "Right$Wakening" -> new Libraries.Wakening();
      case "Wrong$Counted", "Right$Counted" -> new Libraries.Counted();
      case "Wrong$Computed", "Right$Computed" -> new Libraries.Computed();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The threads of a subject, as a scenario; it is made outside of what is explored. */
  static void scenario(Scenario scenario, Subject subject) {
    scenario.thread(subject::one);
    scenario.thread(subject::two);
    if (subject.hasThree()) {
      scenario.thread(subject::three);
    }
    scenario.after(subject::after);
  }

  static Verdict explore(String name) {
    return Check.of(sc -> scenario(sc, make(name)))
        .named(name)
        .scopePackages(Subjects.class.getPackageName() + ".")
        .scopeJarsOf(
            MpmcArrayQueue.class,
            Sequence.class,
            AbstractReferenceCounted.class,
            CacheBuilder.class)
        .executions(1_000_000)
        .time(Duration.ofSeconds(SECONDS))
        .run();
  }
}
