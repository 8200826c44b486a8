/** The only door to history: reads from the lake → gives rows cut at as-of dates. */
package io.holdfast.snapshot;
