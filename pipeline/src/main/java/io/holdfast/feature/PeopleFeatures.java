package io.holdfast.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountDays;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.UserDays;
import io.holdfast.table.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** People at the customer: the sponsor, the heaviest user, who runs it, who came and who went. */
final class PeopleFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final String[] PERSON = {
    AccountFeatures.AS_OF.name(), Users.ACCOUNT_ID.name(), Users.USER_ID.name()
  };
  private static final Set<String> ADMINS = Set.of("owner", "admin", "administrator");

  private static final Column LAST_DAY = col("person_last_day");
  private static final Column IS_USER = col("is_user");
  private static final Column HAS_ACCESS = col("has_access");
  private static final Column USERS = col("known_users");

  private PeopleFeatures() {}

  /** One row per (as_of, account_id) with a known user, or a user active in the longest window. */
  static Dataset<Row> of(Snapshot snapshot) {
    Column isSponsor = IS_USER.and(coalesce(Users.IS_SPONSOR.col(), lit(false)));
    Column isAdmin =
        IS_USER.and(coalesce(lower(trim(Users.ROLE.col())).isInCollection(ADMINS), lit(false)));
    Column isNew = DayWindow.isWithin(Users.CREATED_ON.col(), 84);
    Column isGone = DayWindow.isWithin(Users.DEACTIVATED_ON.col(), 84);
    Column isActive = DayWindow.isWithin(LAST_DAY, 28);
    Column sponsors = count_if(isSponsor.and(HAS_ACCESS));
    Column earlier = col("earlier_quantity");
    Column heaviest =
        max_by(
            struct(LAST_DAY.as("last_day"), IS_USER.as("is_user"), HAS_ACCESS.as("has_access")),
            when(earlier.gt(0), struct(earlier, Users.USER_ID.col())));
    return persons(snapshot)
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(
            count_if(IS_USER).as("known_users"),
            count(Users.IS_SPONSOR.col()).as("sponsors_said"),
            count(Users.ROLE.col()).as("roles_said"),
            sponsors.as("sponsors"),
            count_if(isSponsor.and(HAS_ACCESS).and(isActive)).as("active_sponsors"),
            max(when(isSponsor, LAST_DAY)).as("sponsor_last_day"),
            count_if(isSponsor.and(isGone)).as("sponsors_gone"),
            least(count_if(isAdmin.and(isGone)), count_if(isAdmin.and(isNew)))
                .as("admins_replaced"),
            count_if(DayWindow.isWithin(Users.DEACTIVATED_ON.col(), 28))
                .as(AccountFeatures.USERS_DEACTIVATED_28D.name()),
            count_if(isGone).as(AccountFeatures.USERS_DEACTIVATED_84D.name()),
            count_if(isNew).as(AccountFeatures.NEW_USERS_84D.name()),
            count_if(isNew.and(HAS_ACCESS).and(LAST_DAY.isNull())).as("new_and_inactive"),
            count_if(IS_USER.and(HAS_ACCESS)).as("users_with_access"),
            count_if(IS_USER.and(HAS_ACCESS).and(isActive)).as("known_and_active"),
            heaviest.as("heaviest"));
  }

  /** The users as known beside what user-day tiles say of them; who is in one only stays. */
  private static Dataset<Row> persons(Snapshot snapshot) {
    Column isEarlier = UserDays.ACTIVITY_DATE.col().leq(date_sub(AS_OF, 28));
    Dataset<Row> active =
        snapshot
            .userDays()
            .groupBy(AS_OF, ACCOUNT_ID, UserDays.USER_ID.col())
            .agg(
                max(UserDays.ACTIVITY_DATE.col()).as("person_last_day"),
                sum(when(isEarlier, UserDays.QUANTITY.col())).as("earlier_quantity"));
    return snapshot
        .users()
        .withColumn("said_to_exist", lit(true))
        .join(active, PERSON, "full")
        .withColumn("is_user", col("said_to_exist").isNotNull())
        .withColumn("has_access", Users.DEACTIVATED_ON.col().isNull());
  }

  /**
   * The columns of people over the spine joined with the rows of {@link #of} and of {@link
   * UsageFeatures}: where an account's events name no users, nobody can be called inactive.
   */
  static Map<String, Column> columns(Snapshot snapshot) {
    boolean isKnown = snapshot.has(Users.TABLE);
    boolean hasUsage = isKnown && snapshot.has(AccountDays.TABLE);
    Column namesUsers = UsageFeatures.namesUsers();
    Column hasUsers = coalesce(USERS, lit(0)).gt(0);
    Column sayWhoIsSponsor = not(hasUsers).or(col("sponsors_said").gt(0));
    Column sayRoles = not(hasUsers).or(col("roles_said").gt(0));
    Column hasSponsor = coalesce(col("sponsors"), lit(0)).gt(0);
    Map<String, Column> columns =
        new LinkedHashMap<>(
            FamilyColumns.of(
                isKnown,
                List.of(
                    AccountFeatures.USERS_DEACTIVATED_28D,
                    AccountFeatures.USERS_DEACTIVATED_84D,
                    AccountFeatures.NEW_USERS_84D),
                List.of()));
    put(columns, AccountFeatures.HAS_SPONSOR, isKnown, when(sayWhoIsSponsor, hasSponsor));
    put(
        columns,
        AccountFeatures.SPONSORS_DEACTIVATED_84D,
        isKnown,
        when(sayWhoIsSponsor, countOf("sponsors_gone")));
    put(
        columns,
        AccountFeatures.ADMINS_REPLACED_84D,
        isKnown,
        when(sayRoles, countOf("admins_replaced")));
    put(
        columns,
        AccountFeatures.DAYS_SINCE_SPONSOR_ACTIVITY,
        isKnown,
        datediff(AS_OF, col("sponsor_last_day")));
    put(
        columns,
        AccountFeatures.IS_SPONSOR_SILENT_28D,
        hasUsage,
        when(
            sayWhoIsSponsor.and(namesUsers),
            hasSponsor.and(countOf("active_sponsors").equalTo(0))));
    put(
        columns,
        AccountFeatures.DAYS_SINCE_HEAVIEST_USER_ACTIVITY,
        isKnown,
        datediff(AS_OF, col("heaviest.last_day")));
    put(
        columns,
        AccountFeatures.IS_HEAVIEST_USER_DEACTIVATED,
        isKnown,
        when(col("heaviest.is_user"), not(col("heaviest.has_access"))));
    put(
        columns,
        AccountFeatures.NEW_USERS_INACTIVE_84D,
        hasUsage,
        when(namesUsers, countOf("new_and_inactive")));
    put(
        columns,
        AccountFeatures.KNOWN_USERS_ACTIVE_RATIO_28D,
        hasUsage,
        when(
            namesUsers.and(col("users_with_access").gt(0)),
            col("known_and_active").cast("double").divide(col("users_with_access"))));
    return columns;
  }

  private static void put(
      Map<String, Column> columns, io.holdfast.table.Column column, boolean isKnown, Column value) {
    columns.put(column.name(), isKnown ? value : lit(null));
  }

  private static Column countOf(String name) {
    return coalesce(col(name), lit(0));
  }
}
