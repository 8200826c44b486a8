/** Lists people act on: reads from scores, features and a snapshot → gives published tables. */
package io.holdfast.outreach;
