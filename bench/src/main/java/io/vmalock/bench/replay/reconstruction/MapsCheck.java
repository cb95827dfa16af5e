package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.text.ForeignText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the areas of the reconstruction with the kernel's {@code /proc/PID/maps} of that time.
 *
 * <p>No call shows the areas that execve mapped. So an area of the kernel's that is unknown to the
 * reconstruction, or known only by touched pages, is counted and not compared.
 *
 * @param areas the number of the kernel's areas
 * @param equal the number of these that the reconstruction has with equal range, protection and
 *     sharing
 * @param byExecve the number that no call shows
 * @param joined of a space that existed before the recording began: the number that consist of
 *     areas of the reconstruction and of others beside them that no call shows
 * @param differences the rest, of both sides, in words
 */
public record MapsCheck(int areas, int equal, int byExecve, int joined, List<String> differences) {
  private static final Pattern LINE =
      Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) (([r-][w-][x-])([ps])).*");

  private static final int MOST_TOLD = 5;

  /** The address of the kernel's own page in every process. */
  private static final long VSYSCALL = 0xffffffffff600000L;

  /**
   * Compares.
   *
   * @param maps the lines of {@code /proc/PID/maps}
   * @param midway whether the space was there before the recording began: then what calls mapped
   *     may be one area with what was mapped before
   */
  public static MapsCheck of(List<String> maps, List<MappedArea> reconstructed, boolean midway) {
    Map<Long, MappedArea> byStart = new HashMap<>();
    for (MappedArea area : reconstructed) {
      byStart.put(area.start(), area);
    }
    int all = 0;
    int equal = 0;
    int byExecve = 0;
    int joined = 0;
    List<String> differences = new ArrayList<>();
    for (String line : maps) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a line of /proc/PID/maps: " + line);
      }
      long start = Long.parseUnsignedLong(matcher.group(1), 16);
      long end = Long.parseUnsignedLong(matcher.group(2), 16);
      if (start == VSYSCALL) {
        continue;
      }
      all++;
      MappedArea area = byStart.get(start);
      if (area != null && area.end() == end && isLike(area, matcher.group(4), matcher.group(5))) {
        equal++;
        byStart.remove(start);
      } else if (isByExecve(start, end, reconstructed)) {
        byExecve++;
      } else if (midway
          && isJoined(start, end, matcher.group(4), matcher.group(5), reconstructed)) {
        joined++;
        byStart.keySet().removeIf(at -> !below(at, start) && below(at, end));
      } else {
        differences.add("only in /proc/PID/maps: " + line);
      }
    }
    byStart.values().stream()
        .filter(area -> area.mapping().identity() != Mapping.BY_EXECVE)
        .sorted((a, b) -> Long.compareUnsigned(a.start(), b.start()))
        .forEach(area -> differences.add("only in the reconstruction: " + area));
    return new MapsCheck(all, equal, byExecve, joined, List.copyOf(differences));
  }

  /**
   * Returns the result for a process in words: a line, and one for each of the first differences.
   */
  public List<String> lines(int pid) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "process "
            + pid
            + ": "
            + areas
            + " areas, "
            + equal
            + " equal, "
            + byExecve
            + " by execve, "
            + (joined == 0 ? "" : joined + " joined with what was mapped before, ")
            + differences.size()
            + " different");
    differences.stream()
        .limit(MOST_TOLD)
        .forEach(line -> lines.add("    " + ForeignText.line(line)));
    return lines;
  }

  private static boolean isLike(MappedArea area, String access, String sharing) {
    Mapping mapping = area.mapping();
    boolean shared = (mapping.flags() & Mapping.SHARED) != 0;
    return mapping.protection() == Mapping.UNKNOWN
        || mapping.access().equals(access) && shared == sharing.equals("s");
  }

  private static boolean isByExecve(long start, long end, List<MappedArea> reconstructed) {
    for (MappedArea area : reconstructed) {
      boolean overlaps = below(area.start(), end) && below(start, area.end());
      if (overlaps && area.mapping().identity() != Mapping.BY_EXECVE) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the areas of calls in a range are within it, like it, and not all of it. */
  private static boolean isJoined(
      long start, long end, String access, String sharing, List<MappedArea> reconstructed) {
    long told = 0;
    for (MappedArea area : reconstructed) {
      boolean overlaps = below(area.start(), end) && below(start, area.end());
      if (!overlaps || area.mapping().identity() == Mapping.BY_EXECVE) {
        continue;
      }
      boolean within = !below(area.start(), start) && !below(end, area.end());
      if (!within || !isLike(area, access, sharing)) {
        return false;
      }
      told += area.end() - area.start();
    }
    return told != end - start;
  }
}
