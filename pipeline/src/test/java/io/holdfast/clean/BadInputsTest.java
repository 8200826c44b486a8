package io.holdfast.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TestSession;
import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.landing.FileHashes;
import io.holdfast.landing.LandedBatch;
import io.holdfast.landing.LandedFiles;
import io.holdfast.landing.RawRows;
import io.holdfast.landing.Selects;
import io.holdfast.landing.Source;
import io.holdfast.landing.Source.Load;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of bad input: a reject with its reason, or a clear error; never a dead job, and
 * never another value than the one that was sent. {@code docs/BAD-INPUTS.md} is the record; {@code
 * -Dholdfast.badinputs.write=true} writes it anew.
 */
class BadInputsTest {
  private static final Path RECORD = Path.of("../docs/BAD-INPUTS.md");
  private static final LocalDate DAY = LocalDate.parse("2025-04-01");
  private static final int SHOWN = 60;

  @TempDir Path root;

  private final Map<String, Map<String, String>> found = new LinkedHashMap<>();

  @Test
  void eachBadInputGetsWhatTheRecordSays() throws IOException {
    values();
    events();
    files();
    String text = text();
    if (Boolean.getBoolean("holdfast.badinputs.write")) {
      Files.writeString(RECORD, text);
    }
    assertThat(found.values().stream().mapToInt(Map::size).sum()).isGreaterThanOrEqualTo(100);
    assertThat(text).isEqualTo(Files.readString(RECORD));
  }

  /** One bad value each, in a row that is sound otherwise. */
  private void values() throws IOException {
    Map<String, List<String>> bad = new LinkedHashMap<>();
    bad.put(
        "starts_on",
        List.of(
            "0000-00-00",
            "0000-01-01",
            "2025-00-10",
            "2025-13-01",
            "2025-02-30",
            "2023-02-29",
            "2025-1-1",
            "25-01-01",
            "31/01/2025",
            "01-31-2025",
            "20250131",
            "2025",
            "45123",
            "1738281600",
            "now",
            "today",
            "epoch",
            "2025-01-31T25:00:00",
            "2025-01-31T10:61:00Z",
            "2025-01-31 10:00:00+99:00",
            "-2025-01-31",
            "+12025-01-31",
            "99999-12-31",
            "2025-01-31garbage",
            "2025\u201101\u201131",
            "\uFF12\uFF10\uFF12\uFF15-01-31",
            "  2025-01-31  ",
            ""));
    bad.put(
        "mrr",
        List.of(
            "1e999",
            "-1e999",
            "1e-400",
            "1e30",
            "99999999999999999999",
            "NaN",
            "Infinity",
            "-Infinity",
            "0x1F",
            "1,000.50",
            "1.000,50",
            "$100",
            "100 USD",
            "1_000",
            "--5",
            "(100)",
            "10%",
            "ten",
            "\u0661\u0662",
            "null",
            "N/A",
            "1d",
            ".5",
            "5.",
            "+5",
            " 12 ",
            ""));
    bad.put(
        "seats",
        List.of("1.5", "1e3", "3.0", "9223372036854775808", "1e400", "NaN", "0x10", "3 seats"));
    bad.put("billing_months", List.of("2147483648", "monthly", "12.0"));
    bad.put("is_trial", List.of("maybe", "2", "-1", "oui", "N/A", "TRUE", "t", "no"));
    bad.put("discount_pct", List.of("1e999", "NaN", "Infinity", "12%", "1e308"));
    bad.put(
        "account_id",
        List.of(
            "",
            "   ",
            "a\u0000b",
            "caf\uFFFD",
            "x".repeat(200_000),
            "x".repeat(10 << 20),
            "=cmd|'/c calc'!A1",
            "\u202Egnp.exe",
            "tab\tand\u0001control",
            "\uD83D\uDE80"));
    List<String> columns =
        List.of(
            "subscription_id",
            "starts_on",
            "account_id",
            "mrr",
            "seats",
            "billing_months",
            "is_trial",
            "discount_pct");
    StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
    bad.forEach(
        (column, values) -> {
          for (int i = 0; i < values.size(); i++) {
            Map<String, String> row = new TreeMap<>();
            row.put("subscription_id", column + "-" + i);
            row.put("starts_on", "2025-01-31");
            row.put("account_id", "a1");
            row.put("mrr", "10");
            row.put(column, values.get(i));
            csv.append(
                    columns.stream().map(c -> quoted(row.get(c))).collect(Collectors.joining(",")))
                .append('\n');
          }
        });
    Source source = source(Subscriptions.TABLE, "SELECT * FROM subscriptions");
    Map<String, String> outcomes =
        outcomes(source, Map.of("subscriptions.csv", bytes(csv.toString())), bad.keySet());
    bad.forEach(
        (column, values) -> {
          Map<String, String> of = new LinkedHashMap<>();
          for (int i = 0; i < values.size(); i++) {
            of.put(shown(values.get(i)), outcomes.get(column + "-" + i));
          }
          found.put("Subscriptions, `" + column + "`", of);
        });
  }

