package io.holdfast.world;

/** One customer of a world, lived a day at a time. */
interface Actor {
  /** What happens on a day but for usage. */
  void live(int day);

  /** Share of the day's events, relative to other customers; 0 uses nothing. */
  double appetite();

  /** So many events on a day. */
  void use(int day, int events);

  /** What the world knows of the customer so far. */
  Truth truth();
}
