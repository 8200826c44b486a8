package io.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.error.LockedException;
import io.holdfast.error.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time. Each holder makes {@code _lock/owner-<number>.json}, a file that only one
 * creation can win, with a number greater than all before it; the greatest number holds the lake.
 * Whoever lost the lake without noticing has a smaller number and is refused before the manifest is
 * written.
 */
public final class LakeLock implements AutoCloseable {
  /** An owner on another host that was silent for this long is taken for dead. */
  static final Duration SILENCE = Duration.ofMinutes(10);

  /** A file of an owner that died while writing it says nothing; it is respected this long. */
  static final Duration WRITING = Duration.ofMinutes(1);

  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  /** The start of a process is told relative to the boot, whose time is corrected now and then. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  private static final Pattern OWNER_FILE = Pattern.compile("owner-(\\d+)\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Who holds the lock.
   *
   * @param host where
   * @param pid which process there
   * @param startedAt when that process started, in milliseconds, since numbers come back
   * @param command what it does
   * @param since when it took the lock, in milliseconds
   * @param isReleased the file only keeps the number
   */
  record Owner(
      String host, long pid, long startedAt, String command, long since, boolean isReleased) {
    private Owner released() {
      return new Owner(host, pid, startedAt, command, since, true);
    }
  }

  /** A numbered file, and what it says; no owner where that cannot be read. */
  private record Claim(long number, Path file, Instant changedAt, Optional<Owner> owner) {}

  private final FileSystem files;
  private final Path folder;
  private final Clock clock;
  private final Owner owner;
  private final long number;
  private final ScheduledExecutorService heart;

  private LakeLock(FileSystem files, Path folder, Clock clock, Owner owner, long number) {
    this.files = files;
    this.folder = folder;
    this.clock = clock;
    this.owner = owner;
    this.number = number;
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
    Path folder = folder(lake);
    try {
      FileSystem files = files(configuration, folder);
      files.mkdirs(folder);
      Optional<Claim> last = last(files, folder);
      if (last.isPresent() && isHeld(files, last.get(), clock)) {
        throw new LockedException(
            "lake " + lake + " is locked by " + described(last.get()) + "; run again later");
      }
      long number = last.map(Claim::number).orElse(0L) + 1;
      ProcessHandle self = ProcessHandle.current();
      Owner owner = new Owner(host(), self.pid(), startedAt(self), command, clock.millis(), false);
      create(files, ownerFile(folder, number), owner);
      requireLast(files, folder, number, lake);
      removeOlder(files, folder, number);
      return new LakeLock(files, folder, clock, owner, number);
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      throw new LockedException(
          "lake " + lake + " is locked: another run took it at the same moment; run again later",
          e);
    } catch (IOException e) {
      throw new StorageException(
          "lake " + lake + " cannot be locked: " + e.getMessage() + "; check folder and space", e);
    }
  }

  /** Who holds the lock of a lake now, as a line for people; empty when nobody does. */
  public static Optional<String> holder(Configuration configuration, String lake, Clock clock) {
    Path folder = folder(lake);
    try {
      FileSystem files = files(configuration, folder);
      Optional<Claim> last = last(files, folder);
      return last.isPresent() && isHeld(files, last.get(), clock)
          ? last.map(LakeLock::described)
          : Optional.empty();
    } catch (IOException e) {
      throw new StorageException(
          "lock " + folder + " cannot be read: " + e.getMessage() + "; check that it can be", e);
    }
  }

  /**
   * Fencing: to be called before what cannot be taken back.
   *
   * @throws LockedException when another run took over meanwhile
   */
  public void requireHeld() {
    try {
      Optional<Claim> last = last(files, folder);
      if (last.map(Claim::number).filter(n -> n == number).isEmpty()) {
        throw new LockedException(
            "lock "
                + folder
                + " was taken over from this run, which held number "
                + number
                + ", by "
                + last.map(LakeLock::described).orElse("someone who removed it")
                + "; this run publishes nothing; run again later");
      }
    } catch (IOException e) {
      throw new StorageException(
          "lock " + folder + " cannot be read: " + e.getMessage() + "; check that it can be", e);
    }
  }

  /** The number of this holder: greater than that of every holder before. */
  long number() {
    return number;
  }

  /** Gives the lake free; the file stays and keeps the number from being given again. */
  @Override
  public void close() {
    heart.shutdownNow();
    try {
      if (files.exists(ownerFile(folder, number))) {
        overwrite(files, ownerFile(folder, number), JSON.writeValueAsBytes(owner.released()));
      }
      files.delete(aliveFile(folder, number), false);
    } catch (IOException e) {
      // What was done is done: the next run finds a dead process and takes the lock over.
      LoggerFactory.getLogger(LakeLock.class).warn("lock {} is not released", folder, e);
    }
  }

  /** A sign of life; a lost lock is noticed by {@link #requireHeld()}, not here. */
  void beat() {
    try {
      if (files.exists(ownerFile(folder, number))) {
        overwrite(
            files,
            aliveFile(folder, number),
            JSON.writeValueAsBytes(String.valueOf(clock.millis())));
      }
    } catch (IOException e) {
      // The next beat tries again; ten minutes of failure and others may take over, as they should.
      LoggerFactory.getLogger(LakeLock.class).warn("lock {}: no sign of life written", folder, e);
    }
  }

