package io.holdfast.lake;

import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;

/** A process that takes the lock of a lake, says so, and holds it until its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    LakeLock lock =
        LakeLock.take(new Configuration(), arguments[0], "night 2025-01-01", Clock.systemUTC());
    System.out.println("held " + lock.number());
    while (System.in.read() >= 0) {
      // Wait for the end of the input.
    }
    lock.close();
  }
}
