/** How to learn: reads from stored features and labels → gives models, their cards, and scores. */
package io.holdfast.model;
