package dev.ibintents.simulator.market;

/**
 * Random series that any second can be asked for directly: smooth curves and whole numbers.
 *
 * <p>A curve is a sum of value noise. The periods halve from four years down to half a minute. Each
 * amplitude is in proportion to the root of its period, which is how a random walk spreads.
 *
 * <p>The same seed and key give the same series on every machine. The class uses whole-number
 * hashing, and {@link StrictMath} where it needs a library function.
 */
final class RandomSeries {
  private static final double LONGEST_PERIOD = 4 * 365.25 * 86400;
  private static final double YEAR = 365.25 * 86400;
  private static final int OCTAVES = 22;

  /**
   * Scales the sum, so that its spread over a day is about that of a random walk of the same
   * volatility.
   */
  private static final double GAIN = 0.45;

  private static final double[] FREQUENCIES = new double[OCTAVES];

  /** The roots of the periods in years. */
  private static final double[] ROOTS = new double[OCTAVES];

  static {
    double period = LONGEST_PERIOD;
    for (int octave = 0; octave < OCTAVES; octave++) {
      FREQUENCIES[octave] = 1 / period;
      ROOTS[octave] = StrictMath.sqrt(period / YEAR);
      period /= 2;
    }
  }

  private final long seed;

  /**
   * Makes the series of one world.
   *
   * @param seed chooses the world
   */
  RandomSeries(long seed) {
    this.seed = seed;
  }

  /**
   * The value of a curve: a deviation of the logarithm of a price.
   *
   * @param key names the curve
   * @param volatility the yearly volatility, such as 0.18
   */
  double at(String key, double volatility, long epochSecond) {
    return curve(key, volatility).at(epochSecond);
  }

  /** The curve of a key, for callers that read many moments. */
  Curve curve(String key, double volatility) {
    return new Curve(mix(seed ^ mix(key.hashCode())), volatility);
  }

  /**
   * The largest change of a curve in a second. Each part of the sum eases from −1 to 1 within its
   * period at most, and easing is at most 1.5 times as steep as a straight line.
   *
   * @param volatility the yearly volatility, such as 0.18
   */
  static double steepest(double volatility) {
    double sum = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      sum += 3 * GAIN * volatility * ROOTS[octave] * FREQUENCIES[octave];
    }
    return sum;
  }

  /** A whole number from 0 to {@code bound} − 1 for the key and the second. */
  long pick(String key, long epochSecond, long bound) {
    return picks(key).at(epochSecond, bound);
  }

  /** The whole numbers of a key, for callers that read many moments. */
  Picks picks(String key) {
    return new Picks(seed ^ mix(key.hashCode()));
  }

  /** A random whole number for each second. */
  record Picks(long keyed) {
    /** A whole number from 0 to {@code bound} − 1 for the second. */
    long at(long epochSecond, long bound) {
      return Math.floorMod(mix(keyed ^ mix(~epochSecond)), bound);
    }
  }

  /**
   * A smooth random curve. It keeps the lattice points of its last moment, so that neighbouring
   * moments cost little. Not safe for several threads.
   */
  static final class Curve {
    private final long keyed;
    private final double[] amplitudes = new double[OCTAVES];
    private final double[] floors = new double[OCTAVES];
    private final double[] lefts = new double[OCTAVES];
    private final double[] rights = new double[OCTAVES];

    private Curve(long keyed, double volatility) {
      this.keyed = keyed;
      for (int octave = 0; octave < OCTAVES; octave++) {
        amplitudes[octave] = GAIN * volatility * ROOTS[octave];
        floors[octave] = Double.NaN;
      }
    }

    /** The value of the curve at a second. It does not depend on earlier calls. */
    double at(long epochSecond) {
      double sum = 0;
      for (int octave = 0; octave < OCTAVES; octave++) {
        double x = epochSecond * FREQUENCIES[octave];
        double part = x - floors[octave];
        if (!(part >= 0 && part < 1)) { // also if there is no floor yet
          part = x - move(octave, Math.floor(x));
        }
        double left = lefts[octave];
        double eased = part * part * (3 - 2 * part);
        sum += amplitudes[octave] * (left + (rights[octave] - left) * eased);
      }
      return sum;
    }

    /** Moves to the lattice points around a moment, and returns the first one. */
    private double move(int octave, double floor) {
      long octaveKey = keyed + octave * 0x9E3779B97F4A7C15L;
      floors[octave] = floor;
      lefts[octave] = lattice(octaveKey, (long) floor);
      rights[octave] = lattice(octaveKey, (long) floor + 1);
      return floor;
    }
  }

  /** The random value of a lattice point, from −1 to 1. */
  private static double lattice(long keyed, long index) {
    return (mix(keyed ^ mix(index)) >> 11) * 0x1.0p-52;
  }

  /** The finishing function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
