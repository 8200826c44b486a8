package io.holdfast.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/**
 * One row per onboarding milestone of a customer and version. A plan has no day on which it came to
 * be: what a history holds of it counts as known from the beginning.
 */
public final class OnboardingMilestones {
  public static final Column ACCOUNT_ID = Column.key("account_id", StringType, "The customer");
  public static final Column MILESTONE =
      Column.key("milestone", StringType, "What is to be reached");
  public static final Column IS_VALUE_MILESTONE =
      Column.attribute(
              "is_value_milestone", BooleanType, "Reaching it proves value to the customer")
          .immutable();
  public static final Column DUE_ON =
      Column.planned("due_on", DateType, "Day it is to be reached by; empty: it is never due");
  public static final Column REACHED_ON =
      Column.happens("reached_on", DateType, "Day it was reached");

  public static final Table TABLE =
      Table.clean(
              "onboarding_milestones",
              "One row per account, onboarding milestone and version",
              ACCOUNT_ID,
              MILESTONE,
              IS_VALUE_MILESTONE,
              DUE_ON,
              REACHED_ON)
          .partitionedBy(Batch.INGESTED_MONTH);

  private OnboardingMilestones() {}
}
