package io.holdfast.deliver;

import io.holdfast.error.DataException;
import io.holdfast.error.LockedException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.error.TlsRefusal;
import java.sql.SQLException;

/**
 * What went wrong at a serving database, by who must act. What the server says of connections is
 * not repeated, since it may name credentials.
 */
final class ServingFailure {
  private ServingFailure() {}

  /** By the class of the SQL state, see PostgreSQL's appendix A. */
  static RuntimeException of(ServingDatabase database, SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String place = "delivery to " + database + ": ";
    if (TlsRefusal.isBehind(failure)) {
      return new SettingsException(
          place
              + "no connection as sslmode and sslrootcert want it ("
              + state
              + "); mend url: of deliver.postgres, or the server's certificate",
          failure);
    }
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "28" ->
          new SettingsException(
              place
                  + "the server refuses the user or the password ("
                  + state
                  + "); look at what user: and password: of deliver.postgres refer to");
      case "3D" ->
          new SettingsException(
              place + "the server has no such database; mend url: of deliver.postgres");
      case "3F", "42" ->
          new SettingsException(
              place
                  + "schema "
                  + database.schema()
                  + " cannot be written: "
                  + said(failure)
                  + "; grant the right, or name another schema: of deliver.postgres",
              failure);
      case "22", "23" ->
          new DataException(
              place + "a published row does not fit: " + said(failure) + "; mend the value",
              failure);
      case "55" ->
          new LockedException(
              place
                  + "another delivery or a long query holds schema "
                  + database.schema()
                  + " ("
                  + state
                  + "); nothing was changed, it is tried again later",
              failure);
      default ->
          new StorageException(
              place
                  + "the database cannot be reached or written ("
                  + state
                  + "); check that it runs and has space; the night before stays",
              failure);
    };
  }

  private static String said(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
