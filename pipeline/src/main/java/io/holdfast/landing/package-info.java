/**
 * Landed files: reads from dated folders, the history and databases → writes folders of what
 * databases have, and gives rows and rejects.
 */
package io.holdfast.landing;
