package io.vmalock.bench.scale;

import com.google.common.base.Ascii;
import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws curves over the number of cores, with a scale that goes up by tenfold steps. */
final class Sketch {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final double WIDTH = 640;
  private static final double HEIGHT = 280;
  private static final double LEFT = 64;
  private static final double RIGHT = WIDTH - 110;
  private static final double TOP = 20;
  private static final double BOTTOM = HEIGHT - 36;
  private static final double APART = 14;

  private Sketch() {}

  /** A bar for each value, from the least of all curves to the most; a blank for none. */
  static String bars(List<Double> values, double least, double most) {
    StringBuilder bars = new StringBuilder();
    for (double value : values) {
      if (!(value > 0)) {
        bars.append(' ');
      } else {
        double place = most > least ? Math.log(value / least) / Math.log(most / least) : 1;
        bars.append(BARS.charAt((int) Math.round(place * (BARS.length() - 1))));
      }
    }
    return bars.toString();
  }

  /**
   * Curves as SVG.
   *
   * @param title the title
   * @param unit the unit of the values
   * @param curves for each name the values by the number of cores
   */
  static String svg(String title, String unit, Map<String, TreeMap<Integer, Double>> curves) {
    double least = Double.MAX_VALUE;
    double most = 0;
    List<Integer> cores = new ArrayList<>();
    for (TreeMap<Integer, Double> curve : curves.values()) {
      for (Map.Entry<Integer, Double> point : curve.entrySet()) {
        if (point.getValue() > 0) {
          least = Math.min(least, point.getValue());
          most = Math.max(most, point.getValue());
          if (!cores.contains(point.getKey())) {
            cores.add(point.getKey());
          }
        }
      }
    }
    if (most == 0) {
      return "";
    }
    cores.sort(null);
    double floor = Math.pow(10, Math.floor(Math.log10(least)));
    double ceiling = Math.pow(10, Math.max(Math.ceil(Math.log10(most)), Math.log10(floor) + 1));
    double decade = (BOTTOM - TOP) / Math.log10(ceiling / floor);
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    for (double mark = floor; mark <= ceiling * 1.01; mark *= 10) {
      double y = BOTTOM - Math.log10(mark / floor) * decade;
      svg.line(LEFT, y, RIGHT, y, "class=\"grid\"");
      svg.text(LEFT - 6, y + 4, "end", Numbers.digits(mark));
    }
    svg.text(LEFT, TOP - 8, "start", unit + ", modelled");
    double step = (RIGHT - LEFT) / cores.size();
    for (int i = 0; i < cores.size(); i++) {
      String label = cores.get(i) + (i > 0 ? "" : cores.get(i) == 1 ? " core" : " cores");
      svg.text(LEFT + step * (i + 0.5), BOTTOM + 18, "middle", label);
    }
    List<Double> taken = new ArrayList<>();
    int series = 0;
    for (Map.Entry<String, TreeMap<Integer, Double>> curve : curves.entrySet()) {
      double lastX = Double.NaN;
      double lastY = Double.NaN;
      for (Map.Entry<Integer, Double> point : curve.getValue().entrySet()) {
        if (!(point.getValue() > 0)) {
          continue;
        }
        double x = LEFT + step * (cores.indexOf(point.getKey()) + 0.5);
        double y = BOTTOM - Math.log10(point.getValue() / floor) * decade;
        if (Double.isFinite(lastX)) {
          svg.line(lastX, lastY, x, y, "class=\"l" + series % 10 + "\"");
        }
        svg.circle(
            x,
            y,
            4,
            Svg.series(series),
            curve.getKey()
                + ", "
                + point.getKey()
                + " cores: "
                + Numbers.digits(point.getValue())
                + " "
                + Ascii.toLowerCase(unit)
                + ", modelled");
        lastX = x;
        lastY = y;
      }
      if (Double.isFinite(lastX)) {
        svg.text(RIGHT + 4, free(taken, lastY + 4), "start", curve.getKey());
      }
      series++;
    }
    return svg.toString();
  }

  /** A free height for a label near this one. */
  private static double free(List<Double> taken, double y) {
    double place = y;
    for (int i = 0; i <= taken.size(); i++) {
      for (double other : taken) {
        if (Math.abs(other - place) < APART) {
          place = other + APART;
        }
      }
    }
    taken.add(place);
    return place;
  }
}
