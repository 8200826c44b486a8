package io.holdfast.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What a world knows of one customer and no file of it says. */
final class Truth {
  static final String HEADER =
      "account,archetype,cause,created_on,left_on,returned_on,expanded_on,contracted_on";

  private final Profile account;
  private final String archetype;
  private final List<Integer> left = new ArrayList<>(1);
  private final List<Integer> returned = new ArrayList<>(1);
  private final List<Integer> expanded = new ArrayList<>(1);
  private final List<Integer> contracted = new ArrayList<>(1);
  private String cause = "";
  private String nextCause = "";

  Truth(Profile account, String archetype) {
    this.account = account;
    this.archetype = archetype;
  }

  /** Why the customer would leave, should it do so. */
  void cause(String because) {
    nextCause = because;
  }

  void left(int day) {
    left.add(day);
    cause = nextCause;
  }

  void returned(int day) {
    returned.add(day);
  }

  void expanded(int day) {
    expanded.add(day);
  }

  void contracted(int day) {
    contracted.add(day);
  }

  Profile account() {
    return account;
  }

  /** The first day on which the customer was gone; empty while it never left. */
  OptionalInt leftDay() {
    return left.isEmpty() ? OptionalInt.empty() : OptionalInt.of(left.get(0));
  }

  String line() {
    return String.join(
        ",",
        account.id,
        archetype,
        cause,
        LocalDate.ofEpochDay(account.createdDay).toString(),
        dates(left),
        dates(returned),
        dates(expanded),
        dates(contracted));
  }

  /** Days apart by blanks, the first first. */
  private static String dates(List<Integer> days) {
    return days.stream()
        .map(day -> LocalDate.ofEpochDay(day).toString())
        .collect(Collectors.joining(" "));
  }
}
