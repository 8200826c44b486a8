package io.holdfast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on a spare port, with nothing in it but a role that may read. Its
 * programs come with the build, so the machine needs none.
 */
public final class Postgres implements AutoCloseable {
  public static final String USER = "reader";
  public static final String PASSWORD = "p'w\"d 1/2";

  private static final String OWNER = "owner";

  /** Who runs the server for root, to whom PostgreSQL refuses. */
  private static final String NOBODY = "nobody";

  private final Path folder;
  private final int port;

  private Postgres(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** A running server. */
  public static Postgres start() {
    try {
      Postgres postgres = new Postgres(Files.createTempDirectory("holdfast-postgres"), sparePort());
      PostgresPrograms.unpack(postgres.programs());
      postgres.initialise();
      postgres.resume();
      return postgres.sql(
          "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int sparePort() throws IOException {
    try (ServerSocket spare = new ServerSocket(0)) {
      return spare.getLocalPort();
    }
  }

  /** The URL of its only database. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** An empty schema, in which the role may read what is created. */
  public Postgres emptied() {
    return sql(
        "DROP SCHEMA IF EXISTS public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO " + USER,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + USER);
  }

  /** A connection of the owner, who may everything. */
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), OWNER, PASSWORD);
  }

  /** Statements of the owner, each for itself. */
  public Postgres sql(String... statements) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * From now on connections of this role must be encrypted, with a key that is made here.
   *
   * @return the server's certificate, a PEM file; it names the server's address
   */
  public Path encrypt(String role) {
    try {
      Path key = folder.resolve("data/server.key");
      Path certificate = Certificate.make("127.0.0.1", key, folder.resolve("data/server.crt"));
      if (isRoot()) {
        Files.setOwner(key, nobody());
        Files.setOwner(certificate, nobody());
      }
      // Of the lines that fit, PostgreSQL takes the first.
      Path rules = folder.resolve("data/pg_hba.conf");
      Files.writeString(rules, "hostnossl all " + role + " all reject\n" + Files.readString(rules));
      sql("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
      return certificate;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server as a crash does; its data stays. */
  public void stop() {
    run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /** Starts it again on the same port. */
  public void resume() {
    String options =
        "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off";
    String log = folder.resolve("log").toString();
    run("pg_ctl", "-D", data(), "-l", log, "-t", "120", "-w", "-o", options, "start");
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void initialise() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      Files.setOwner(password, nobody());
      Files.setOwner(folder, nobody());
    }
    run(
        "initdb",
        "-D",
        data(),
        "-U",
        OWNER,
        "-A",
        "scram-sha-256",
        "--pwfile",
        password.toString(),
        "--no-sync",
        // C.UTF-8 is not on every platform.
        "--no-locale",
        "-E",
        "UTF8");
  }

  private UserPrincipal nobody() throws IOException {
    return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
  }

  private Path programs() {
    return folder.resolve("programs");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", NOBODY, "--"));
    }
    command.add(programs().resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path output = folder.resolveSibling(folder.getFileName() + ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int exit = process.waitFor();
      String said = Files.readString(output);
      Files.delete(output);
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
