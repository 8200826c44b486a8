package io.holdfast.deliver;

import io.holdfast.landing.Database;
import io.holdfast.table.Table;
import java.util.List;

/**
 * A schema of a PostgreSQL database from which people and tools read published nights. As text it
 * is host and database only, never credentials or the URL's parameters.
 *
 * @param url {@code jdbc:postgresql://host:port/database}; TLS is a matter of its parameters
 * @param user null leaves it to the URL
 * @param password null leaves it to the server
 * @param schema what stands in it is ours; no other schema is touched
 * @param readerRole may read the views and nothing else; null where grants are made by hand
 * @param tables the published tables that are delivered
 */
public record ServingDatabase(
    String url,
    String user,
    String password,
    String schema,
    String readerRole,
    List<Table> tables) {

  @Override
  public String toString() {
    return Database.place(url);
  }
}
