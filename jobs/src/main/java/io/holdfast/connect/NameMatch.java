package io.holdfast.connect;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;

/** Which column of a file is which column of a canonical table, by names and by what values are. */
final class NameMatch {
  private static final double SAME = 1;
  private static final double SYNONYM = 0.9;
  private static final double PREFIXED = 0.8;
  private static final double SAME_STEM = 0.75;
  private static final double BARE_ID = 0.7;

  /** Words for a hundredth of the unit. */
  private static final String CENTS = "_(in_)?(cents|minor)$|^(cents|unit)_";

  /** Words for what is called an id elsewhere. */
  private static final String NUMBER = "_(no|nr|number|ref|key|code|uuid|guid)$";

  /** Names that say little without what they stand in. */
  private static final Set<String> OF_A_PART = Set.of("id", "key", "name", "number", "no", "code");

  /** Objects that only hold what belongs to the row. */
  private static final Set<String> WRAPPERS =
      Set.of("properties", "data", "attributes", "fields", "payload", "context", "traits");

  private record Candidate(Column column, ColumnProfile found, double score) {}

  private NameMatch() {}

  /** The best column of the file for each canonical column that has one; each is used once. */
  static Map<Column, ColumnProfile> of(FileProfile profile, Table table) {
    List<Candidate> candidates = new ArrayList<>();
    for (Column column : table.canonical()) {
      for (ColumnProfile found : profile.columns()) {
        double score =
            found.path().contains("[]") || !fits(column, found) ? 0 : score(column, found, table);
        if (score > 0) {
          candidates.add(new Candidate(column, found, score));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    Map<Column, ColumnProfile> matches = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (Candidate c : candidates) {
      if (!matches.containsKey(c.column()) && used.add(c.found().path())) {
        matches.put(c.column(), c.found());
      }
    }
    return matches;
  }

  /** How well a path stands for a column, 0 to 1. */
  static double score(Column column, ColumnProfile found, Table table) {
    String last = Names.last(found.path());
    String before = found.path().substring(0, found.path().length() - last.length());
    String parent = before.isEmpty() ? "" : Names.last(before.substring(0, before.length() - 1));
    if (parent.isEmpty() || WRAPPERS.contains(parent)) {
      return score(column, Names.snake(last), table);
    }
    // tenant.id is the tenant's id, not the row's.
    double both = score(column, Names.snake(parent) + "_" + Names.snake(last), table);
    return OF_A_PART.contains(Names.snake(last))
        ? both
        : Math.max(both, score(column, Names.snake(last), table));
  }

  private static double score(Column column, String name, Table table) {
    String plain = name.replaceAll(CENTS, "");
    String asId = plain.replaceAll(NUMBER, "_id");
    double score =
        Math.max(
            byName(column.name(), name),
            Math.max(byName(column.name(), plain), byName(column.name(), asId)) - 0.02);
    String prefix = table.name().replaceAll("s$", "") + "_";
    if (plain.startsWith(prefix)) {
      score = Math.max(score, PREFIXED * byName(column.name(), plain.substring(prefix.length())));
    }
    boolean isOwnId = table == Accounts.TABLE && column == Accounts.ACCOUNT_ID;
    return isOwnId && OF_A_PART.contains(name) ? Math.max(score, BARE_ID) : score;
  }

  /** The column of accounts that a name stands for best. */
  static Optional<String> accountColumn(String name) {
    ColumnProfile named = new ColumnProfile(name);
    return Accounts.TABLE.canonical().stream()
        .filter(c -> c.type().equals(StringType) && c != Accounts.ACCOUNT_ID)
        .filter(c -> score(c, named, Accounts.TABLE) > 0)
        .max(Comparator.comparingDouble(c -> score(c, named, Accounts.TABLE)))
        .map(Column::name);
  }

  /** Whether a name says that amounts are hundredths. */
  static boolean isCents(String path) {
    String name = Names.snake(Names.last(path));
    return !name.replaceAll(CENTS, "").equals(name);
  }

  private static double byName(String column, String name) {
    if (name.equals(column)) {
      return SAME;
    }
    int place = Synonyms.of(column).indexOf(name);
    if (place >= 0) {
      return SYNONYM - 0.005 * place;
    }
    return stem(name).equals(stem(column)) ? SAME_STEM : 0;
  }

  private static String stem(String name) {
    return name.replaceAll("_(at|on|date|time|timestamp|day)$", "");
  }

  private static boolean fits(Column column, ColumnProfile found) {
    DataType type = column.type();
    ValueKind kind = found.kind();
    if (type instanceof MapType || kind == ValueKind.LIST) {
      return false;
    }
    if (found.filled() == 0) {
      return true;
    }
    if (type.equals(DateType) || type.equals(TimestampType)) {
      return kind.isTime();
    }
    if (type.equals(BooleanType)) {
      return kind == ValueKind.FLAG || Set.of("0", "1").containsAll(found.values());
    }
    return type.equals(StringType)
        ? !kind.isTime() || kind == ValueKind.EPOCH_SECONDS
        : kind.isNumber();
  }
}
