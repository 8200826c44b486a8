/** Families of features: reads from a snapshot → gives one row per (as_of, account_id). */
package io.holdfast.feature;
