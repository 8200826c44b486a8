/** The lake: reads from Delta tables → writes Delta tables, one commit a replacement. */
package io.holdfast.lake;
