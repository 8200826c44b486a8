/**
 * Simulated businesses with known truth, for demonstrations, benchmarks and tests: plan → landed
 * files, settings, selects and the truth behind them.
 */
package io.holdfast.world;
