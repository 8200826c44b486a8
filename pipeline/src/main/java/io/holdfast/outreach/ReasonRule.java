package io.holdfast.outreach;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;

import io.holdfast.label.Target;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Column;

/**
 * When a reason may be said of an account, and how strongly.
 *
 * @param code the cause in the words of the glossary
 * @param target what it speaks for
 * @param feature column of AccountFeatures that is the evidence
 * @param direction which way from the usual value is evidence
 * @param usual what the value is held against
 * @param scale how a distance from the usual value is measured
 * @param least smallest distance, in that scale, worth a sentence; also the least spread
 * @param condition what must hold of the account besides
 * @param sentence template in English: {value}, {usual}, {change}, {size}, {silence}, {currency}
 */
record ReasonRule(
    String code,
    Target target,
    Column feature,
    Direction direction,
    Usual usual,
    Scale scale,
    double least,
    org.apache.spark.sql.Column condition,
    String sentence) {

  /** The same rule where something else holds besides. */
  ReasonRule where(org.apache.spark.sql.Column besides) {
    return new ReasonRule(
        code, target, feature, direction, usual, scale, least, condition.and(besides), sentence);
  }

  /** The family of its evidence. */
  ReasonFamily family() {
    return ReasonFamily.of(feature.name());
  }

  /** Which way from the usual value is evidence. */
  enum Direction {
    LOWER(-1),
    HIGHER(1);

    final int sign;

    Direction(int sign) {
      this.sign = sign;
    }
  }

  /** What a value is held against. */
  enum Usual {
    /** The account's own past; without enough of it nothing is said: words of change need it. */
    OWN,
    /** The median of the segment on the night, else of all accounts. */
    PEERS,
    /** The account's own past, else its peers. */
    OWN_ELSE_PEERS,
    /** The churn horizon, for what is scheduled within it; there is no usual value to show. */
    HORIZON
  }

  /** How far a value is from the usual one. */
  enum Scale {
    /** The difference. */
    LINEAR {
      @Override
      org.apache.spark.sql.Column deviation(
          org.apache.spark.sql.Column value, org.apache.spark.sql.Column usual) {
        return value.minus(usual);
      }
    },
    /** The ratio, for amounts that grow with the account. */
    RELATIVE {
      @Override
      org.apache.spark.sql.Column deviation(
          org.apache.spark.sql.Column value, org.apache.spark.sql.Column usual) {
        return log1p(value).minus(log1p(usual));
      }
    },
    /** A change of MRR as a share of the MRR before it. */
    OF_MRR {
      @Override
      org.apache.spark.sql.Column deviation(
          org.apache.spark.sql.Column value, org.apache.spark.sql.Column usual) {
        return shareOf(AccountFeatures.MRR, value, usual);
      }
    },
    /** A change of seats as a share of the seats before it. */
    OF_SEATS {
      @Override
      org.apache.spark.sql.Column deviation(
          org.apache.spark.sql.Column value, org.apache.spark.sql.Column usual) {
        return shareOf(AccountFeatures.SEATS, value, usual);
      }
    };

    abstract org.apache.spark.sql.Column deviation(
        org.apache.spark.sql.Column value, org.apache.spark.sql.Column usual);

    private static org.apache.spark.sql.Column shareOf(
        Column level, org.apache.spark.sql.Column change, org.apache.spark.sql.Column usual) {
      org.apache.spark.sql.Column now = level.col().cast("double");
      return change.minus(usual).divide(greatest(now, now.minus(change), lit(1.0)));
    }
  }
}
