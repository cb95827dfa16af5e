package io.vmalock.modelcheck.subjects;

import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Explores subjects, and prints a line for each: {@code [--lincheck] NAME...}, all by default. With
 * Lincheck on the class path, {@code --lincheck} gives it the same threads.
 */
public final class Subjects {
  /** Whether a subject is wrong, what it is, and of which kind the fault. */
  record Known(boolean wrong, String what) {}

  private static final int SECONDS = 60;
  private static final int INVOCATIONS = 20_000;

  private Subjects() {}

  static Map<String, Known> all() {
    Map<String, Known> all = new TreeMap<>();
    wrong(all, "Counter", "canary: a plain counter++");
    wrong(all, "Message", "canary, memory order: plain message passing");
    wrong(all, "Deque", "ConcurrentLinkedDeque, the JDK's: pollFirst and peekLast");
    wrong(all, "LostPut", "HashMap, the JDK's: one of two puts is lost");
    wrong(all, "LostAdd", "ArrayList, the JDK's: one of two adds is lost");
    wrong(all, "Neighbours", "BitSet, the JDK's: one of two bits is lost");
    wrong(all, "ListsAdded", "synchronizedList, the JDK's: addAll both ways waits for ever");
    wrong(all, "TablesEqual", "Hashtable, the JDK's: equals both ways waits for ever");
    wrong(all, "AccessOrder", "LinkedHashMap, the JDK's: get in access order under a read lock");
    wrong(all, "Multimap", "ConcurrentHashMap, the JDK's: get, then put");
    wrong(all, "Append", "StringBuffer.append(StringBuffer), rewritten");
    wrong(all, "Stack", "Treiber's stack with nodes that come back, rewritten");
    wrong(all, "Permits", "JDK-6801020, rewritten: a release wakes nobody");
    wrong(all, "Checked", "memory order: double-checked locking without volatile");
    wrong(all, "ReadTwice", "memory order: a racy cache that is read twice");
    wrong(all, "Validation", "memory order: StampedLock.validate, its fence taken out, rewritten");
    wrong(all, "Ring", "memory order: JCTools' SpscArrayQueue, its release taken out, rewritten");
    wrong(all, "Peterson", "memory order: Peterson's lock by release and acquire");
    wrong(all, "Parker", "memory order: CR 6822370, rewritten: a permit without a fence");
    wrong(all, "WeakValue", "memory order: Caffeine's issue 568, rewritten");
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

  private static void wrong(Map<String, Known> all, String name, String what) {
    all.put("Wrong$" + name, new Known(true, what));
  }

  private static void right(Map<String, Known> all, String name, String what) {
    all.put("Right$" + name, new Known(false, what));
  }

  static Subject make(String name) {
    return switch (name) {
      case "Wrong$Counter" -> new Wrong.Counter();
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
        .scopeJarsOf(MpmcArrayQueue.class)
        .executions(1_000_000)
        .time(Duration.ofSeconds(SECONDS))
        .run();
  }

  /** Explores, and prints. */
  public static void main(String[] arguments) {
    boolean lincheck = arguments.length > 0 && arguments[0].equals("--lincheck");
    Map<String, Known> all = all();
    for (String name : all.keySet()) {
      boolean asked = arguments.length == (lincheck ? 1 : 0);
      for (String argument : arguments) {
        asked |= name.endsWith("$" + argument);
      }
      if (asked) {
        Known known = all.get(name);
        long begin = System.nanoTime();
        String result = lincheck ? byLincheck(name) : ours(name);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %s | %.1f |%n",
            name.substring(6),
            known.what(),
            result,
            seconds);
      }
    }
    System.exit(0);
  }

  private static String ours(String name) {
    Verdict verdict = explore(name);
    if (verdict.kind() == Verdict.Kind.NOT_JUDGED) {
      return "not judged: " + verdict.reason() + " | ";
    }
    String found =
        verdict.kind() == Verdict.Kind.BROKEN
            ? "found: " + verdict.finding().kind().words()
            : verdict.isExhausted() ? "nothing, exhausted" : "nothing";
    return found + " | " + verdict.exploration().executions();
  }

  private static String byLincheck(String name) {
    make(name); // classes are initialised outside
    try {
      Class.forName("org.jetbrains.lincheck.Lincheck")
          .getMethod("runConcurrentTest", int.class, Runnable.class)
          .invoke(null, INVOCATIONS, (Runnable) () -> run(make(name)));
      return "nothing | " + INVOCATIONS;
    } catch (InvocationTargetException e) {
      String message = String.valueOf(e.getCause()).lines().findFirst().orElse("");
      return "found: " + message.substring(0, Math.min(60, message.length())) + " | ";
    } catch (ReflectiveOperationException e) {
      return "not run: " + e + " | ";
    }
  }

  private static void run(Subject subject) {
    Thread one = new Thread(() -> step(subject, 1));
    Thread two = new Thread(() -> step(subject, 2));
    Thread three = new Thread(() -> step(subject, 3));
    one.start();
    two.start();
    if (subject.hasThree()) {
      three.start();
    }
    try {
      one.join();
      two.join();
      if (subject.hasThree()) {
        three.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    subject.after();
  }

  private static void step(Subject subject, int thread) {
    try {
      switch (thread) {
        case 1 -> subject.one();
        case 2 -> subject.two();
        default -> subject.three();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
