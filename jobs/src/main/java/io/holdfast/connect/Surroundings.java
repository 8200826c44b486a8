package io.holdfast.connect;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a mapping may look at besides its own file.
 *
 * @param accountIds of the sampled accounts; empty while they are not known
 * @param isWhole these are all accounts
 * @param others all profiles
 */
record Surroundings(Set<String> accountIds, boolean isWhole, List<FileProfile> others) {
  /** A column whose values are accounts so often is the account. */
  private static final double SAME = 0.6;

  static Surroundings of(List<FileProfile> others) {
    return new Surroundings(Set.of(), false, others);
  }

  /**
   * With the accounts known.
   *
   * @param path where the file of accounts names them; null where nobody knows
   */
  static Surroundings of(FileProfile accounts, String path, List<FileProfile> others) {
    return accounts
        .find(path == null ? "" : path)
        .map(c -> new Surroundings(Set.copyOf(c.values()), accounts.isWhole(), others))
        .orElseGet(() -> of(others));
  }

  /**
   * Where the account of a row stands: the first usual path whose values are accounts, else any
   * path whose values are, else the first usual path that is there.
   */
  Optional<String> accountPath(FileProfile profile, List<String> usual) {
    List<String> there = usual.stream().filter(profile::has).toList();
    Optional<String> first = there.stream().filter(p -> isAccount(profile, p)).findFirst();
    if (first.isPresent() || accountIds.isEmpty()) {
      return first.or(() -> there.stream().findFirst());
    }
    return profile.columns().stream()
        .filter(c -> !c.path().contains("[]") && c.shareIn(accountIds) >= SAME)
        .max((a, b) -> Double.compare(a.shareIn(accountIds), b.shareIn(accountIds)))
        .map(ColumnProfile::path)
        .or(() -> there.stream().findFirst());
  }

  /**
   * The column of the accounts' own file by which the other files name accounts: the usual one,
   * unless they name none by it and some by another.
   */
  String accountKey(FileProfile accounts, String usual) {
    if (accounts.find(usual).filter(c -> naming(accounts, c) > 0).isPresent()) {
      return usual;
    }
    return accounts.columns().stream()
        .filter(accounts::isKey)
        .filter(c -> naming(accounts, c) > 0)
        .max((a, b) -> Long.compare(naming(accounts, a), naming(accounts, b)))
        .map(ColumnProfile::path)
        .orElse(usual);
  }

  private long naming(FileProfile accounts, ColumnProfile key) {
    return others.stream()
        .filter(o -> o != accounts)
        .filter(
            o ->
                o.columns().stream()
                    .anyMatch(c -> c.distinct() > 1 && c.shareIn(key.values()) >= SAME))
        .count();
  }

  /** Whether the values at a path are accounts. */
  boolean isAccount(FileProfile profile, String path) {
    return profile.find(path).filter(c -> c.shareIn(accountIds) >= SAME).isPresent();
  }

  /** A doubt about a path whose values are no accounts; empty where they are, or nobody knows. */
  Optional<String> doubt(FileProfile profile, String path) {
    if (accountIds.isEmpty() || isAccount(profile, path)) {
      return Optional.empty();
    }
    long found =
        profile.find(path).stream()
            .flatMap(c -> c.values().stream())
            .filter(accountIds::contains)
            .count();
    return Optional.of(
        "of "
            + profile.find(path).map(ColumnProfile::distinct).orElse(0)
            + " values of "
            + path
            + ", "
            + found
            + " are account ids"
            + (isWhole ? "" : " of the sample")
            + ": rows of unknown accounts are stored and join nothing; map it by a lookup");
  }

  /** A file with one row for each value of a column, to look its names up in. */
  Optional<FileProfile> lookup(ColumnProfile column, String keyPath, FileProfile own) {
    return others.stream()
        .filter(o -> o != own && !o.group().history().isEmpty())
        .filter(o -> o.group().format().equals(own.group().format()))
        .filter(o -> o.find(keyPath).filter(o::isKey).isPresent())
        .filter(o -> column.shareIn(o.find(keyPath).orElseThrow().values()) >= SAME)
        .findFirst();
  }
}
