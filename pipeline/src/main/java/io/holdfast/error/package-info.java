/** Failures typed by who must act; the command line maps them to exit codes in one place. */
package io.holdfast.error;
