package io.holdfast.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.SurveyResponses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Surveys: what the customer last answered, and whether that is better or worse than before. */
final class SurveyFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final int WINDOW = 365;
  private static final double LEAST_OF_PROMOTERS = 9;
  private static final double MOST_OF_DETRACTORS = 6;

  private static final List<Survey> SURVEYS =
      List.of(
          new Survey(
              "nps",
              AccountFeatures.NPS_SCORE,
              AccountFeatures.DAYS_SINCE_NPS,
              AccountFeatures.NPS_SCORE_CHANGE),
          new Survey(
              "csat",
              AccountFeatures.CSAT_SCORE,
              AccountFeatures.DAYS_SINCE_CSAT,
              AccountFeatures.CSAT_SCORE_CHANGE),
          new Survey(
              "ces",
              AccountFeatures.CES_SCORE,
              AccountFeatures.DAYS_SINCE_CES,
              AccountFeatures.CES_SCORE_CHANGE));

  /** A survey and the columns that its last answer fills. */
  private record Survey(
      String word,
      io.holdfast.table.Column score,
      io.holdfast.table.Column daysSince,
      io.holdfast.table.Column change) {}

  private SurveyFeatures() {}

  /** One row per (as_of, account_id) that answered any survey within 365 days. */
  static Dataset<Row> of(Snapshot snapshot) {
    Column score = SurveyResponses.SCORE.col();
    Column day = col("day");
    Column at = struct(SurveyResponses.RESPONDED_AT.col(), SurveyResponses.RESPONSE_ID.col());
    Column before =
        lag(score, 1).over(Window.partitionBy(AS_OF, ACCOUNT_ID, col("word")).orderBy(at));
    Dataset<Row> answers =
        snapshot
            .surveyResponses()
            .withColumn("day", snapshot.businessDate(SurveyResponses.RESPONDED_AT))
            .filter(day.gt(date_sub(AS_OF, WINDOW)))
            .withColumn("word", lower(trim(SurveyResponses.SURVEY.col())))
            .withColumn("answer", struct(score.as("score"), before.as("before"), day.as("day")));
    List<Column> aggregates = new ArrayList<>();
    for (Survey survey : SURVEYS) {
      Column isOfSurvey = col("word").equalTo(survey.word());
      aggregates.add(max_by(col("answer"), when(isOfSurvey, at)).as(survey.word()));
    }
    Dataset<Row> last =
        answers
            .groupBy(AS_OF, ACCOUNT_ID)
            .agg(
                count(lit(1)).as(AccountFeatures.SURVEY_RESPONSES_365D.name()),
                aggregates.toArray(Column[]::new));
    List<Column> columns =
        new ArrayList<>(List.of(AS_OF, ACCOUNT_ID, AccountFeatures.SURVEY_RESPONSES_365D.col()));
    for (Survey survey : SURVEYS) {
      Column answer = col(survey.word() + ".score");
      columns.add(survey.score().from(answer));
      columns.add(survey.daysSince().from(datediff(AS_OF, col(survey.word() + ".day"))));
      columns.add(survey.change().from(answer.minus(col(survey.word() + ".before"))));
    }
    Column nps = col("nps.score");
    columns.add(AccountFeatures.IS_PROMOTER.from(nps.geq(LEAST_OF_PROMOTERS)));
    columns.add(AccountFeatures.IS_DETRACTOR.from(nps.leq(MOST_OF_DETRACTORS)));
    return last.select(columns.toArray(Column[]::new));
  }

  /** The survey columns over the spine. */
  static Map<String, Column> columns(Snapshot snapshot) {
    List<io.holdfast.table.Column> others = new ArrayList<>();
    SURVEYS.forEach(s -> others.addAll(List.of(s.score(), s.daysSince(), s.change())));
    others.addAll(List.of(AccountFeatures.IS_PROMOTER, AccountFeatures.IS_DETRACTOR));
    return FamilyColumns.of(
        snapshot.has(SurveyResponses.TABLE),
        List.of(AccountFeatures.SURVEY_RESPONSES_365D),
        others);
  }
}
