package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.error.TlsRefusal;
import java.sql.SQLException;

/**
 * What went wrong at a database, by who must act. What the server says of connections is not
 * repeated, since it may name credentials.
 */
final class DatabaseFailure {
  private DatabaseFailure() {}

  /** The failure of a source's reading; what did not come from the database stays what it is. */
  static RuntimeException of(Source source, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        return of(source, refused);
      }
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Spark failed while it read " + source.database(), failure);
  }

  /** By the class of the SQL state, see PostgreSQL's appendix A. */
  private static RuntimeException of(Source source, SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String place = "source " + source.name() + ": " + source.database() + " ";
    if (TlsRefusal.isBehind(failure)) {
      return new SettingsException(
          place
              + "gives no connection as sslmode and sslrootcert want it ("
              + state
              + "); mend url: of jdbc:, or the server's certificate",
          failure);
    }
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "28" ->
          new SettingsException(
              place
                  + "refuses the user or the password ("
                  + state
                  + "); look at what user: and password: of jdbc: refer to");
      case "3D" ->
          new SettingsException(place + "does not exist on its server; mend url: of jdbc:");
      case "3F", "42" ->
          new SettingsException(
              place
                  + "cannot answer for "
                  + source.database().relation()
                  + ": "
                  + said(failure)
                  + "; mend jdbc: or grant the right to read",
              failure);
      case "22" ->
          new DataException(
              place
                  + "holds a value that cannot be read: "
                  + said(failure)
                  + "; mend it, or cast the column to text by query:",
              failure);
      default ->
          new StorageException(
              place + "cannot be read (" + state + "); check that it runs and can be reached",
              failure);
    };
  }

  private static String said(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
