package io.vmalock.modelcheck.subjects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Subjects with a bug on record: the JDK's own code, or small rewrites of faulty code. */
final class Wrong {
  private Wrong() {}

  static VarHandle handle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type) {
    try {
      return lookup.findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The canary for interleavings. */
  static final class Counter extends Subject {
    private int count;

    @Override
    void one() {
      count++;
    }

    @Override
    void two() {
      count++;
    }

    @Override
    void after() {
      check(count == 2, count);
    }
  }

  /** The canary for interleavings of volatile accesses and of locks. */
  static final class VolatileCounter extends Subject {
    private volatile int count;

    @Override
    void one() {
      count++;
    }

    @Override
    void two() {
      count++;
    }

    @Override
    void after() {
      check(count == 2, count);
    }
  }

  /** The canary for memory order: plain message passing. */
  static final class Message extends Subject {
    private int data;
    private int flag;
    private int seen = 1;

    @Override
    void one() {
      data = 1;
      flag = 1;
    }

    @Override
    void two() {
      if (flag == 1) {
        seen = data;
      }
    }

    @Override
    void after() {
      check(seen == 1, seen);
    }
  }

  static final class Deque extends Subject {
    private final ConcurrentLinkedDeque<Integer> deque = new ConcurrentLinkedDeque<>(List.of(1));
    private Integer polled;
    private Integer peeked;

    @Override
    void one() {
      polled = deque.pollFirst();
    }

    @Override
    void two() {
      deque.addFirst(0);
      peeked = deque.peekLast();
    }

    @Override
    void after() {
      // A poll of 1 means that it was gone before 0 was added.
      check(!(polled == 1 && peeked == 1), polled + " " + peeked);
    }
  }

  static final class LostPut extends Subject {
    private final Map<String, Integer> map = new HashMap<>();

    @Override
    void one() {
      map.put("a", 1);
    }

    @Override
    void two() {
      map.put("b", 2);
    }

    @Override
    void after() {
      check(map.get("a") != null && map.get("b") != null && map.size() == 2, map);
    }
  }

  static final class LostAdd extends Subject {
    private final List<Integer> list = new ArrayList<>();

    @Override
    void one() {
      list.add(1);
    }

    @Override
    void two() {
      list.add(2);
    }

    @Override
    void after() {
      check(list.size() == 2 && list.contains(1) && list.contains(2), list);
    }
  }

  static final class Neighbours extends Subject {
    private final BitSet bits = new BitSet();

    @Override
    void one() {
      bits.set(0);
    }

    @Override
    void two() {
      bits.set(1);
    }

    @Override
    void after() {
      check(bits.cardinality() == 2, bits);
    }
  }

  static final class ListsAdded extends Subject {
    private final List<Integer> first = Collections.synchronizedList(new ArrayList<>(List.of(1)));
    private final List<Integer> second = Collections.synchronizedList(new ArrayList<>(List.of(1)));

    @Override
    void one() {
      first.addAll(second);
    }

    @Override
    void two() {
      second.addAll(first);
    }
  }

  static final class TablesEqual extends Subject {
    private final Hashtable<String, Integer> first = new Hashtable<>(Map.of("a", 1));
    private final Hashtable<String, Integer> second = new Hashtable<>(Map.of("a", 1));
    private boolean both;

    @Override
    void one() {
      both |= first.equals(second);
    }

    @Override
    void two() {
      both |= second.equals(first);
    }
  }

  /** Reading moves entries of a map in the order of access, which a read lock does not permit. */
  static final class AccessOrder extends Subject {
    private final Map<String, Integer> map = new LinkedHashMap<>(8, 0.75f, true);
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    AccessOrder() {
      map.put("a", 1);
      map.put("b", 2);
      map.put("c", 3);
    }

    private void get(String key) {
      lock.readLock().lock();
      try {
        map.get(key);
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    void one() {
      get("a");
    }

    @Override
    void two() {
      get("b");
    }

    @Override
    void after() {
      int reached = 0;
      for (String key : map.keySet()) {
        reached += key.length();
        if (reached > 3) {
          break;
        }
      }
      check(reached == 3, reached);
    }
  }

  static final class Multimap extends Subject {
    private final ConcurrentHashMap<String, List<Integer>> map = new ConcurrentHashMap<>();

    private void add(int value) {
      List<Integer> list = map.get("k");
      if (list == null) {
        list = Collections.synchronizedList(new ArrayList<>());
        map.put("k", list);
      }
      list.add(value);
    }

    @Override
    void one() {
      add(1);
    }

    @Override
    void two() {
      add(2);
    }

    @Override
    void after() {
      check(map.get("k").size() == 2, map);
    }
  }

  /** StringBuffer's append of another one, which is locked for its length and then for its text. */
  static final class Append extends Subject {
    private static final class Buffer {
      private final char[] text = new char[8];
      private int length;

      synchronized int length() {
        return length;
      }

      synchronized void setLength(int newLength) {
        length = newLength;
      }

      synchronized void getChars(int end, char[] to, int at) {
        if (end > length) {
          throw new StringIndexOutOfBoundsException(end);
        }
        for (int i = 0; i < end; i++) {
          to[at + i] = text[i];
        }
      }

      synchronized void append(Buffer other) {
        int more = other.length();
        other.getChars(more, text, length);
        length += more;
      }
    }

    private final Buffer first = new Buffer();
    private final Buffer second = new Buffer();

    Append() {
      second.setLength(3);
    }

    @Override
    void one() {
      first.append(second);
    }

    @Override
    void two() {
      second.setLength(0);
    }
  }

  /** A stack that reuses its nodes: its compare-and-set does not notice that one came back. */
  static final class Stack extends Subject {
    private static final class Node {
      final int value;
      volatile Node next;

      Node(int value) {
        this.value = value;
      }
    }

    private final AtomicReference<Node> top = new AtomicReference<>();
    private final AtomicInteger ones = new AtomicInteger();

    Stack() {
      for (int value = 3; value > 0; value--) {
        push(new Node(value));
      }
    }

    private void push(Node node) {
      Node old;
      do {
        old = top.get();
        node.next = old;
      } while (!top.compareAndSet(old, node));
    }

    private Node pop() {
      Node old;
      Node next;
      do {
        old = top.get();
        if (old == null) {
          return null;
        }
        next = old.next;
      } while (!top.compareAndSet(old, next));
      return old;
    }

    private void take(Node node) {
      if (node != null && node.value == 2) {
        ones.incrementAndGet();
      }
    }

    @Override
    void one() {
      take(pop());
    }

    @Override
    void two() {
      Node first = pop();
      take(pop());
      if (first != null) {
        push(first);
      }
    }

    @Override
    void after() {
      for (Node at = top.get(); at != null; at = at.next) {
        take(at);
      }
      check(ones.get() == 1, "2 is there " + ones.get() + " times");
    }
  }

  /** A shared release that finds the head's status taken back wakes no thread: JDK-6801020. */
  static final class Permits extends Subject {
    private static final class Node {
      volatile Node next;
      volatile Thread thread;

      /** Whether its successor has to be woken. */
      volatile boolean signal;
    }

    private static final VarHandle SIGNAL =
        handle(MethodHandles.lookup(), Node.class, "signal", boolean.class);

    private final AtomicInteger permits = new AtomicInteger();
    private volatile Node head = new Node();
    private final Node first = new Node();
    private final Node second = new Node();

    Permits() {
      head.next = first;
      head.signal = true;
      first.next = second;
      first.signal = true;
    }

    private int tryAcquire() {
      while (true) {
        int left = permits.get() - 1;
        if (left < 0 || permits.compareAndSet(left + 1, left)) {
          return left;
        }
      }
    }

    private void acquire(Node mine, Node before) {
      mine.thread = Thread.currentThread();
      while (true) {
        if (head == before) {
          int left = tryAcquire();
          if (left >= 0) {
            head = mine;
            if (left > 0 && mine.signal) {
              wakeNext(mine); // a permit released meanwhile is not looked at
            }
            return;
          }
          if (!before.signal) {
            before.signal = true;
            continue;
          }
        }
        LockSupport.park(this);
      }
    }

    private void wakeNext(Node node) {
      SIGNAL.compareAndSet(node, true, false);
      Node next = node.next;
      if (next != null && next.thread != null) {
        LockSupport.unpark(next.thread);
      }
    }

    private void release() {
      permits.incrementAndGet();
      Node old = head;
      if (old.signal) {
        wakeNext(old);
      }
    }

    @Override
    void one() {
      acquire(first, head);
    }

    @Override
    void two() {
      acquire(second, first);
    }

    @Override
    boolean hasThree() {
      return true;
    }

    @Override
    void three() {
      release();
      release();
    }
  }

  /** Double-checked locking of a field that is not volatile. */
  static final class Checked extends Subject {
    private static final class Made {
      int value;

      Made() {
        value = 42;
      }
    }

    private Made made;
    private int first;
    private int second;

    private int get() {
      Made seen = made;
      if (seen == null) {
        synchronized (this) {
          if (made == null) {
            made = new Made();
          }
          seen = made;
        }
      }
      return seen.value;
    }

    @Override
    void one() {
      first = get();
    }

    @Override
    void two() {
      second = get();
    }

    @Override
    void after() {
      check(first == 42 && second == 42, first + " " + second);
    }
  }

  /** A cache that is filled by a race, and read twice: why String.hashCode has a local variable. */
  static final class ReadTwice extends Subject {
    private int hash;
    private int first = 1;
    private int second = 1;

    private int hash() {
      if (hash == 0) {
        hash = 42;
      }
      return hash;
    }

    @Override
    void one() {
      first = hash();
    }

    @Override
    void two() {
      second = hash();
    }

    @Override
    void after() {
      check(first == 42 && second == 42, first + " " + second);
    }
  }

  /** An optimistic read whose validation has lost its acquire fence, as StampedLock's has one. */
  static final class Validation extends Subject {
    private static final VarHandle VERSION =
        handle(MethodHandles.lookup(), Validation.class, "version", int.class);

    private volatile int version;
    private int x;
    private int y;
    private int difference;

    @Override
    void one() {
      version = 1;
      VarHandle.storeStoreFence();
      x = 1;
      y = 1;
      version = 2;
    }

    @Override
    void two() {
      int before = version;
      int seenX = x;
      int seenY = y;
      // VarHandle.acquireFence() stands here in StampedLock.validate.
      if ((before & 1) == 0 && (int) VERSION.getOpaque(this) == before) {
        difference = seenX - seenY;
      }
    }

    @Override
    void after() {
      check(difference == 0, difference);
    }
  }

  /** A queue of one producer and one consumer whose index is stored plainly. */
  static final class Ring extends Subject {
    private static final class Item {
      int value = 7;
    }

    private final Item[] items = new Item[4];
    private int produced;
    private int seen = 7;

    @Override
    void one() {
      items[0] = new Item();
      produced = 1; // JCTools stores it by a release
    }

    @Override
    void two() {
      if (produced > 0) {
        Item item = items[0];
        seen = item == null ? 0 : item.value;
      }
    }

    @Override
    void after() {
      check(seen == 7, seen);
    }
  }

  /** Peterson's lock with release and acquire, where it needs one order of all accesses. */
  static final class Peterson extends Subject {
    private static final VarHandle ONE =
        handle(MethodHandles.lookup(), Peterson.class, "wantsOne", boolean.class);
    private static final VarHandle TWO =
        handle(MethodHandles.lookup(), Peterson.class, "wantsTwo", boolean.class);
    private static final VarHandle TURN =
        handle(MethodHandles.lookup(), Peterson.class, "turn", int.class);

    private boolean wantsOne;
    private boolean wantsTwo;
    private int turn;
    private int count;

    @Override
    void one() {
      ONE.setRelease(this, true);
      TURN.setRelease(this, 2);
      while ((boolean) TWO.getAcquire(this) && (int) TURN.getAcquire(this) == 2) {
        Thread.onSpinWait();
      }
      count++;
      ONE.setRelease(this, false);
    }

    @Override
    void two() {
      TWO.setRelease(this, true);
      TURN.setRelease(this, 1);
      while ((boolean) ONE.getAcquire(this) && (int) TURN.getAcquire(this) == 1) {
        Thread.onSpinWait();
      }
      count++;
      TWO.setRelease(this, false);
    }

    @Override
    void after() {
      check(count == 2, count);
    }
  }

  /** HotSpot's Parker before CR 6822370: no fence after the permit is consumed. */
  static final class Parker extends Subject {
    private static final VarHandle PERMIT =
        handle(MethodHandles.lookup(), Parker.class, "permit", int.class);
    private static final VarHandle STATE =
        handle(MethodHandles.lookup(), Parker.class, "state", int.class);

    private int permit = 1;
    private int state;
    private boolean sawState;
    private boolean woke;

    @Override
    void one() {
      PERMIT.setOpaque(this, 0); // park: the permit is there, and is consumed
      sawState = (int) STATE.getOpaque(this) == 1; // else it parks again, and waits for a wake-up
    }

    @Override
    void two() {
      STATE.setOpaque(this, 1);
      VarHandle.fullFence();
      woke = (int) PERMIT.getOpaque(this) == 0; // unpark: if a permit is there, it wakes no thread
    }

    @Override
    void after() {
      check(sawState || woke, "one waits for ever");
    }
  }

  /** Caffeine before its issue 568: a value that is replaced and cleared is looked at twice. */
  static final class WeakValue extends Subject {
    private static final class Ref {
      Object referent = "value";
    }

    private static final VarHandle REF =
        handle(MethodHandles.lookup(), WeakValue.class, "ref", Ref.class);

    private Ref ref = new Ref();
    private Object seen = "value";

    @Override
    void one() {
      Ref old = ref;
      REF.setRelease(this, new Ref());
      old.referent = null;
    }

    @Override
    void two() {
      while (true) {
        Ref looked = (Ref) REF.getOpaque(this);
        Object value = looked.referent;
        if (value != null || looked == (Ref) REF.getOpaque(this)) {
          seen = value;
          return;
        }
      }
    }

    @Override
    void after() {
      check(seen != null, "no value, though there is always one");
    }
  }
}
