package io.holdfast.landing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows that a database has of a source; it is asked and never written to. */
final class DatabaseRows {
  private static final String ALIAS = " AS holdfast_rows";
  private static final String READ_ONLY = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";

  /** PostgreSQL tells no closer moments apart. */
  private static final Duration MOMENT = Duration.ofNanos(1000);

  private final Source source;
  private final Database database;
  private final DatabaseColumns columns;

  /**
   * What one folder is to hold, found by one query before the rows are read.
   *
   * @param condition the rows, as a condition of SQL
   * @param watermark null where the whole table lands
   * @param least of the partition column; null where rows or column are missing
   */
  record Extent(String condition, Watermark watermark, String least, String greatest) {}

  private DatabaseRows(Source source, DatabaseColumns columns) {
    this.source = source;
    this.database = source.database();
    this.columns = columns;
  }

  /**
   * The rows as the database describes them; none is read.
   *
   * @throws io.holdfast.error.SettingsException when table, query or a named column does not exist
   *     or does not fit
   * @throws io.holdfast.error.StorageException when the database cannot be reached
   */
  static DatabaseRows of(Source source) {
    try (Connection connection = connection(source.database());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT * FROM " + source.database().relation() + ALIAS + " LIMIT 0");
        ResultSet result = statement.executeQuery()) {
      return new DatabaseRows(source, DatabaseColumns.of(source, result.getMetaData()));
    } catch (SQLException e) {
      throw DatabaseFailure.of(source, e);
    }
  }

  /**
   * The last moment of a day as the watermark's column writes it; empty where a number has no days.
   * The business zone ends the day, since it cuts the dated folders: a row of half past midnight
   * belongs to the next folder, and a night that is run at noon of the next day lands no more than
   * one run in time would have. A column without a zone has the source's own clock.
   */
  Optional<String> lastOf(LocalDate day) {
    ZonedDateTime last = day.plusDays(1).atStartOfDay(source.businessZone()).minus(MOMENT);
    return switch (columns.watermark().orElseThrow().type()) {
      case "timestamptz" -> Optional.of(last.toInstant().toString());
      case "timestamp" ->
          Optional.of(last.withZoneSameInstant(source.zone()).toLocalDateTime().toString());
      case "date" -> Optional.of(day.toString());
      default -> Optional.empty();
    };
  }

  /** The whole table. */
  Extent whole() {
    return extent("TRUE", null);
  }

  /** No row, and the watermark where it was. */
  Extent none(String after) {
    return new Extent("FALSE", new Watermark(database.watermark(), after, after), null, null);
  }

  /**
   * The rows of a stretch of the watermark. It ends with the greatest that there is now: rows that
   * are written while it is read belong to the next night.
   *
   * @param after they are greater; null from the beginning
   * @param atMost they are greater than none of these
   */
  Extent between(String after, List<String> atMost) {
    String isAfter = after == null ? "TRUE" : isWatermark(">", after);
    String isWithin =
        Stream.concat(Stream.of(isAfter), atMost.stream().map(end -> isWatermark("<=", end)))
            .collect(Collectors.joining(" AND "));
    Extent found = extent(isWithin, after);
    return found.watermark().upTo() == null
        ? none(after)
        : new Extent(
            isAfter + " AND " + isWatermark("<=", found.watermark().upTo()),
            found.watermark(),
            found.least(),
            found.greatest());
  }

  private String isWatermark(String comparison, String value) {
    return columns.watermark().orElseThrow().quoted() + " " + comparison + " " + literal(value);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private Extent extent(String condition, String after) {
    Optional<DatabaseColumn> watermark = columns.watermark();
    Optional<DatabaseColumn> partition = columns.partition();
    if (watermark.isEmpty() && partition.isEmpty()) {
      return new Extent(condition, null, null, null);
    }
    String query =
        Stream.of(text("max", watermark), text("min", partition), text("max", partition))
            .collect(Collectors.joining(", ", "SELECT ", from(condition)));
    try (Connection connection = connection(database);
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet found = statement.executeQuery()) {
      found.next();
      return new Extent(
          condition,
          watermark.isEmpty()
              ? null
              : new Watermark(database.watermark(), after, found.getString(1)),
          found.getString(2),
          found.getString(3));
    } catch (SQLException e) {
      throw DatabaseFailure.of(source, e);
    }
  }

  private String from(String condition) {
    return " FROM " + database.relation() + ALIAS + " WHERE " + condition;
  }

  private static String text(String function, Optional<DatabaseColumn> column) {
    return column.map(c -> "CAST(" + function + "(" + c.quoted() + ") AS text)").orElse("NULL");
  }

  /** The rows of an extent, read when they are asked for; a local time stays without a zone. */
  Dataset<Row> of(SparkSession spark, Extent extent) {
    String rows = "(SELECT " + columns.selected() + from(extent.condition()) + ")" + ALIAS;
    DataFrameReader reader =
        spark
            .read()
            .format("jdbc")
            .option("url", database.url())
            .option("dbtable", rows)
            .option("fetchsize", database.fetchRows())
            .option("sessionInitStatement", READ_ONLY)
            .option("preferTimestampNTZ", "true");
    properties(database).forEach((key, value) -> reader.option(key.toString(), value.toString()));
    if (extent.least() != null) {
      reader
          .option("partitionColumn", database.partitionColumn())
          .option("lowerBound", extent.least())
          .option("upperBound", extent.greatest())
          .option("numPartitions", database.partitions());
    }
    return reader.load();
  }

  private static Connection connection(Database database) throws SQLException {
    Connection connection = DriverManager.getConnection(database.url(), properties(database));
    connection.setReadOnly(true);
    return connection;
  }

  private static Properties properties(Database database) {
    return Database.properties(database.user(), database.password());
  }
}
