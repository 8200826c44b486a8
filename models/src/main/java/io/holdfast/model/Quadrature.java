package io.holdfast.model;

/**
 * Gauss–Legendre quadrature on [0, 1]: the weighted sum of a polynomial's values at n points is its
 * integral, exactly, up to degree 2n − 1.
 *
 * @param points within (0, 1)
 * @param weights positive, with sum 1
 */
record Quadrature(double[] points, double[] weights) {
  /** With this many points: the roots of the Legendre polynomial, found by Newton's method. */
  static Quadrature of(int n) {
    double[] points = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      // Converges quadratically from this start: five steps reach the last bit, more do no harm.
      for (int step = 0; step < 10; step++) {
        double value = 1;
        double before = 0;
        for (int k = 1; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      points[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new Quadrature(points, weights);
  }
}
