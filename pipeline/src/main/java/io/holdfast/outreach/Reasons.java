package io.holdfast.outreach;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.AccountUsualValues;
import io.holdfast.table.Published;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.ScoredAccounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;

/**
 * Why an account stands where it stands: evidence in its features that is far from usual in the
 * direction that matters, by what it weighs in the model. A family of features is said once, by its
 * evidence that is farthest from usual, and weighs what all of its columns add to the log-odds; a
 * family that the model counts for the contrary is not said while another is left. Without a model
 * the farthest from usual comes first. Distances are in robust units, so that tickets, shares and
 * days can be compared: the deviation from the usual value over the interquartile range of that
 * deviation among the accounts of the night.
 */
public final class Reasons {
  /** Most reasons of an account and target. */
  public static final int MOST = 3;

  private static final String[] NIGHT = {Published.AS_OF.name()};
  private static final String[] NIGHT_ACCOUNT = {
    Published.AS_OF.name(), AccountScores.ACCOUNT_ID.name()
  };
  private static final String[] SEGMENT = {Published.AS_OF.name(), AccountFeatures.SEGMENT.name()};

  private static final String OF_SEGMENT = "segment_";
  private static final String OF_ALL = "all_";
  private static final String USUAL = "usual_";
  private static final String DEVIATION = "deviation_";
  private static final String SPREAD = "spread_";

  private Reasons() {}

