package io.holdfast.deliver;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows of a table copied into a staging table, which nobody else sees and which ends with us. */
final class StagedRows {
  private static final int CHUNK = 1 << 16;

  private StagedRows() {}

  /**
   * Copies rows as they come: the driver holds one partition of them, compressed, and a chunk of
   * text.
   *
   * @param rows the table's columns in order
   * @return how many rows were copied
   */
  static long copy(Connection connection, ServedTable served, Dataset<Row> rows)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(served.createStaging());
    }
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + served.staging() + " (" + served.columns() + ") FROM STDIN");
    try {
      StringBuilder text = new StringBuilder();
      for (Iterator<Row> row = rows.toLocalIterator(); row.hasNext(); ) {
        CopyText.append(text, row.next());
        if (text.length() >= CHUNK) {
          write(copy, text);
        }
      }
      write(copy, text);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void write(CopyIn copy, StringBuilder text) throws SQLException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    text.setLength(0);
  }
}
