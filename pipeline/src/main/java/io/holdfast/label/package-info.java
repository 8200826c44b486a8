/** What then happened: reads from a snapshot at maturity → gives account_labels. */
package io.holdfast.label;
