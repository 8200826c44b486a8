/** Files for people: reads from what the manifest names → writes exports of a night. */
package io.holdfast.deliver;
