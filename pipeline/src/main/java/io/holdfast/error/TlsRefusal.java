package io.holdfast.error;

import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Connections that did not come about because of encryption: a matter of settings, not of time. */
public final class TlsRefusal {
  /** PostgreSQL's: the server offers none, or wants it. */
  private static final String STATE = "08004";

  /** Of PostgreSQL's driver, in its message, whatever the language. */
  private static final String VERIFIER = "HostnameVerifier";

  private TlsRefusal() {}

  /**
   * Whether the server offers no TLS, its certificate is refused or another server's, or a file of
   * ours that the URL names cannot be found. A connection that breaks later is none of these.
   */
  public static boolean isBehind(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException
          || cause instanceof SSLPeerUnverifiedException
          || cause instanceof GeneralSecurityException
          || cause instanceof FileNotFoundException
          || String.valueOf(cause.getMessage()).contains(VERIFIER)) {
        return true;
      }
    }
    return STATE.equals(failure.getSQLState());
  }
}
