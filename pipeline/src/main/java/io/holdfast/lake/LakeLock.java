package io.holdfast.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.LockedException;
import io.holdfast.error.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time. The lock is a file that only one creation can win; it says who holds it and
 * when that one was last alive. Each holder has a number greater than all before it, so that one
 * who lost the lock without noticing is refused before the manifest is written.
 */
public final class LakeLock implements AutoCloseable {
  /** An owner on another host that was silent for this long is taken for dead. */
  static final Duration SILENCE = Duration.ofMinutes(10);

  private static final Duration HEARTBEAT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Who holds the lock.
   *
   * @param host where
   * @param pid which process there
   * @param startedAt when that process started, in milliseconds, since numbers come back
   * @param command what it does
   * @param number greater than that of every holder before
   * @param aliveAt last sign of life, in milliseconds
   */
  record Owner(String host, long pid, long startedAt, String command, long number, long aliveAt) {}

  private final FileSystem files;
  private final Path file;
  private final Clock clock;
  private final Owner owner;
  private final ScheduledExecutorService heart;

  private LakeLock(FileSystem files, Path file, Clock clock, Owner owner) {
    this.files = files;
    this.file = file;
    this.clock = clock;
    this.owner = owner;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "holdfast-lock");
              thread.setDaemon(true);
              return thread;
            });
    heart.scheduleAtFixedRate(
        this::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Takes the lock of a lake.
   *
   * @throws LockedException when another living process holds it
   * @throws StorageException when the folder cannot be written
   */
  public static LakeLock take(
      Configuration configuration, String lake, String command, Clock clock) {
    Path file = new Path(lake, "_lock/owner.json");
    try {
      FileSystem files = file.getFileSystem(configuration);
      Optional<Owner> holder = read(files, file);
      if (holder.isPresent() && isAlive(holder.get(), clock)) {
        throw new LockedException(
            "lake "
                + lake
                + " is locked: \""
                + holder.get().command()
                + "\" by process "
                + holder.get().pid()
                + " on "
                + holder.get().host()
                + ", last alive "
                + Instant.ofEpochMilli(holder.get().aliveAt())
                + "; run again when it has ended");
      }
      long number = holder.map(Owner::number).orElse(lastNumber(files, file)) + 1;
      if (holder.isPresent()) {
        // Of several that find the same dead owner only one can move its file away.
        Path dead = new Path(file.getParent(), "dead-" + holder.get().number() + ".json");
        if (!files.rename(file, dead)) {
          throw new LockedException(
              "lake "
                  + lake
                  + " is locked: another run took over a dead run's lock just now;"
                  + " run again when it has ended");
        }
        files.delete(dead, false);
      }
      ProcessHandle self = ProcessHandle.current();
      Owner owner = new Owner(host(), self.pid(), startedAt(self), command, number, clock.millis());
      create(files, file, owner);
      writeNumber(files, file, number);
      return new LakeLock(files, file, clock, owner);
    } catch (FileAlreadyExistsException e) {
      throw new LockedException(
          "lake "
              + lake
              + " is locked: another run took the lock just now; run again when it has"
              + " ended",
          e);
    } catch (IOException e) {
      throw new StorageException(
          "lake " + lake + " cannot be locked: " + e.getMessage() + "; check folder and space", e);
    }
  }

  /** Who holds the lock of a lake now, as a line for people; empty when nobody does. */
  public static Optional<String> holder(Configuration configuration, String lake) {
    Path file = new Path(lake, "_lock/owner.json");
    try {
      return read(file.getFileSystem(configuration), file)
          .map(o -> "\"" + o.command() + "\" by process " + o.pid() + " on " + o.host());
    } catch (IOException e) {
      throw new StorageException("lock " + file + " cannot be read; check that it can be", e);
    }
  }

  /**
   * Fencing: to be called before what cannot be taken back.
   *
   * @throws LockedException when another run took over meanwhile
   */
  public void requireHeld() {
    try {
      Optional<Owner> holder = read(files, file);
      if (holder.isEmpty() || holder.get().number() != owner.number()) {
        throw new LockedException(
            "lock " + file + " was taken over by another run; this run publishes nothing");
      }
    } catch (IOException e) {
      throw new StorageException("lock " + file + " cannot be read; check that it can be", e);
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    try {
      Optional<Owner> holder = read(files, file);
      if (holder.isPresent() && holder.get().number() == owner.number()) {
        files.delete(file, false);
      }
    } catch (IOException e) {
      throw new StorageException(
          "lock "
              + file
              + " cannot be released: "
              + e.getMessage()
              + "; the next run takes it over",
          e);
    }
  }

  /** A sign of life; a lost lock is noticed by {@link #requireHeld()}, not here. */
  void beat() {
    try {
      Optional<Owner> holder = read(files, file);
      if (holder.isPresent() && holder.get().number() == owner.number()) {
        Path next = new Path(file.getParent(), "alive-" + owner.number() + ".json");
        try (FSDataOutputStream out = files.create(next, true)) {
          out.write(JSON.writeValueAsBytes(at(clock.millis())));
        }
      }
    } catch (IOException e) {
      // The next beat tries again; ten minutes of failure and others may take over, as they should.
      LoggerFactory.getLogger(LakeLock.class).warn("no sign of life written", e);
    }
  }

  private Owner at(long millis) {
    return new Owner(
        owner.host(), owner.pid(), owner.startedAt(), owner.command(), owner.number(), millis);
  }

  private static boolean isAlive(Owner owner, Clock clock) {
    if (owner.host().equals(host())) {
      return ProcessHandle.of(owner.pid())
          .filter(p -> startedAt(p) == owner.startedAt())
          .filter(ProcessHandle::isAlive)
          .isPresent();
    }
    return clock.millis() - owner.aliveAt() < SILENCE.toMillis();
  }

  private static Optional<Owner> read(FileSystem files, Path file) throws IOException {
    Optional<Owner> owner = parse(files, file);
    if (owner.isEmpty()) {
      return owner;
    }
    Path alive = new Path(file.getParent(), "alive-" + owner.get().number() + ".json");
    return parse(files, alive).or(() -> owner);
  }

  private static Optional<Owner> parse(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(JSON.readValue(in, Owner.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void create(FileSystem files, Path file, Owner owner) throws IOException {
    FSDataOutputStreamBuilder<?, ?> creation = files.createFile(file);
    creation.overwrite(false).recursive();
    // Makes object stores refuse a second creation too.
    creation.opt("fs.option.create.conditional.overwrite", true);
    try (FSDataOutputStream out = creation.build()) {
      out.write(JSON.writeValueAsBytes(owner));
    }
  }

  private static long lastNumber(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(new Path(file.getParent(), "number"))) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  private static void writeNumber(FileSystem files, Path file, long number) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(file.getParent(), "number"), true)) {
      out.write(String.valueOf(number).getBytes(StandardCharsets.UTF_8));
    }
    files.delete(new Path(file.getParent(), "alive-" + (number - 1) + ".json"), false);
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
