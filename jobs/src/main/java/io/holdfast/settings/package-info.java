/** Settings: reads from holdfast.yaml → gives typed rules, or all problems at once. */
package io.holdfast.settings;
