package io.holdfast.landing;

import java.util.Properties;

/**
 * Where the rows of a source are that does not land by itself: a table or a query of a PostgreSQL
 * database. As text it is host and database only, never credentials or the URL's parameters.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param user null leaves it to the URL
 * @param password null leaves it to the server
 * @param relation what may stand behind FROM: a table's name, or a query in parentheses
 * @param watermark column that grows as rows are written; null lands the whole table each time
 * @param partitionColumn column of whole numbers or dates, by whose ranges several connections read
 *     side by side; null reads over one
 * @param partitions how many connections
 * @param fetchRows rows that come from the server at once
 */
public record Database(
    String url,
    String user,
    String password,
    String relation,
    String watermark,
    String partitionColumn,
    int partitions,
    int fetchRows) {
  /** What each URL starts with. */
  public static final String SCHEME = "jdbc:postgresql://";

  /** The glob of what lands for a night. */
  public static String nightly(String source) {
    return "{date}/" + source + ".parquet";
  }

  /** The glob of what lands for the history. */
  public static String history(String source) {
    return "history/" + source + ".parquet";
  }

  /** Host, port and database. */
  @Override
  public String toString() {
    return place(url);
  }

  /** What a connection is opened with; null leaves user or password to the URL or the server. */
  public static Properties properties(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "holdfast");
    properties.setProperty("tcpKeepAlive", "true");
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** Host, port and database of a URL, for people. */
  public static String place(String url) {
    String place = url.substring(SCHEME.length()).split("[?]", 2)[0];
    return "database " + place.substring(place.lastIndexOf('@') + 1);
  }
}
