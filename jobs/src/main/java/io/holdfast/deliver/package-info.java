/**
 * What people get of a night: reads from what the manifest names → writes exports of a night, and
 * its rows to a serving database.
 */
package io.holdfast.deliver;
