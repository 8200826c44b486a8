/**
 * The tests that nobody may delete: no leak, any order, and every number again by naive loops.
 * Reads from random worlds in memory → judges snapshots, features and labels.
 */
package io.holdfast.invariant;
