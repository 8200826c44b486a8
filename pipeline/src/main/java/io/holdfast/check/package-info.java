/** Checks as declarations: reads from any rows → gives findings, the rows of data_quality. */
package io.holdfast.check;
