package io.vmalock.modelcheck.explored;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.lang.StringBuffer}. Its text is one variable, guarded by its monitor. */
public final class StringBuffer implements Appendable, CharSequence, Comparable<StringBuffer> {
  private String text;

  /** As that of the JDK. */
  public StringBuffer() {
    text = "";
  }

  /** As that of the JDK. */
  public StringBuffer(int capacity) {
    text = "";
  }

  /** As that of the JDK. */
  public StringBuffer(String start) {
    text = start.toString();
  }

  /** As that of the JDK. */
  public StringBuffer(CharSequence start) {
    text = start.toString();
  }

  @Override
  public synchronized int length() {
    return text.length();
  }

  /** As that of the JDK; its capacity is the length of its text. */
  public synchronized int capacity() {
    return text.length();
  }

  /** Has no effect. */
  public void ensureCapacity(int least) {}

  /** Has no effect. */
  public void trimToSize() {}

  /** As that of the JDK. */
  public synchronized void setLength(int length) {
    text =
        length <= text.length()
            ? text.substring(0, length)
            : text + "\0".repeat(length - text.length());
  }

  @Override
  public synchronized char charAt(int index) {
    return text.charAt(index);
  }

  /** As that of the JDK. */
  public synchronized void setCharAt(int index, char character) {
    text = text.substring(0, index) + character + text.substring(index + 1);
  }

  private synchronized StringBuffer add(String more) {
    text = text + more;
    return this;
  }

  /** As that of the JDK. */
  public StringBuffer append(@Nullable Object object) {
    return add(String.valueOf(object));
  }

  /** As that of the JDK. */
  public StringBuffer append(@Nullable String more) {
    return add(String.valueOf(more));
  }

  @Override
  public StringBuffer append(@Nullable CharSequence more) {
    return add(String.valueOf(more));
  }

  @Override
  public StringBuffer append(@Nullable CharSequence more, int start, int end) {
    return add(String.valueOf(more).substring(start, end));
  }

  /** As that of the JDK. */
  public StringBuffer append(char[] more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer append(boolean more) {
    return add(String.valueOf(more));
  }

  @Override
  public StringBuffer append(char more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer append(int more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer append(long more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer append(float more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer append(double more) {
    return add(String.valueOf(more));
  }

  /** As that of the JDK. */
  public synchronized StringBuffer insert(int at, @Nullable String more) {
    text = text.substring(0, at) + more + text.substring(at);
    return this;
  }

  /** As that of the JDK. */
  public StringBuffer insert(int at, @Nullable Object more) {
    return insert(at, String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer insert(int at, char more) {
    return insert(at, String.valueOf(more));
  }

  /** As that of the JDK. */
  public StringBuffer insert(int at, int more) {
    return insert(at, String.valueOf(more));
  }

  /** As that of the JDK. */
  public synchronized StringBuffer delete(int start, int end) {
    return replace(start, end, "");
  }

  /** As that of the JDK. */
  public synchronized StringBuffer deleteCharAt(int index) {
    text = text.substring(0, index) + text.substring(index + 1);
    return this;
  }

  /** As that of the JDK. */
  public synchronized StringBuffer replace(int start, int end, String by) {
    text = text.substring(0, start) + by + text.substring(Math.min(end, text.length()));
    return this;
  }

  /** As that of the JDK. */
  public synchronized StringBuffer reverse() {
    text = new StringBuilder(text).reverse().toString();
    return this;
  }

  /** As that of the JDK. */
  public synchronized String substring(int start) {
    return text.substring(start);
  }

  /** As that of the JDK. */
  public synchronized String substring(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public synchronized CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  /** As that of the JDK. */
  public synchronized int indexOf(String part) {
    return text.indexOf(part);
  }

  /** As that of the JDK. */
  public synchronized int lastIndexOf(String part) {
    return text.lastIndexOf(part);
  }

  @Override
  public IntStream chars() {
    return toString().chars();
  }

  @Override
  public synchronized int compareTo(StringBuffer other) {
    return text.compareTo(other.toString());
  }

  @Override
  public synchronized String toString() {
    return text;
  }
}
