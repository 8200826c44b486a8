package io.holdfast.deliver;

import io.holdfast.Postgres;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * Stands between one client and PostgreSQL, and lets the server end the client's session just
 * before the n-th statement, piece of a COPY or end of one reaches it.
 */
final class EndingProxy implements AutoCloseable {
  /** Execute, Query, CopyData and CopyDone of PostgreSQL's protocol. */
  private static final String COUNTED = "EQdc";

  private static final String END =
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE client_port = ";

  private final Postgres postgres;
  private final int endAt;
  private final ServerSocket door;
  private volatile boolean hasEnded;

  private EndingProxy(Postgres postgres, int endAt) throws IOException {
    this.postgres = postgres;
    this.endAt = endAt;
    this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  static EndingProxy before(Postgres postgres, int statement) {
    try {
      EndingProxy proxy = new EndingProxy(postgres, statement);
      start(proxy::serve);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the questions for encryption that come before a session. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + door.getLocalPort()
        + "/postgres?sslmode=disable&gssEncMode=disable";
  }

  boolean hasEnded() {
    return hasEnded;
  }

  private interface Piping {
    void done() throws IOException;
  }

  private static void start(Piping piping) {
    Thread thread =
        new Thread(
            () -> {
              try {
                piping.done();
              } catch (IOException e) {
                // A side has gone, as it should: the test looks at what the client makes of it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() throws IOException {
    int port = URI.create(postgres.url().substring("jdbc:".length())).getPort();
    try (Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // A driver that is ended while it connects tries once more: it is refused, not kept waiting.
      door.close();
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(
          () -> {
            // However the server's side ends, the client hears of it and waits no longer.
            try (client) {
              pipe(server.getInputStream(), client.getOutputStream());
            }
          });
      count(new DataInputStream(client.getInputStream()), server);
    }
  }

  private static void pipe(InputStream from, OutputStream to) throws IOException {
    byte[] bytes = new byte[1 << 13];
    for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
      to.write(bytes, 0, read);
      to.flush();
    }
  }

  private void count(DataInputStream from, Socket server) throws IOException {
    OutputStream to = server.getOutputStream();
    int counted = 0;
    // The first message has no type.
    for (int type = -1; ; type = from.readByte()) {
      int length = from.readInt();
      byte[] body = from.readNBytes(length - Integer.BYTES);
      if (type >= 0 && COUNTED.indexOf(type) >= 0 && ++counted == endAt) {
        hasEnded = true;
        postgres.sql(END + server.getLocalPort());
      }
      if (type >= 0) {
        to.write(type);
      }
      to.write(
          new byte[] {
            (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
          });
      to.write(body);
      // A client that is heard in pieces waits for no answer in between.
      to.flush();
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
