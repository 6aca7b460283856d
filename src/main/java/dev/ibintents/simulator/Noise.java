package dev.ibintents.simulator;

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
    long keyed = mix(seed ^ mix(key.hashCode()));
    double sum = 0;
    double period = LONGEST_PERIOD;
    for (int octave = 0; octave < OCTAVES; octave++) {
      double amplitude = GAIN * volatility * StrictMath.sqrt(period / YEAR);
      sum += amplitude * octave(keyed + octave * 0x9E3779B97F4A7C15L, epochSecond / period);
      period /= 2;
    }
    return sum;
  }

  /** A whole number from 0 to {@code bound} − 1 that belongs to the key and the instant. */
  long pick(String key, long epochSecond, long bound) {
    return Math.floorMod(mix(seed ^ mix(key.hashCode()) ^ mix(~epochSecond)), bound);
  }

  private static double octave(long keyed, double x) {
    double floor = Math.floor(x);
    double part = x - floor;
    double left = lattice(keyed, (long) floor);
    double right = lattice(keyed, (long) floor + 1);
    double eased = part * part * (3 - 2 * part);
    return left + (right - left) * eased;
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
