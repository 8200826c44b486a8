package io.holdfast.invariant;

import static java.time.temporal.ChronoUnit.DAYS;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;
import io.holdfast.table.UsageEvents;
import io.holdfast.table.Users;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The people of an account, one by one. */
final class NaivePeople {
  private static final Set<String> ADMINS = Set.of("owner", "admin", "administrator");

  private final LocalDate asOf;
  private final List<Cells> users;
  private final List<Cells> events;

  private NaivePeople(Known known) {
    asOf = known.asOf();
    users = known.others().rows(Users.TABLE);
    events =
        known.events().stream().filter(e -> day(e).isAfter(known.asOf().minusDays(84))).toList();
  }

  static Cells of(Known known, Cells row) {
    NaivePeople people = new NaivePeople(known);
    return people.counts(people.heaviest(people.sponsors(row)));
  }

  private Cells sponsors(Cells row) {
    List<Cells> sponsors = users.stream().filter(u -> u.is(Users.IS_SPONSOR)).toList();
    List<Cells> present = sponsors.stream().filter(NaivePeople::hasAccess).toList();
    boolean isUnsaid = !users.isEmpty() && users.stream().noneMatch(u -> u.has(Users.IS_SPONSOR));
    Cells told =
        row.with(
            AccountFeatures.DAYS_SINCE_SPONSOR_ACTIVITY,
            sponsors.stream()
                .flatMap(u -> lastDay(u).stream())
                .map(this::daysSince)
                .min(Comparator.naturalOrder())
                .orElse(null));
    if (isUnsaid) {
      return told;
    }
    boolean isSilent = !present.isEmpty() && present.stream().noneMatch(u -> isActive(u, 28));
    return told.with(AccountFeatures.HAS_SPONSOR, !present.isEmpty())
        .with(AccountFeatures.IS_SPONSOR_SILENT_28D, isNameless() ? null : (Boolean) isSilent)
        .with(AccountFeatures.SPONSORS_DEACTIVATED_84D, count(sponsors.stream(), this::isGone84));
  }

  /** The one who did most from 83 to 28 days ago; of equals the last by id. */
  private Cells heaviest(Cells row) {
    Map<String, BigDecimal> byUser = new TreeMap<>(Comparator.reverseOrder());
    events.stream()
        .filter(e -> e.has(UsageEvents.USER_ID) && !day(e).isAfter(asOf.minusDays(28)))
        .forEach(
            e ->
                byUser.merge(
                    e.text(UsageEvents.USER_ID), e.decimal(UsageEvents.QUANTITY), BigDecimal::add));
    String heaviest = null;
    for (Map.Entry<String, BigDecimal> entry : byUser.entrySet()) {
      if (heaviest == null || entry.getValue().compareTo(byUser.get(heaviest)) > 0) {
        heaviest = entry.getKey();
      }
    }
    if (heaviest == null) {
      return row;
    }
    String id = heaviest;
    return row.with(
            AccountFeatures.DAYS_SINCE_HEAVIEST_USER_ACTIVITY, daysSince(lastDay(id).orElseThrow()))
        .with(
            AccountFeatures.IS_HEAVIEST_USER_DEACTIVATED,
            users.stream()
                .filter(u -> id.equals(u.text(Users.USER_ID)))
                .map(u -> !hasAccess(u))
                .findFirst()
                .orElse(null));
  }

  private Cells counts(Cells row) {
    Predicate<Cells> isAdmin =
        u ->
            u.has(Users.ROLE)
                && ADMINS.contains(u.text(Users.ROLE).strip().toLowerCase(Locale.ROOT));
    Predicate<Cells> isNew = u -> isWithin(u, Users.CREATED_ON, 84);
    boolean hasRoles = users.isEmpty() || users.stream().anyMatch(u -> u.has(Users.ROLE));
    int replaced =
        Math.min(
            count(users.stream(), isAdmin.and(this::isGone84)),
            count(users.stream(), isAdmin.and(isNew)));
    List<Cells> present = users.stream().filter(NaivePeople::hasAccess).toList();
    Cells told =
        row.with(AccountFeatures.ADMINS_REPLACED_84D, hasRoles ? (Integer) replaced : null)
            .with(
                AccountFeatures.USERS_DEACTIVATED_28D,
                count(users.stream(), u -> isWithin(u, Users.DEACTIVATED_ON, 28)))
            .with(AccountFeatures.USERS_DEACTIVATED_84D, count(users.stream(), this::isGone84))
            .with(AccountFeatures.NEW_USERS_84D, count(users.stream(), isNew));
    if (isNameless()) {
      return told;
    }
    int active = count(present.stream(), u -> isActive(u, 28));
    return told.with(
            AccountFeatures.NEW_USERS_INACTIVE_84D,
            count(present.stream(), isNew.and(u -> lastDay(u).isEmpty())))
        .with(
            AccountFeatures.KNOWN_USERS_ACTIVE_RATIO_28D,
            present.isEmpty() ? null : (Double) ((double) active / present.size()));
  }

  /** Events there are, but none says who. */
  private boolean isNameless() {
    return !events.isEmpty() && events.stream().noneMatch(e -> e.has(UsageEvents.USER_ID));
  }

  private static boolean hasAccess(Cells user) {
    return !user.has(Users.DEACTIVATED_ON);
  }

  private boolean isGone84(Cells user) {
    return isWithin(user, Users.DEACTIVATED_ON, 84);
  }

  private boolean isWithin(Cells user, Column column, int days) {
    return user.has(column) && user.date(column).isAfter(asOf.minusDays(days));
  }

  private boolean isActive(Cells user, int days) {
    return lastDay(user).filter(d -> d.isAfter(asOf.minusDays(days))).isPresent();
  }

  private Optional<LocalDate> lastDay(Cells user) {
    return lastDay(user.text(Users.USER_ID));
  }

  private Optional<LocalDate> lastDay(String user) {
    return events.stream()
        .filter(e -> user.equals(e.text(UsageEvents.USER_ID)))
        .map(NaivePeople::day)
        .max(Comparator.naturalOrder());
  }

  private static LocalDate day(Cells event) {
    return event.day(UsageEvents.EVENT_AT, RandomWorld.ZONE);
  }

  private int daysSince(LocalDate day) {
    return (int) DAYS.between(day, asOf);
  }

  private static int count(Stream<Cells> users, Predicate<Cells> condition) {
    return (int) users.filter(condition).count();
  }
}
