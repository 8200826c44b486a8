/** Figures for those who steer: reads from scores, features and labels → gives published tables. */
package io.holdfast.kpi;
