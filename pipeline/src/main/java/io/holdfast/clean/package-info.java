/**
 * One batch of one source: reads from selected rows → gives canonical rows, typed, each key once.
 */
package io.holdfast.clean;
