package io.vmalock.modelcheck.subjects;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.googlecode.concurrenttrees.suffix.ConcurrentSuffixTree;
import com.lmax.disruptor.Sequence;
import io.netty.util.AbstractReferenceCounted;
import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import io.vmalock.modelcheck.memory.Relaxation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.cliffc.high_scale_lib.NonBlockingHashMapLong;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;
import rx.subscriptions.CompositeSubscription;
import scala.collection.concurrent.TrieMap;

/** The subjects by name, and their scenarios. */
final class Subjects {
  /** The fault that a tool has to find before its verdicts on subjects of the kind count. */
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
   * @param jar its library's version, or an empty string for the usual class path
   * @param library a class of the library, which is explored beside the drivers
   */
  record Known(@Nullable Canary canary, String what, String jar, Class<?> library) {
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
    all.put("Wrong$" + name, new Known(canary, what, "", MpmcArrayQueue.class));
  }

  private static void right(Map<String, Known> all, String name, String what) {
    all.put("Right$" + name, new Known(null, what, "", MpmcArrayQueue.class));
  }

  /** Faults on record in published versions, and the versions that fixed them. */
  private static void libraries(Map<String, Known> all) {
    Canary order = Canary.ORDER;
    Canary other = Canary.VOLATILE;
    Class<?> jctools = MpmcArrayQueue.class;
    library(all, other, "Growable", "issue 119", jctools, "jctools-core", "1.2", "1.2.1");
    library(all, other, "RemovedTwice", "issue 205", jctools, "jctools-core", "2.1.0", "2.1.2");
    library(all, other, "BlockingBefore", "pull 316", jctools, "jctools-core", "3.0.0", "3.3.0");
    library(all, other, "Blocking", "pull 336", jctools, "jctools-core", "3.2.0", "3.3.0");
    library(all, other, "PutBefore", "issue 319", jctools, "jctools-core", "3.1.0", "4.0.5");
    library(all, order, "Wakening", "issue 119", Sequence.class, "disruptor", "2.10.1", "2.10.4");
    library(all, other, "Grouped", "2.10.3", Sequence.class, "disruptor", "2.10.2", "2.10.3");
    Class<?> netty = AbstractReferenceCounted.class;
    library(
        all, order, "Promised", "issue 5489", netty, "netty-common", "4.1.2.Final", "4.1.3.Final");
    library(
        all, other, "Counted", "issue 8563", netty, "netty-common", "4.1.31.Final", "4.1.32.Final");
    library(
        all,
        other,
        "Recycled",
        "issue 10986",
        netty,
        "netty-common",
        "4.1.59.Final",
        "4.1.60.Final");
    library(all, other, "Computed", "issue 2743", CacheBuilder.class, "guava", "21.0", "22.0");
    Class<?> caffeine = Caffeine.class;
    library(all, other, "Replaced", "issue 568", caffeine, "caffeine", "2.9.1", "2.9.2");
    Class<?> agrona = ManyToOneConcurrentLinkedQueue.class;
    library(all, other, "LinkedOffers", "issue 216", agrona, "agrona", "1.22.0", "");
    library(all, other, "NotEmpty", "issue 269", agrona, "agrona", "1.22.0", "");
    library(
        all,
        other,
        "KeyOfZero",
        "issue 5",
        NonBlockingHashMapLong.class,
        "high-scale-lib",
        "1.1.4",
        "");
    library(
        all,
        other,
        "Suffixes",
        "issue 33",
        ConcurrentSuffixTree.class,
        "concurrent-trees",
        "2.6.1",
        "");
    library(
        all,
        other,
        "Unsubscribed",
        "issue 577",
        CompositeSubscription.class,
        "rxjava-core",
        "0.15.1",
        "0.16.0");
    library(all, other, "TwoValues", "SI-7943", TrieMap.class, "scala-library", "2.11.5", "2.11.6");
    library(
        all, order, "ListTail", "bug 7838", TrieMap.class, "scala-library", "2.12.20", "2.13.16");
  }

  /** A subject in the version that has its fault, and in the one that fixed it, if there is one. */
  private static void library(
      Map<String, Known> all,
      Canary canary,
      String name,
      String fault,
      Class<?> library,
      String artifact,
      String wrong,
      String right) {
    all.put(
        "Wrong$" + name,
        new Known(
            canary,
            artifact + " " + wrong + ", " + fault,
            artifact + "-" + wrong + ".jar",
            library));
    if (!right.isEmpty()) {
      all.put(
          "Right$" + name,
          new Known(null, artifact + " " + right, artifact + "-" + right + ".jar", library));
    }
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
      case "Wrong$Grouped", "Right$Grouped" -> new Libraries.Grouped();
      case "Wrong$Recycled", "Right$Recycled" -> new Libraries.Recycled();
      case "Wrong$Promised", "Right$Promised" -> new Libraries.Promised();
      case "Wrong$Unsubscribed", "Right$Unsubscribed" -> new Libraries.Unsubscribed();
      case "Wrong$RemovedTwice", "Right$RemovedTwice" -> new LibraryCollections.RemovedTwice();
      case "Wrong$PutBefore", "Right$PutBefore" -> new LibraryCollections.PutBefore();
      case "Wrong$KeyOfZero" -> new LibraryCollections.KeyOfZero();
      case "Wrong$Suffixes" -> new LibraryCollections.Suffixes();
      case "Wrong$LinkedOffers" -> new LibraryCollections.LinkedOffers();
      case "Wrong$NotEmpty" -> new LibraryCollections.NotEmpty();
      case "Wrong$Replaced", "Right$Replaced" -> new LibraryCollections.Replaced();
      case "Wrong$TwoValues", "Right$TwoValues" -> new LibraryCollections.TwoValues();
      case "Wrong$ListTail", "Right$ListTail" -> new LibraryCollections.ListTail();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The threads of a subject, as a scenario, which is made outside the explored code. */
  static void scenario(Scenario scenario, Subject subject) {
    scenario.thread(subject::one);
    scenario.thread(subject::two);
    if (subject.hasThree()) {
      scenario.thread(subject::three);
    }
    scenario.after(subject::after);
  }

  /** A class path with the subject's version before all others. */
  static String classPath(String name) {
    String usual = System.getProperty("java.class.path");
    String jar = Objects.requireNonNull(all().get(name), name).jar();
    boolean isUsual = usual.contains(File.separator + jar); // the version that tests depend on
    if (jar.isEmpty() || isUsual) {
      return usual;
    }
    // From the root of the project, or from the module.
    for (Path module : List.of(Path.of("modelcheck"), Path.of(""))) {
      Path version = module.resolve("target").resolve("subjects").resolve(jar);
      if (Files.exists(version)) {
        return version + File.pathSeparator + usual;
      }
    }
    throw new IllegalStateException(
        "no modelcheck/target/subjects/" + jar + "; mvn -Dsubjects generate-test-resources has it");
  }

  static Verdict explore(String name) {
    Check check =
        Check.of(sc -> scenario(sc, make(name)))
            .named(name)
            .scopePackages(Subjects.class.getPackageName() + ".")
            .scopeJarsOf(Objects.requireNonNull(all().get(name), name).library())
            .executions(1_000_000)
            .time(Duration.ofSeconds(SECONDS));
    // By the language, a fence of a list's maker does not help a reader without a fence.
    return name.endsWith("ListTail")
        ? check.relaxations(Relaxation.PASSED_UPDATES).run()
        : check.run();
  }
}
