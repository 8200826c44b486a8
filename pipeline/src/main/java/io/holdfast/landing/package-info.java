/** Landed files: reads from dated folders and the history → gives rows and rejects. */
package io.holdfast.landing;
