package io.holdfast.snapshot;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.holdfast.table.Accounts;
import io.holdfast.table.Published;
import java.time.LocalDate;
import org.apache.spark.sql.Column;

/**
 * A few accounts of one date: those whose hash is small. Which they are depends on nothing but the
 * seed and their ids, so that two sets of rows show the same ones.
 *
 * @param asOf the date
 * @param seed another one draws other accounts
 * @param most the greatest hash that is drawn
 */
public record Sample(LocalDate asOf, String seed, long most) {

  /** The number by which an account is drawn, over rows with an {@code account_id}. */
  public static Column hash(String seed) {
    return xxhash64(Accounts.ACCOUNT_ID.col(), lit(seed));
  }

  /** Whether a row with {@code account_id} is of an account that is drawn. */
  public Column isDrawn() {
    return hash(seed).leq(lit(most));
  }

  /** Whether a row is of this date. */
  public Column isOfDate() {
    return Published.AS_OF.col().equalTo(lit(asOf));
  }
}
