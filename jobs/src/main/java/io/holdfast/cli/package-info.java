/** The command line: reads from arguments and settings → runs jobs, ends with an exit code. */
package io.holdfast.cli;
