package io.holdfast.clean;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import io.holdfast.landing.Source;
import io.holdfast.table.Accounts;
import io.holdfast.table.Batch;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.UsageEvents;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/**
 * Selected rows as the canonical columns of their table. Holdfast casts, not the select, so that
 * one bad value is a refused row with its reason.
 */
public final class TypedRows {
  /** Why a row is refused; null where it is not. */
  public static final String REASON = "_reason";

  /** The selected row as JSON, only where it is refused. */
  public static final String TEXT = "_text";

  /** The batch's file, where it has just one. */
  public static final String FILE = "_file";

  /** What is kept of a refused row's text. */
  public static final int TEXT_LENGTH = 2000;

  /** Names and words are short; a megabyte in one is a file gone wrong. */
  private static final int LONGEST_TEXT = 100_000;

  private static final Set<String> BATCH =
      Set.of(Batch.INGESTED_ON.name(), Batch.IS_HISTORY.name(), TypedRows.FILE);
  private static final LocalDate FROM_THE_BEGINNING = LocalDate.of(1900, 1, 1);
  private static final String NAMES_A_ZONE = "^\\S{8,10}[T ].*[0-9.]\\s*[A-Za-z+\\-]";

  private TypedRows() {}

  /**
   * What a source's select yields for one batch, and which batch that is.
   *
   * @param file the only file of the batch; null where there are several
   */
  public static Dataset<Row> ofBatch(
      Dataset<Row> selected, LocalDate ingestedOn, boolean isHistory, String file) {
    // Text, and not a date, in the plan of each batch: what Spark generates is the same for all.
    return selected
        .withColumn(Batch.INGESTED_ON.name(), lit(ingestedOn.toString()))
        .withColumn(Batch.IS_HISTORY.name(), lit(isHistory))
        .withColumn(FILE, lit(file).cast("string"));
  }

  /**
   * The canonical and batch columns of the source's table, {@link #FILE}, {@link #REASON} and
   * {@link #TEXT}. Many batches are typed at once: a plan of its own for each would cost more than
   * its rows.
   *
   * @param batches rows of {@link #ofBatch}, of any number of batches
   */
  public static Dataset<Row> of(Dataset<Row> batches, Source source) {
    List<String> found = Arrays.stream(batches.columns()).filter(c -> !BATCH.contains(c)).toList();
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    List<org.apache.spark.sql.Column> reasons = new ArrayList<>();
    for (Column column : source.table().canonical()) {
      if (column.name().equals(Accounts.ATTRIBUTES.name())) {
        columns.add(attributes(found).as(column.name()));
      } else if (found.contains(column.name())) {
        DataType type = batches.schema().apply(column.name()).dataType();
        org.apache.spark.sql.Column given = given(column, type);
        org.apache.spark.sql.Column value = typed(column, given, type, source);
        columns.add(value.as(column.name()));
        reasons.add(when(given.isNotNull().and(value.isNull()), noType(column, given)));
        if (type instanceof StringType && column.type() instanceof StringType) {
          reasons.add(unfitText(column.name(), given));
        }
      } else {
        columns.add(lit(null).cast(column.type()).as(column.name()));
      }
    }
    found.stream()
        .filter(c -> Canonical.isAttribute(source.table(), c))
        .filter(c -> batches.schema().apply(c).dataType() instanceof StringType)
        .forEach(c -> reasons.add(unfitText(c, batches.col(c))));
    org.apache.spark.sql.Column[] selected =
        found.stream().map(batches::col).toArray(org.apache.spark.sql.Column[]::new);
    Dataset<Row> typed =
        batches.select(
            Stream.concat(
                    columns.stream(),
                    Stream.of(
                        Batch.INGESTED_ON.from(Batch.INGESTED_ON.col()),
                        Batch.IS_HISTORY.col(),
                        col(FILE),
                        coalesce(reasons.toArray(org.apache.spark.sql.Column[]::new))
                            .as("_type_reason"),
                        struct(selected).as("_selected")))
                .toArray(org.apache.spark.sql.Column[]::new));
    return withBatch(defaults(typed, source), source);
  }

  private static Dataset<Row> defaults(Dataset<Row> typed, Source source) {
    return source.table().name().equals(UsageEvents.TABLE.name())
        ? typed.withColumn(
            UsageEvents.QUANTITY.name(),
            UsageEvents.QUANTITY.from(coalesce(UsageEvents.QUANTITY.col(), lit(1))))
        : typed;
  }

