/** Every table of the lake, declared once; reads from nothing → gives schemas to all others. */
package io.holdfast.table;