  /** The same for events, as JSON lines. */
  private void events() throws IOException {
    Map<String, String> bad = new LinkedHashMap<>();
    for (String at :
        List.of(
            "yesterday",
            "1743499800",
            "1743499800000",
            "09:30:00",
            "2025-04-01T24:00:00Z",
            "2025-04-01T09:30:00.123456789Z",
            "2025-04-03T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "2025-03-30T02:30:00 Europe/Berlin",
            "2025-04-01T09:30:00 Mars/Olympus")) {
      bad.put("\"at\": \"" + at + "\"", "\"type\": \"x\", \"at\": \"" + at + "\"");
    }
    for (String quantity : List.of("1e999", "\"NaN\"", "\"1,5\"", "1e-9", "123456789012345678")) {
      bad.put(
          "\"quantity\": " + quantity,
          "\"type\": \"x\", \"at\": \"2025-04-01\", \"quantity\": " + quantity);
    }
    bad.put("\"type\": \"a\\u0000b\"", "\"type\": \"a\\u0000b\", \"at\": \"2025-04-01\"");
    bad.put("\"type\": null", "\"type\": null, \"at\": \"2025-04-01\"");
    bad.put("no type", "\"at\": \"2025-04-01\"");
    bad.put("\"type\": {}", "\"type\": {}, \"at\": \"2025-04-01\"");
    bad.put("\"type\" twice", "\"type\": \"x\", \"type\": \"y\", \"at\": \"2025-04-01\"");
    List<String> ids = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    bad.forEach(
        (name, fields) -> {
          ids.add("e" + ids.size());
          lines.append(
              "{\"id\": \"%s\", \"account\": \"a\", %s}\n"
                  .formatted(ids.get(ids.size() - 1), fields));
        });
    Map<String, String> outcomes =
        outcomes(
            eventsOfJson(),
            Map.of("usage_events.jsonl", bytes(lines.toString())),
            Set.of("event_at", "event_type", "quantity"));
    Map<String, String> of = new LinkedHashMap<>();
    int i = 0;
    for (String name : bad.keySet()) {
      of.put(name, outcomes.get(ids.get(i++)));
    }
    found.put("Events as JSON lines", of);
  }

