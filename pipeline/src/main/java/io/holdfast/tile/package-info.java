/** Daily tiles: reads from clean usage events → gives account_days and user_days. */
package io.holdfast.tile;