  private static boolean isHeld(FileSystem files, Claim claim, Clock clock) throws IOException {
    if (claim.owner().isEmpty()) {
      return clock.instant().isBefore(claim.changedAt().plus(WRITING));
    }
    Owner owner = claim.owner().get();
    if (owner.isReleased()) {
      return false;
    }
    if (owner.host().equals(host())) {
      return ProcessHandle.of(owner.pid())
          .filter(ProcessHandle::isAlive)
          .filter(p -> Math.abs(startedAt(p) - owner.startedAt()) < SAME_START.toMillis())
          .isPresent();
    }
    Instant alive = aliveAt(files, claim.file().getParent(), claim.number());
    Instant since = Instant.ofEpochMilli(owner.since());
    Instant newest = alive.isAfter(since) ? alive : since;
    return clock.instant().isBefore(newest.plus(SILENCE));
  }

  private static Instant aliveAt(FileSystem files, Path folder, long number) throws IOException {
    Path file = aliveFile(folder, number);
    try (InputStream in = files.open(file)) {
      return Instant.ofEpochMilli(Long.parseLong(JSON.readValue(in, String.class)));
    } catch (FileNotFoundException e) {
      return Instant.EPOCH;
    } catch (JsonProcessingException | NumberFormatException e) {
      // Read while it was written: it has just changed.
      return Instant.ofEpochMilli(files.getFileStatus(file).getModificationTime());
    }
  }

  private static Optional<Claim> last(FileSystem files, Path folder) throws IOException {
    Optional<Claim> last =
        claims(files, folder).stream().max(Comparator.comparingLong(Claim::number));
    if (last.isEmpty()) {
      return last;
    }
    Claim claim = last.get();
    return Optional.of(
        new Claim(claim.number(), claim.file(), claim.changedAt(), owner(files, claim.file())));
  }

  private static List<Claim> claims(FileSystem files, Path folder) throws IOException {
    List<Claim> claims = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        Matcher name = OWNER_FILE.matcher(status.getPath().getName());
        if (name.matches()) {
          claims.add(
              new Claim(
                  Long.parseLong(name.group(1)),
                  status.getPath(),
                  Instant.ofEpochMilli(status.getModificationTime()),
                  Optional.empty()));
        }
      }
    } catch (FileNotFoundException e) {
      // No lock was ever taken.
      return claims;
    }
    return claims;
  }

  private static Optional<Owner> owner(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(JSON.readValue(in, Owner.class));
    } catch (FileNotFoundException | JsonProcessingException e) {
      // Being written, or its writer died at it.
      return Optional.empty();
    }
  }

  private static void requireLast(FileSystem files, Path folder, long number, String lake)
      throws IOException {
    long last = claims(files, folder).stream().mapToLong(Claim::number).max().orElse(0);
    if (last != number) {
      files.delete(ownerFile(folder, number), false);
      throw new LockedException(
          "lake " + lake + " is locked: another run was faster just now; run again later");
    }
  }

  private static void removeOlder(FileSystem files, Path folder, long number) throws IOException {
    for (Claim claim : claims(files, folder)) {
      if (claim.number() < number) {
        files.delete(claim.file(), false);
        files.delete(aliveFile(folder, claim.number()), false);
      }
    }
  }

  private static void create(FileSystem files, Path file, Owner owner) throws IOException {
    byte[] content = JSON.writeValueAsBytes(owner);
    if (files.getUri().getScheme().equals("file")) {
      createLocal(java.nio.file.Path.of(file.toUri().getPath()), content);
      return;
    }
    FSDataOutputStreamBuilder<?, ?> creation = files.createFile(file);
    creation.overwrite(false).recursive();
    // Object stores too refuse a second creation then.
    creation.opt("fs.option.create.conditional.overwrite", true);
    try (FSDataOutputStream out = creation.build()) {
      out.write(content);
    }
  }

  /** Hadoop looks whether a local file is there and then creates it: two could win. */
  private static void createLocal(java.nio.file.Path file, byte[] content) throws IOException {
    Files.createFile(file);
    try {
      Files.write(file, content);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  private static void overwrite(FileSystem files, Path file, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(content);
    }
  }

  /** Without the checksum files that Hadoop puts beside local ones. */
  private static FileSystem files(Configuration configuration, Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(configuration);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  private static String described(Claim claim) {
    return claim
        .owner()
        .map(
            o ->
                "\""
                    + o.command()
                    + "\", process "
                    + o.pid()
                    + " on "
                    + o.host()
                    + ", since "
                    + Instant.ofEpochMilli(o.since()))
        .orElse("a run that is just starting");
  }

  private static Path folder(String lake) {
    return new Path(lake, "_lock");
  }

  private static Path ownerFile(Path folder, long number) {
    return new Path(folder, "owner-" + number + ".json");
  }

  private static Path aliveFile(Path folder, long number) {
    return new Path(folder, "alive-" + number + ".json");
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A container without a network has a name that nothing resolves. Were all of them one host,
      // each would look for the other's process among its own, and take its lake.
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }
}
