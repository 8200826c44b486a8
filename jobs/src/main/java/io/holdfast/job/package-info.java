/** The steps of a night: read → shape → check → replace one day. No business rule lives here. */
package io.holdfast.job;
