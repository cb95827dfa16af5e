package io.vmalock.modelcheck.subjects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.googlecode.concurrenttrees.radix.node.concrete.DefaultCharArrayNodeFactory;
import com.googlecode.concurrenttrees.suffix.ConcurrentSuffixTree;
import java.util.Queue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.jctools.maps.NonBlockingHashMap;
import org.jctools.maps.NonBlockingHashMapLong;
import scala.collection.concurrent.TrieMap;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.List;
import scala.collection.immutable.Nil$;
import scala.runtime.AbstractFunction0;

/**
 * Queues, maps and lists of libraries, wrong or right by the version that is on the class path.
 * None depends on the way in which the fault was fixed.
 */
final class LibraryCollections {
  private LibraryCollections() {}

  /** JCTools' issue 205: an element that was put once is removed twice. */
  static final class RemovedTwice extends Subject {
    private final NonBlockingHashMap<String, String> map = new NonBlockingHashMap<>();
    private String first;
    private String second;

    RemovedTwice() {
      map.put("key", "value");
    }

    @Override
    void one() {
      first = map.remove("key");
    }

    @Override
    void two() {
      second = map.remove("key");
    }

    @Override
    boolean hasThree() {
      return true;
    }

    @Override
    void three() {
      map.put("key", "other");
    }

    @Override
    void after() {
      check(first == null || !first.equals(second), first + " " + second);
    }
  }

  /** JCTools' issue 319: a put returns an element that was put after it. */
  static final class PutBefore extends Subject {
    private final NonBlockingHashMapLong<String> map = new NonBlockingHashMapLong<>();
    private String first;
    private String second;

    @Override
    void one() {
      first = map.put(5, "one");
    }

    @Override
    void two() {
      second = map.put(5, "two");
    }

    @Override
    void after() {
      String last = map.get(5);
      check(
          "two".equals(last)
              ? first == null && "one".equals(second)
              : second == null && "two".equals(first),
          first + " " + second + ", at last " + last);
    }
  }

  /**
   * high-scale-lib's issue 5: two threads both succeed in putting a key if absent, if the key is 0.
   */
  static final class KeyOfZero extends Subject {
    private final org.cliffc.high_scale_lib.NonBlockingHashMapLong<String> map =
        new org.cliffc.high_scale_lib.NonBlockingHashMapLong<>();
    private String first;
    private String second;

    @Override
    void one() {
      first = map.putIfAbsent(0, "one");
    }

    @Override
    void two() {
      second = map.putIfAbsent(0, "two");
    }

    @Override
    void after() {
      check((first == null) != (second == null), first + " " + second);
    }
  }

  /** concurrent-trees' issue 33: an entry that is found by its key is not found by its suffix. */
  static final class Suffixes extends Subject {
    private final ConcurrentSuffixTree<Integer> tree =
        new ConcurrentSuffixTree<>(new DefaultCharArrayNodeFactory());
    private boolean found;
    private boolean ends;

    @Override
    void one() {
      tree.put("aa", 4);
    }

    @Override
    void two() {
      found = tree.getValueForExactKey("aa") != null;
      ends = tree.getValuesForKeysEndingWith("a").iterator().hasNext();
    }

    @Override
    void after() {
      check(!found || ends, "found by the key, and not by the end");
    }
  }

  /** Agrona's issue 216: a queue has nothing to poll for the thread that offered to it. */
  static final class LinkedOffers extends Subject {
    private final Queue<String> queue = new ManyToOneConcurrentLinkedQueue<>();
    private String polled;

    @Override
    void one() {
      queue.offer("one");
    }

    @Override
    void two() {
      queue.offer("two");
      polled = queue.poll();
    }

    @Override
    void after() {
      check(polled != null, "offered, and poll returned null");
    }
  }

  /** Agrona's issue 269: a queue that is not empty has nothing to poll. */
  static final class NotEmpty extends Subject {
    private final Queue<String> queue = new ManyToOneConcurrentArrayQueue<>(4);
    private boolean missed;

    @Override
    void one() {
      queue.offer("one");
    }

    @Override
    void two() {
      if (!queue.isEmpty()) {
        missed = queue.poll() == null;
      }
    }

    @Override
    void after() {
      check(!missed, "not empty, and poll returned null");
    }
  }

  /** Caffeine's issue 568: a value that is replaced by another is missing for a moment. */
  static final class Replaced extends Subject {
    private final Cache<String, String> cache =
        Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private String seen = "";

    Replaced() {
      cache.put("key", "old");
    }

    @Override
    void one() {
      cache.put("key", "new");
    }

    @Override
    void two() {
      seen = cache.getIfPresent("key");
    }

    @Override
    void after() {
      check(seen != null, "no value, though there is always one");
    }
  }

  /** Scala's SI-7943: two threads get different values for one key. */
  static final class TwoValues extends Subject {
    private static final class Value extends AbstractFunction0<String> {
      private final String value;

      Value(String value) {
        this.value = value;
      }

      @Override
      public String apply() {
        return value;
      }
    }

    private final TrieMap<String, String> map = new TrieMap<>();
    private String first;
    private String second;

    @Override
    void one() {
      first = map.getOrElseUpdate("key", new Value("one"));
    }

    @Override
    void two() {
      second = map.getOrElseUpdate("key", new Value("two"));
    }

    @Override
    void after() {
      check(first.equals(second), first + " " + second);
    }
  }

  /** Scala's bug 7838: a list that is handed over by a race has no tail. */
  static final class ListTail extends Subject {
    @SuppressWarnings("unchecked")
    private final List<String> nil = (List<String>) (List<?>) Nil$.MODULE$;

    private List<String> list = nil;
    private Object seen = "";

    @Override
    void one() {
      list = new $colon$colon<>("head", nil);
    }

    @Override
    void two() {
      List<String> handed = list;
      if (handed != nil) {
        seen = handed.tail();
      }
    }

    @Override
    void after() {
      check(seen != null, "a list without a tail");
    }
  }
}