  private static Dataset<Row> withBatch(Dataset<Row> typed, Source source) {
    org.apache.spark.sql.Column batch = Batch.INGESTED_ON.col();
    org.apache.spark.sql.Column occurredOn = occurredOn(source);
    org.apache.spark.sql.Column knownOn =
        when(not(Batch.IS_HISTORY.col()), greatest(batch, occurredOn))
            // Spark's least would skip the null and answer with the batch.
            .when(occurredOn.isNull(), lit(FROM_THE_BEGINNING))
            .otherwise(least(occurredOn, batch));
    org.apache.spark.sql.Column reason =
        coalesce(col("_type_reason"), missing(source), tooLate(source, occurredOn, batch));
    return stands(typed, source)
        .withColumn(Batch.KNOWN_ON.name(), knownOn)
        .withColumn(
            Batch.INGESTED_MONTH.name(),
            when(Batch.IS_HISTORY.col(), lit(Batch.HISTORY_MONTH))
                .otherwise(substring(batch.cast("string"), 1, 7)))
        .withColumn(REASON, reason)
        .withColumn(
            TEXT,
            when(col(REASON).isNotNull(), substring(to_json(col("_selected")), 1, TEXT_LENGTH)))
        .drop("_type_reason", "_selected");
  }

  /** A row that is there has not vanished. */
  private static Dataset<Row> stands(Dataset<Row> typed, Source source) {
    return source.table().isOfEntities()
        ? typed.withColumn(Batch.VANISHED_ON.name(), Batch.VANISHED_ON.from(lit(null)))
        : typed;
  }

  /** The business date of the row's OCCURRED column; null where the table has none. */
  public static org.apache.spark.sql.Column occurredOn(Source source) {
    return source
        .table()
        .occurred()
        .map(
            occurred ->
                occurred.type().equals(DataTypes.TimestampType)
                    ? to_date(from_utc_timestamp(occurred.col(), source.businessZone().getId()))
                    : occurred.col())
        .orElse(lit(null).cast(DataTypes.DateType));
  }

