package io.holdfast.landing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.holdfast.error.DataException;
import io.holdfast.error.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of landed files as their files name them: CSV fields are strings named by the header, a
 * JSON line (or item, of a file that is one array) is one string column {@code json} unless the
 * source gives a schema, Parquet and Delta keep their types. Lines that are no record are counted
 * while the rows are read and fetched only if there are any.
 */
public final class RawRows {
  private static final String BROKEN = "_holdfast_broken_line";
  private static final String FILE = "_holdfast_file";

  private static final String COUNT = "broken";

  private final List<Group> groups;
  private long brokenCount = -1;

  /**
   * Files of one kind and header.
   *
   * @param rows with the columns {@link #BROKEN} and {@link #FILE} where lines can be broken
   * @param broken counts broken lines; null where a row cannot be broken
   * @param reason why a broken line is none
   */
  private record Group(Dataset<Row> rows, Observation broken, String reason) {}

  private RawRows(List<Group> groups) {
    this.groups = groups;
  }

  /** The rows of these files of a source; nothing is read but the headers of CSV files. */
  public static RawRows of(SparkSession spark, Source source, List<FileStatus> files) {
    Map<String, List<String>> byKind =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    f -> kind(spark, source, f),
                    TreeMap::new,
                    Collectors.mapping(f -> f.getPath().toString(), Collectors.toList())));
    List<Group> groups = new ArrayList<>();
    byKind.forEach(
        (kind, paths) -> groups.add(group(spark, source, kind, paths.toArray(String[]::new))));
    return new RawRows(groups);
  }

  /** The records, by the files' own column names; files with other headers are united by name. */
  public Dataset<Row> rows() {
    return groups.stream()
        .map(
            g ->
                g.broken() == null
                    ? g.rows()
                    : g.rows().filter(col(BROKEN).isNull()).drop(BROKEN, FILE))
        .reduce((a, b) -> a.unionByName(b, true))
        .orElseThrow(() -> new IllegalStateException("a batch has at least one file"));
  }

  /** How many lines were no record; to be asked once the rows have been read. */
  public long brokenCount() {
    if (brokenCount < 0) {
      brokenCount =
          groups.stream().filter(g -> g.broken() != null).mapToLong(RawRows::brokenCount).sum();
    }
    return brokenCount;
  }

  /** The lines that are no record: columns file, text and reason. */
  public Dataset<Row> broken() {
    return groups.stream()
        .filter(g -> g.broken() != null)
        .map(
            g ->
                g.rows()
                    .filter(col(BROKEN).isNotNull())
                    .select(
                        col(FILE).as("file"), col(BROKEN).as("text"), lit(g.reason()).as("reason")))
        .reduce(Dataset::union)
        .orElseThrow(() -> new IllegalStateException("only lines of text can be broken"));
  }

  private static long brokenCount(Group group) {
    try {
      // What was read is told by listeners, a little later than the rows themselves come.
      group.rows().sparkSession().sparkContext().listenerBus().waitUntilEmpty();
      Object count =
          group.broken().future().isCompleted() ? group.broken().getAsJava().get(COUNT) : null;
      // A select that needs no rows, such as one WHERE false, is answered without reading them.
      return count == null
          ? group.rows().filter(col(BROKEN).isNotNull()).count()
          : ((Number) count).longValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while broken lines were counted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark's listeners did not keep up with the reading", e);
    }
  }

  private static Group group(SparkSession spark, Source source, String kind, String[] paths) {
    return switch (kind) {
      case "parquet" -> new Group(parquet(spark, source, paths), null, null);
      case "delta" -> new Group(delta(spark, source, paths), null, null);
      case "json" -> json(source, lines(spark, paths), "the line");
      case "json array" -> json(source, items(spark, paths), "the item of the array");
      default ->
          watched(
              csv(spark, CsvHeader.ofText(kind.substring("csv:".length())), paths),
              "the line has too few or too many fields");
    };
  }

  private static Group watched(Dataset<Row> rows, String reason) {
    Observation broken = new Observation();
    // Spark refuses to read broken lines alone: the second measure asks for a field besides.
    Dataset<Row> observed =
        rows.observe(
            broken, count_if(col(BROKEN).isNotNull()).as(COUNT), count(aField(rows)).as("fields"));
    return new Group(observed, broken, reason);
  }

  private static Column aField(Dataset<Row> rows) {
    return Arrays.stream(rows.columns())
        .filter(name -> !name.isEmpty())
        .map(name -> col("`" + name.replace("`", "``") + "`"))
        .findFirst()
        .orElseThrow();
  }

  private static Dataset<Row> parquet(SparkSession spark, Source source, String[] paths) {
    try {
      return spark.read().option("mergeSchema", "true").parquet(paths);
    } catch (Exception e) {
      // Spark's checked and unchecked exceptions alike: a footer is broken, or types do not merge.
      throw new DataException(
          "source "
              + source.name()
              + ": "
              + String.join(", ", paths)
              + " cannot be read as Parquet: "
              + String.valueOf(first(e).getMessage()).lines().findFirst().orElse("")
              + "; land them again",
          e);
    }
  }

  private static Dataset<Row> delta(SparkSession spark, Source source, String[] commits) {
    return Arrays.stream(commits)
        .flatMap(commit -> DeltaVersion.of(new Path(commit)).stream())
        .map(version -> delta(spark, source, version))
        .reduce((a, b) -> a.unionByName(b, true))
        .orElseThrow();
  }

  /** The version that was listed and hashed, also when the table has a newer one by now. */
  private static Dataset<Row> delta(SparkSession spark, Source source, DeltaVersion table) {
    Dataset<Row> rows;
    String[] files;
    try {
      rows =
          spark
              .read()
              .format("delta")
              .option("versionAsOf", table.version())
              .load(table.folder().toString());
      files = rows.inputFiles();
    } catch (Exception e) {
      // As above: the log lacks a file, or asks for more than this reader knows.
      throw new DataException(
          "source "
              + source.name()
              + ": "
              + table.folder()
              + " cannot be read as the Delta table it was at version "
              + table.version()
              + ": "
              + String.valueOf(first(e).getMessage()).lines().findFirst().orElse("")
              + "; land it again",
          e);
    }
    refuseFilesElsewhere(source, table, files);
    return rows;
  }

  /** A log may name any file there is, and who lands a table need not be allowed to read it. */
  private static void refuseFilesElsewhere(Source source, DeltaVersion table, String[] files) {
    String below = table.folder().toUri().getPath() + "/";
    for (String file : files) {
      if (!new Path(file).toUri().normalize().getPath().startsWith(below)) {
        throw new DataException(
            "source "
                + source.name()
                + ": the log of "
                + table.folder()
                + " names "
                + file
                + ", which lies outside the table; land a table with all its files");
      }
    }
  }

  /** Spark wraps what went wrong many times over. */
  private static Throwable first(Throwable failure) {
    return failure.getCause() == null ? failure : first(failure.getCause());
  }

  private static Group json(Source source, Dataset<Row> values, String each) {
    return source.schema() == null
        ? watched(jsonObjects(values), each + " is not a JSON object")
        : watched(jsonRecords(values, source), each + " is not JSON of the schema");
  }

  private static Dataset<Row> csv(SparkSession spark, CsvHeader header, String[] paths) {
    StructType schema = new StructType();
    for (String name : header.names()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    // Line by line on purpose: with multi-line records one stray quote swallows the rest of a file.
    // Without column pruning a line of too many fields is seen whatever the select uses.
    return spark
        .read()
        .schema(schema.add(BROKEN, DataTypes.StringType))
        .option("header", "true")
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", BROKEN)
        .option("columnPruning", "false")
        .option("enforceSchema", "true")
        .option("sep", String.valueOf(header.separator()))
        .option("escape", "\"")
        .csv(paths)
        .withColumn(FILE, col("_metadata.file_name"));
  }

  private static Dataset<Row> jsonObjects(Dataset<Row> values) {
    Column value = col("value");
    return values.select(value.as("json"), when(not(isObject(value)), value).as(BROKEN), col(FILE));
  }

  /**
   * Whether it is sound JSON is for the select to find out: here only its ends are looked at, and
   * that it holds no second object, which every reader of JSON would pass over.
   */
  private static Column isObject(Column value) {
    Column line = trim(value);
    return line.startsWith("{").and(line.endsWith("}")).and(not(holdsTwo(line)));
  }

  /** Only where it looks like two objects is it looked at again, without the texts in quotes. */
  private static Column holdsTwo(Column line) {
    String border = "\\}\\s*\\{";
    return when(
            line.rlike(border), regexp_replace(line, "\"(?:\\\\.|[^\"\\\\])*+\"", "").rlike(border))
        .otherwise(false);
  }

  private static Dataset<Row> jsonRecords(Dataset<Row> values, Source source) {
    StructType schema = StructType.fromDDL(source.schema()).add(BROKEN, DataTypes.StringType);
    Column line = col("value");
    Column record = from_json(line, schema, Map.of("columnNameOfCorruptRecord", BROKEN));
    Column broken = coalesce(when(not(isObject(line)), line), record.getField(BROKEN));
    return values
        .select(record.withField(BROKEN, broken).as("record"), col(FILE))
        .select("record.*", FILE);
  }

  private static Dataset<Row> lines(SparkSession spark, String[] paths) {
    return spark
        .read()
        .text(paths)
        .select(col("value"), col("_metadata.file_name").as(FILE))
        .filter(trim(col("value")).notEqual(""));
  }

  /** The items of files that are one array each. */
  private static Dataset<Row> items(SparkSession spark, String[] paths) {
    Dataset<Row> texts =
        spark
            .read()
            .option("wholetext", "true")
            .text(paths)
            .select(
                regexp_replace(col("value"), "^\uFEFF", "").as("value"),
                col("_metadata.file_name").as(FILE));
    return texts.flatMap((FlatMapFunction<Row, Row>) RawRows::items, Encoders.row(texts.schema()));
  }

  private static Iterator<Row> items(Row text) {
    return JsonArray.items(text.getString(0)).stream()
        .map(item -> RowFactory.create(item, text.getString(1)))
        .iterator();
  }

  /** "parquet", "delta", "json", "json array", or "csv:" and the header. */
  private static String kind(SparkSession spark, Source source, FileStatus file) {
    Path path = file.getPath();
    if (DeltaVersion.of(path).isPresent()) {
      return "delta";
    }
    String name = path.getName().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".parquet")) {
      return "parquet";
    }
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
      return "json";
    }
    Configuration configuration = spark.sessionState().newHadoopConf();
    if (plain.endsWith(".json")) {
      return isArray(configuration, source, file) ? "json array" : "json";
    }
    if (plain.endsWith(".csv") || plain.endsWith(".tsv")) {
      return "csv:" + CsvHeader.of(configuration, source, path).text();
    }
    throw new DataException(
        "source "
            + source.name()
            + ": landed file "
            + path
            + " is of no known kind; wanted .csv, .tsv, .jsonl, .json or .parquet, also with .gz");
  }

  private static boolean isArray(Configuration configuration, Source source, FileStatus file) {
    try (BufferedReader text = LandedText.open(configuration, file.getPath())) {
      int first = text.read();
      while (first == '\uFEFF' || Character.isWhitespace(first)) {
        first = text.read();
      }
      if (first == '[' && file.getLen() > LandedContent.LONGEST_LINE) {
        throw new DataException(
            "source "
                + source.name()
                + ": landed file "
                + file.getPath()
                + " is one JSON array of more than "
                + (LandedContent.LONGEST_LINE >> 20)
                + " MiB, which only one core can read; land one object a line (.jsonl)");
      }
      return first == '[';
    } catch (IOException e) {
      throw new StorageException(
          "cannot read landed file " + file.getPath() + "; check that it can be read", e);
    }
  }
}
