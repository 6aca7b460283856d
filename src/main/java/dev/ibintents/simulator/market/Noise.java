package dev.ibintents.simulator.market;

/**
 * A smooth random curve that can be asked for any instant without walking there: the sum of value
 * noise at periods that halve from four years down to half a minute, each with an amplitude in
 * proportion to the root of its period, which is how a random walk spreads.
 *
 * <p>The same seed and key give the same curve on every machine: whole-number hashing, and {@link
 * StrictMath} where a library function is needed.
 */
final class Noise {
  private static final double LONGEST_PERIOD = 4 * 365.25 * 86400;
  private static final double YEAR = 365.25 * 86400;
  private static final int OCTAVES = 22;

  /** Makes the sum's spread over a day about that of a random walk of the same volatility. */
  private static final double GAIN = 0.45;

  private final long seed;

  /**
   * @param seed chooses the world
   */
  Noise(long seed) {
    this.seed = seed;
  }

  /**
   * The curve's value: a deviation of the logarithm of a price.
   *
   * @param key whose curve
   * @param volatility a year's, such as 0.18
   * @param epochSecond when
   */
  double at(String key, double volatility, long epochSecond) {
    return curve(key, volatility).at(epochSecond);
  }

  /** The curve of a key, for whoever asks for many moments. */
  Curve curve(String key, double volatility) {
    return new Curve(mix(seed ^ mix(key.hashCode())), volatility);
  }

  /** A whole number from 0 to {@code bound} − 1 that belongs to the key and the instant. */
  long pick(String key, long epochSecond, long bound) {
    return picks(key).at(epochSecond, bound);
  }

  /** The picks of a key, for whoever asks for many moments. */
  Picks picks(String key) {
    return new Picks(seed ^ mix(key.hashCode()));
  }

  /** Whole numbers by the instant. */
  record Picks(long keyed) {
    /** A whole number from 0 to {@code bound} − 1 that belongs to the instant. */
    long at(long epochSecond, long bound) {
      return Math.floorMod(mix(keyed ^ mix(~epochSecond)), bound);
    }
  }

  /**
   * One curve. It remembers where it was asked last, so that neighbouring moments cost little. Not
   * safe for several threads.
   */
  static final class Curve {
    private final long keyed;
    private final double[] frequencies = new double[OCTAVES];
    private final double[] amplitudes = new double[OCTAVES];
    private final double[] floors = new double[OCTAVES];
    private final double[] lefts = new double[OCTAVES];
    private final double[] rights = new double[OCTAVES];

    private Curve(long keyed, double volatility) {
      this.keyed = keyed;
      double period = LONGEST_PERIOD;
      for (int octave = 0; octave < OCTAVES; octave++) {
        frequencies[octave] = 1 / period;
        amplitudes[octave] = GAIN * volatility * StrictMath.sqrt(period / YEAR);
        floors[octave] = Double.NaN;
        period /= 2;
      }
    }

    /** The curve's value; the same whatever was asked before. */
    double at(long epochSecond) {
      double sum = 0;
      for (int octave = 0; octave < OCTAVES; octave++) {
        sum += amplitudes[octave] * octave(octave, epochSecond * frequencies[octave]);
      }
      return sum;
    }

    private double octave(int octave, double x) {
      double floor = Math.floor(x);
      if (floor != floors[octave]) {
        long ofOctave = keyed + octave * 0x9E3779B97F4A7C15L;
        floors[octave] = floor;
        lefts[octave] = lattice(ofOctave, (long) floor);
        rights[octave] = lattice(ofOctave, (long) floor + 1);
      }
      double part = x - floor;
      double eased = part * part * (3 - 2 * part);
      return lefts[octave] + (rights[octave] - lefts[octave]) * eased;
    }
  }

  /** From −1 to 1. */
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