  /** Whole files, each a batch of its own. */
  private void files() throws IOException {
    String header = "event_id,account_id,event_at,event_type\n";
    String row = "e1,a1,2025-04-01,login\n";
    Map<String, Map<String, byte[]>> cases = new LinkedHashMap<>();
    cases.put("empty file", csv(bytes("")));
    cases.put("a header and no row", csv(bytes(header)));
    cases.put("blank header", csv(bytes("\n" + row)));
    cases.put(
        "header that names a column twice", csv(bytes("event_id,account_id,event_id\n1,2,3\n")));
    cases.put(
        "header with spaces around names",
        csv(bytes("event_id, account_id ,event_at,event_type\n" + row)));
    cases.put(
        "header in other letters", csv(bytes("EVENT_ID,Account_Id,event_at,event_type\n" + row)));
    cases.put("header of 3,000 columns", csv(bytes("c".concat(",c".repeat(2999)) + "\n")));
    cases.put("byte order mark", csv(bytes("\uFEFF" + header + row)));
    cases.put("CRLF", csv(bytes((header + row).replace("\n", "\r\n"))));
    cases.put("no line break at the end", csv(bytes(header + row.strip())));
    cases.put("blank lines", csv(bytes(header + "\n\n" + row + "\n")));
    cases.put("UTF-16", csv((header + row).getBytes(StandardCharsets.UTF_16)));
    cases.put(
        "Latin-1 in a value",
        csv((header + "e1,caf\u00e9,2025-04-01,login\n").getBytes(Charset.forName("ISO-8859-1"))));
    cases.put("NUL bytes in a value", csv(bytes(header + "e1,a\u0000,2025-04-01,login\n")));
    cases.put(
        "line break inside quotes",
        csv(bytes(header + "e1,\"a\n1\",2025-04-01,login\n" + row.replace("e1", "e2"))));
    cases.put("too few fields", csv(bytes(header + "e1,a1\n")));
    cases.put("too many fields", csv(bytes(header + "e1,a1,2025-04-01,login,more\n")));
    cases.put(
        "30,000 fields in a row", csv(bytes(header + "e1" + ",x".repeat(30_000) + "\n" + row)));
    cases.put("stray quote in a value", csv(bytes(header + "e1,a\"1,2025-04-01,login\n")));
    cases.put(
        "quote that never ends",
        csv(bytes(header + "e1,\"a1,2025-04-01,login\n" + row.replace("e1", "e2"))));
    cases.put("the same row twice", csv(bytes(header + row + row)));
    cases.put(
        "the same key with other content", csv(bytes(header + row + row.replace("a1", "a2"))));
    cases.put("semicolons", csv(bytes((header + row).replace(",", ";"))));
    cases.put("tabs", csv(bytes((header + row).replace(",", "\t"))));
    cases.put("semicolons under a header with commas", csv(bytes(header + row.replace(",", ";"))));
    cases.put(
        "a line of 65 MiB",
        csv(bytes(header + "e1," + "x".repeat(65 << 20) + ",2025-04-01,login\n")));
    cases.put(
        "gz that was cut off",
        Map.of("usage_events.csv.gz", cut(gz(bytes(header + row.repeat(5000))))));
    cases.put("gz that is none", Map.of("usage_events.csv.gz", bytes(header + row)));
    cases.put(
        "gz of another gz behind it",
        Map.of(
            "usage_events.csv.gz",
            twice(gz(bytes(header + row)), gz(bytes(row.replace("e1", "e2"))))));
    cases.put("gz that expands a thousand times", Map.of("usage_events.csv.gz", bomb()));
    cases.put("Parquet that is none", Map.of("usage_events.parquet", bytes("PAR1 no")));
    cases.put("a spreadsheet", Map.of("usage_events.xlsx", bytes("PK")));
    Map<String, String> of = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, byte[]>> e : cases.entrySet()) {
      of.put(
          e.getKey(),
          outcome(
              source(
                  UsageEvents.TABLE,
                  "SELECT event_id, account_id, event_at, event_type FROM usage_events"),
              e.getValue()));
    }
    found.put("Files of CSV", of);
    Map<String, String> json = new LinkedHashMap<>();
    String sound =
        "{\"id\": \"e1\", \"account\": \"a\", \"type\": \"x\", \"at\": \"2025-04-01\"}\n";
    for (Map.Entry<String, String> e :
        List.of(
            Map.entry("a JSON array over lines", "[\n" + sound.strip() + "\n]\n"),
            Map.entry("a number", "12\n"),
            Map.entry("a line that breaks off", sound + "{\"id\": \"e2\", \"acc\n"),
            Map.entry("no JSON between braces", "{this is no JSON}\n"),
            Map.entry(
                "10,000 levels deep",
                "{\"id\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}\n"),
            Map.entry("two objects on a line", sound.strip() + sound),
            Map.entry("byte order mark", "\uFEFF" + sound))) {
      json.put(
          e.getKey(), outcome(eventsOfJson(), Map.of("usage_events.jsonl", bytes(e.getValue()))));
    }
    json.put(
        "UTF-16",
        outcome(
            eventsOfJson(), Map.of("usage_events.jsonl", sound.getBytes(StandardCharsets.UTF_16))));
    found.put("Files of JSON lines", json);
    Map<String, String> array = new LinkedHashMap<>();
    for (Map.Entry<String, String> e :
        List.of(
            Map.entry("sound, over lines", "[\n" + sound.strip() + "\n]\n"),
            Map.entry("without an item", " []\n"),
            Map.entry("that breaks off", "[" + sound + ",{\"id\": \"e2\""),
            Map.entry("an item that is no object", "[" + sound + ", 12, null]"),
            Map.entry("two arrays", "[" + sound + "][" + sound + "]"),
            Map.entry("two arrays with a comma", "[" + sound + "],[" + sound + "]"),
            Map.entry(
                "numbers and letters of all kinds",
                "["
                    + sound
                    + ", {\"id\": \"e2 \\u00e9 \u00e9 \ud83d\ude00 \\\" ]\", \"account\": \"a\", \"type\": \"x\","
                    + " \"at\": \"2025-04-01\", \"n\": [1.10, 1e999, 12345678901234567890.12]}]"),
            Map.entry("byte order mark", "\uFEFF[" + sound + "]"))) {
      array.put(
          e.getKey(), outcome(eventsOfJson(), Map.of("usage_events.json", bytes(e.getValue()))));
    }
    found.put("Files of one JSON array", array);
  }

  /** Key → what became of the row; stored rows show what was stored of the columns in question. */
  private Map<String, String> outcomes(
      Source source, Map<String, byte[]> files, Set<String> columns) throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    String key = source.table().keyNames()[0];
    for (Row r : distinct(source, files).collectAsList()) {
      String reason = r.getAs(TypedRows.REASON);
      String id = r.getAs(key) == null ? id(r.getAs(TypedRows.TEXT)) : r.getAs(key);
      String column = columns.stream().filter(c -> id.startsWith(c + "-")).findFirst().orElse(null);
      String stored =
          (column == null ? columns.stream().sorted() : List.of(column).stream())
              .map(c -> shown(Objects.toString(r.getAs(c))))
              .collect(Collectors.joining(", "));
      outcomes.put(id, reason == null ? "stored: " + stored : "reject: " + shownReason(reason));
    }
    return outcomes;
  }

  private static String id(String json) {
    return json.replaceAll(".*\"(?:subscription_id|event_id)\":\"([^\"]*)\".*", "$1");
  }

  /** What becomes of a batch of these files. */
  private String outcome(Source source, Map<String, byte[]> files) throws IOException {
    try {
      Map<String, Long> counted = new TreeMap<>();
      RawRows[] raw = new RawRows[1];
      Dataset<Row> rows = distinct(source, files, raw);
      for (Row r : LandedFiles.readable(source, rows::collectAsList)) {
        String reason = r.getAs(TypedRows.REASON);
        boolean isRepeat = r.<Boolean>getAs(DistinctRows.IS_REPEAT);
        counted.merge(
            isRepeat
                ? "repeat dropped"
                : reason == null ? "stored" : "reject: " + shownReason(reason),
            1L,
            Long::sum);
      }
      if (raw[0].brokenCount() > 0) {
        for (Row r : raw[0].broken().collectAsList()) {
          counted.merge("reject: " + r.<String>getAs("reason"), 1L, Long::sum);
        }
      }
      return counted.isEmpty()
          ? "nothing to store"
          : counted.entrySet().stream()
              .map(e -> e.getValue() + " " + e.getKey())
              .collect(Collectors.joining("; "));
    } catch (DataException e) {
      return "error, exit 30: " + message(e);
    } catch (SettingsException e) {
      return "error, exit 20: " + message(e);
    }
  }

  private String message(RuntimeException e) throws IOException {
    String folder = "(file:)?" + Pattern.quote(root.toRealPath().toString()) + "(/[0-9-]{10})?";
    return e.getMessage().replaceAll(folder, "…");
  }

  private Dataset<Row> distinct(Source source, Map<String, byte[]> files) throws IOException {
    return distinct(source, files, new RawRows[1]);
  }

  private Dataset<Row> distinct(Source source, Map<String, byte[]> files, RawRows[] raw)
      throws IOException {
    SparkSession spark = TestSession.spark();
    Configuration configuration = spark.sessionState().newHadoopConf();
    Path folder = Files.createDirectories(Path.of(source.landing(), DAY.toString()));
    try (var old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    LandedFiles landed = LandedFiles.of(configuration, source);
    LandedBatch batch = new LandedBatch(source, DAY, false, landed.nightly(DAY).get(DAY));
    FileHashes.since(configuration, Optional.empty()).entries(batch);
    raw[0] = Selects.register(spark, source, landed, batch.files());
    Dataset<Row> typed =
        TypedRows.of(TypedRows.ofBatch(Selects.run(spark, source), DAY, false, null), source);
    return DistinctRows.of(typed, source.table());
  }

  private Source eventsOfJson() {
    return source(
        UsageEvents.TABLE,
        "SELECT get_json_object(json, '$.id') AS event_id, get_json_object(json, '$.account') AS account_id,"
            + " get_json_object(json, '$.at') AS event_at, get_json_object(json, '$.type') AS event_type,"
            + " get_json_object(json, '$.quantity') AS quantity FROM usage_events");
  }

  private Source source(Table table, String select) {
    return new Source(
        table,
        Load.CHANGES,
        root.toString(),
        List.of(),
        null,
        "{date}/" + table.name() + "*",
        select,
        Map.of(),
        Map.of(),
        null,
        ZoneId.of("UTC"),
        ZoneId.of("UTC"),
        true,
        1,
        1,
        Set.of(),
        null,
        null);
  }

  private String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # Bad inputs, and what each gets
            Made by `BadInputsTest`, which fails when it is stale. A *reject* is a row in `clean/rejects` with its reason, text and file; an *error* ends the night with exit 30 and loads nothing of the batch; *stored* shows the value that is stored. Nothing else happens to an input: no job dies, and no value is changed in silence, but for rounding to its column's scale.
            """);
    found.forEach(
        (group, cases) -> {
          text.append("\n## ").append(group).append("\n| input | what it gets |\n|---|---|\n");
          cases.forEach(
              (input, got) ->
                  text.append("| ")
                      .append(cell(input))
                      .append(" | ")
                      .append(cell(got))
                      .append(" |\n"));
        });
    return text.toString();
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replace("\n", "\\n");
  }

  private static String shown(String value) {
    String printable =
        value
            .codePoints()
            .mapToObj(
                c ->
                    c < 0x20 || (c > 0x7e && !Character.isLetter(c) && c < 0x1F000) || c == 0xFFFD
                        ? "\\u%04X".formatted(c)
                        : Character.toString(c))
            .collect(Collectors.joining());
    return value.isBlank()
        ? "(" + value.length() + " spaces)"
        : value.length() > SHOWN
            ? printable.substring(0, 10) + "… (" + value.length() + " characters)"
            : "`" + printable + "`";
  }

  private static String shownReason(String reason) {
    return reason.length() > 200
        ? reason.substring(0, 200) + "…"
        : reason.replace("\u0000", "\\u0000");
  }

  private static String quoted(String value) {
    return value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  private static Map<String, byte[]> csv(byte[] content) {
    return Map.of("usage_events.csv", content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] content) {
    return java.util.Arrays.copyOf(content, content.length / 2);
  }

  private static byte[] twice(byte[] one, byte[] two) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(one);
    bytes.write(two);
    return bytes.toByteArray();
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 300; i++) {
        out.write(lines);
      }
    }
    return bytes.toByteArray();
  }
}