  private static org.apache.spark.sql.Column missing(Source source) {
    return coalesce(
        Canonical.required(source.table()).stream()
            .map(c -> when(c.col().isNull(), lit("column " + c.name() + " is missing")))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  /** A day of slack for clocks and zones; a subscription may well start later. */
  private static org.apache.spark.sql.Column tooLate(
      Source source, org.apache.spark.sql.Column occurredOn, org.apache.spark.sql.Column batch) {
    return Canonical.isEvent(source.table())
        ? when(
            occurredOn.gt(date_add(batch, 1)),
            concat(
                lit("it happened on "),
                occurredOn.cast("string"),
                lit(", more than a day after its batch "),
                batch.cast("string")))
        : lit(null).cast("string");
  }

  private static org.apache.spark.sql.Column noType(
      Column column, org.apache.spark.sql.Column given) {
    return concat(
        lit("column " + column.name() + ": \""),
        substring(given.cast("string"), 1, 80),
        lit("\" is not a " + word(column.type())));
  }

  /** Text that would be stored as something else than what was sent, or that nobody can read. */
  private static org.apache.spark.sql.Column unfitText(
      String name, org.apache.spark.sql.Column given) {
    String column = "column " + name + ": ";
    return when(given.contains(lit("\u0000")), lit(column + "the text holds a NUL character"))
        .when(
            given.contains(lit("\uFFFD")), lit(column + "the text holds bytes that are not UTF-8"))
        .when(
            octet_length(given).gt(LONGEST_TEXT),
            concat(
                lit(column + "the text is "),
                octet_length(given).cast("string"),
                lit(" bytes long, wanted at most " + LONGEST_TEXT)));
  }

  private static String word(DataType type) {
    if (type instanceof DecimalType || type.equals(DataTypes.DoubleType)) {
      return "number";
    }
    return switch (type.typeName()) {
      case "long", "integer" -> "whole number";
      case "boolean" -> "yes or no";
      case "timestamp" -> "date and time";
      default -> type.typeName();
    };
  }

  /** Blank text is no value. */
  private static org.apache.spark.sql.Column given(Column column, DataType type) {
    org.apache.spark.sql.Column value = column.col();
    if (!(type instanceof StringType)) {
      return value;
    }
    org.apache.spark.sql.Column kept = column.type() instanceof StringType ? value : trim(value);
    return when(trim(value).notEqual(""), kept);
  }

  private static org.apache.spark.sql.Column typed(
      Column column, org.apache.spark.sql.Column given, DataType from, Source source) {
    DataType to = column.type();
    String format = source.formats().get(column.name());
    if (to.equals(DataTypes.DateType)) {
      return since1900(day(given, from, format, source));
    }
    if (to.equals(DataTypes.TimestampType)) {
      return since1900(instant(given, from, format, source.zone()));
    }
    org.apache.spark.sql.Column value = Cast.canTryCast(from, to) ? given : given.cast("string");
    if (to.equals(DataTypes.LongType) || to.equals(DataTypes.IntegerType)) {
      org.apache.spark.sql.Column number = value.try_cast("decimal(38,6)");
      return when(number.equalTo(floor(number)), number.try_cast(to));
    }
    if (to.equals(DataTypes.DoubleType)) {
      org.apache.spark.sql.Column number = value.try_cast(to);
      // NaN and the infinities are spelt as numbers, yet none can be counted with.
      return when(number.between(-Double.MAX_VALUE, Double.MAX_VALUE), number);
    }
    return value.try_cast(to);
  }

  /** Systems write the year 0 or 1 where they know no date. */
  private static org.apache.spark.sql.Column since1900(org.apache.spark.sql.Column value) {
    return when(value.geq(lit(FROM_THE_BEGINNING)), value);
  }

  /** Text that names a zone is cut by the business zone; other text is the day it says. */
  private static org.apache.spark.sql.Column day(
      org.apache.spark.sql.Column given, DataType from, String format, Source source) {
    String business = source.businessZone().getId();
    if (from.equals(DataTypes.TimestampType)) {
      return to_date(from_utc_timestamp(given, business));
    }
    if (from.equals(DataTypes.DateType) || from.equals(DataTypes.TimestampNTZType)) {
      return given.cast(DataTypes.DateType);
    }
    org.apache.spark.sql.Column text = given.cast("string");
    if (format != null) {
      org.apache.spark.sql.Column parsed = try_to_timestamp(text, lit(format));
      return to_date(namesZone(format) ? from_utc_timestamp(parsed, business) : parsed);
    }
    org.apache.spark.sql.Column parsed = text.try_cast(DataTypes.TimestampType);
    return when(
        isIsoDay(text),
        when(length(text).leq(10), text.try_cast(DataTypes.DateType))
            .when(text.rlike(NAMES_A_ZONE), to_date(from_utc_timestamp(parsed, business)))
            .otherwise(to_date(parsed)));
  }

  /** The session is in UTC: text without a zone is read as if it were UTC, then moved. */
  private static org.apache.spark.sql.Column instant(
      org.apache.spark.sql.Column given, DataType from, String format, ZoneId zone) {
    if (from.equals(DataTypes.TimestampType)) {
      return given;
    }
    if (from.equals(DataTypes.DateType) || from.equals(DataTypes.TimestampNTZType)) {
      return to_utc_timestamp(given.cast(DataTypes.TimestampType), zone.getId());
    }
    org.apache.spark.sql.Column text = given.cast("string");
    if (format != null) {
      org.apache.spark.sql.Column parsed = try_to_timestamp(text, lit(format));
      return namesZone(format) ? parsed : to_utc_timestamp(parsed, zone.getId());
    }
    org.apache.spark.sql.Column parsed =
        when(isIsoDay(text), text.try_cast(DataTypes.TimestampType));
    return zone.getRules().equals(ZoneOffset.UTC.getRules())
        ? parsed
        : when(text.rlike(NAMES_A_ZONE), parsed).otherwise(to_utc_timestamp(parsed, zone.getId()));
  }

  /** Spark alone would take a bare number for a year and a bare time for one of today. */
  private static org.apache.spark.sql.Column isIsoDay(org.apache.spark.sql.Column text) {
    return substring(text, 5, 1).equalTo("-").and(length(text).geq(8));
  }

  private static boolean namesZone(String format) {
    return format.replaceAll("'[^']*'", "").matches(".*[VzOXxZ].*");
  }

  private static org.apache.spark.sql.Column attributes(List<String> found) {
    org.apache.spark.sql.Column[] pairs =
        found.stream()
            .filter(Accounts::isAttribute)
            .flatMap(
                c ->
                    Stream.of(
                        lit(Accounts.attributeName(c)),
                        nullif(trim(col(c).cast("string")), lit(""))))
            .toArray(org.apache.spark.sql.Column[]::new);
    return pairs.length == 0
        ? lit(null).cast(Accounts.ATTRIBUTES.type())
        : map(pairs).cast(Accounts.ATTRIBUTES.type());
  }
}