  /**
   * One row per as-of date, account, target and rank, the columns of ScoreReasons but {@code
   * run_id}: at most three, one per code and family. The usual value is the account's own of
   * before, else the median of its segment on the night, else of all accounts.
   *
   * @param scores what {@link Scores} makes of the night
   * @param accountFeatures rows of AccountFeatures of the night
   * @param usualValues rows of AccountUsualValues, one per account that has a past
   * @param trust which accounts must not be called silent
   */
  public static Dataset<Row> of(
      Dataset<Row> scores,
      Dataset<Row> accountFeatures,
      Dataset<Row> usualValues,
      ListRules rules,
      UsageTrust trust) {
    List<ReasonRule> reasonRules =
        ReasonRules.of(rules).stream().map(rule -> rule.where(trust.allows(rule))).toList();
    Dataset<Row> deviations =
        withMedians(accountFeatures, usualValues, reasonRules)
            .withColumns(each(USUAL, reasonRules, (i, rule) -> usual(rule, rules)))
            .withColumns(each(DEVIATION, reasonRules, (i, rule) -> deviation(i, rule)));
    Dataset<Row> spreads =
        deviations
            .groupBy(Published.AS_OF.col())
            .agg(
                lit(0).as("unused"),
                each(SPREAD, reasonRules, Reasons::spread).entrySet().stream()
                    .map(e -> e.getValue().as(e.getKey()))
                    .toArray(Column[]::new))
            .drop("unused");
    Dataset<Row> judged = deviations.join(broadcast(spreads), NIGHT);
    return Stream.of(Target.values())
        .map(
            target ->
                ranked(
                    judged.join(weights(scores, target), NIGHT_ACCOUNT, "left"),
                    target,
                    reasonRules,
                    rules))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private static Dataset<Row> weights(Dataset<Row> scores, Target target) {
    return scores
        .filter(AccountScores.TARGET.col().equalTo(target.word()))
        .select(
            Published.AS_OF.col(),
            AccountScores.ACCOUNT_ID.col(),
            ScoredAccounts.CONTRIBUTIONS.col());
  }

  /** The accounts with their own medians, their segment's and all accounts'. */
  private static Dataset<Row> withMedians(
      Dataset<Row> accountFeatures, Dataset<Row> usualValues, List<ReasonRule> reasonRules) {
    List<io.holdfast.table.Column> features =
        reasonRules.stream().map(ReasonRule::feature).distinct().toList();
    Dataset<Row> segments =
        medians(
            accountFeatures
                .filter(AccountFeatures.SEGMENT.col().isNotNull())
                .groupBy(Published.AS_OF.col(), AccountFeatures.SEGMENT.col()),
            OF_SEGMENT,
            features);
    Dataset<Row> all = medians(accountFeatures.groupBy(Published.AS_OF.col()), OF_ALL, features);
    return accountFeatures
        .join(
            usualValues.drop(
                AccountUsualValues.AS_OF.name(), AccountUsualValues.INPUTS_FINGERPRINT.name()),
            AccountFeatures.ACCOUNT_ID.name(),
            "left")
        .join(broadcast(segments), SEGMENT, "left")
        .join(broadcast(all), NIGHT);
  }

  private static Dataset<Row> medians(
      RelationalGroupedDataset groups, String prefix, List<io.holdfast.table.Column> features) {
    return groups
        .agg(
            lit(0).as("unused"),
            features.stream()
                .map(f -> UsualValues.median(f, 1).as(prefix + f.name()))
                .toArray(Column[]::new))
        .drop("unused");
  }

  private static Column usual(ReasonRule rule, ListRules rules) {
    Column peers =
        coalesce(col(OF_SEGMENT + rule.feature().name()), col(OF_ALL + rule.feature().name()));
    return switch (rule.usual()) {
      case OWN -> own(rule);
      case PEERS -> peers;
      case OWN_ELSE_PEERS -> coalesce(own(rule), peers);
      case HORIZON -> lit((double) rules.horizonDays());
    };
  }

  private static Column own(ReasonRule rule) {
    return AccountUsualValues.of(rule.feature()).col();
  }

  /** Positive in the direction that is evidence. */
  private static Column deviation(int i, ReasonRule rule) {
    return rule.scale().deviation(value(rule), col(USUAL + i)).multiply(rule.direction().sign);
  }

  /** Rounded, so that exact quartiles need few distinct values whatever the number of accounts. */
  private static Column spread(int i, ReasonRule rule) {
    Column quartiles = percentile(round(col(DEVIATION + i), 3), array(lit(0.25), lit(0.75)));
    return greatest(quartiles.getItem(1).minus(quartiles.getItem(0)), lit(rule.least()));
  }

  private static Dataset<Row> ranked(
      Dataset<Row> judged, Target target, List<ReasonRule> reasonRules, ListRules rules) {
    Column candidates =
        array(
            IntStream.range(0, reasonRules.size())
                .filter(i -> reasonRules.get(i).target() == target)
                .mapToObj(i -> candidate(i, reasonRules.get(i), rules))
                .toArray(Column[]::new));
    Column sorted = array_sort(filter(candidates, c -> c.isNotNull()));
    // A cause is said once, by its strongest evidence.
    Column once =
        aggregate(
            col("said"),
            slice(col("said"), 1, 0),
            (kept, c) ->
                when(exists(kept, s -> isOneCause(s, c)), kept).otherwise(concat(kept, array(c))));
    Column speakingForIt =
        filter(col("said"), c -> coalesce(c.getField("contribution").gt(0), lit(true)));
    return judged
        .select(Published.AS_OF.col(), AccountFeatures.ACCOUNT_ID.col(), sorted.as("said"))
        .withColumn("said", once)
        .withColumn(
            "said",
            when(size(speakingForIt).gt(0), speakingForIt).otherwise(slice(col("said"), 1, 1)))
        .select(
            Published.AS_OF.col(),
            AccountFeatures.ACCOUNT_ID.col(),
            posexplode(slice(col("said"), 1, MOST)).as(new String[] {"position", "reason"}))
        .select(
            Published.AS_OF.col(),
            ScoreReasons.ACCOUNT_ID.col(),
            ScoreReasons.TARGET.from(lit(target.word())),
            ScoreReasons.RANK.from(col("position").plus(1)),
            ScoreReasons.REASON_CODE.from(col("reason.code")),
            ScoreReasons.FEATURE.from(col("reason.feature")),
            ScoreReasons.VALUE.from(col("reason.value")),
            ScoreReasons.USUAL_VALUE.from(col("reason.usual")),
            ScoreReasons.CONTRIBUTION.from(col("reason.contribution")),
            ScoreReasons.SENTENCE.from(col("reason.sentence")));
  }

  private static Column isOneCause(Column said, Column further) {
    return said.getField("code")
        .equalTo(further.getField("code"))
        .or(said.getField("family").equalTo(further.getField("family")));
  }

  /**
   * Sorts by its first fields: what weighs most first, then the farthest, then by name. Null where
   * it does not hold.
   */
  private static Column candidate(int i, ReasonRule rule, ListRules rules) {
    Column usual = col(USUAL + i);
    Column usualIsOwn =
        switch (rule.usual()) {
          case PEERS, HORIZON -> lit(false);
          case OWN, OWN_ELSE_PEERS -> own(rule).isNotNull();
        };
    Column shown = rule.usual() == ReasonRule.Usual.HORIZON ? lit(null).cast("double") : usual;
    // Nine decimals: the last bits of a double must not decide an order that people see.
    Column nearness = round(negate(col(DEVIATION + i).divide(col(SPREAD + i))), 9);
    Column contribution =
        round(element_at(ScoredAccounts.CONTRIBUTIONS.col(), rule.family().word()), 9);
    return when(
        rule.condition().and(col(DEVIATION + i).geq(rule.least())),
        struct(
            negate(contribution).as("lightness"),
            nearness.as("nearness"),
            lit(rule.code()).as("code"),
            lit(rule.family().word()).as("family"),
            contribution.as("contribution"),
            lit(rule.feature().name()).as("feature"),
            value(rule).as("value"),
            shown.as("usual"),
            Sentences.of(rule, value(rule), usual, usualIsOwn, rules).as("sentence")));
  }

  private static Column value(ReasonRule rule) {
    return rule.feature().col().cast("double");
  }

  private static Map<String, Column> each(
      String prefix, List<ReasonRule> reasonRules, BiFunction<Integer, ReasonRule, Column> column) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < reasonRules.size(); i++) {
      columns.put(prefix + i, column.apply(i, reasonRules.get(i)));
    }
    return columns;
  }
}
