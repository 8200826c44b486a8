/**
 * A first project from landed files: reads from a folder of them → writes proposed settings and
 * selects, and shows what these make of the files.
 */
package io.holdfast.connect;
