package io.holdfast.job;

import io.holdfast.error.SettingsException;
import io.holdfast.settings.Settings;
import io.holdfast.table.Table;
import java.util.Collection;
import java.util.List;

/** What is paid or billed in must have a rate. */
final class Currencies {
  private Currencies() {}

  /**
   * Checks that each currency is the reporting one or has a rate to it.
   *
   * @throws SettingsException naming those without
   */
  static void requireRates(Table source, Collection<String> currencies, Settings settings) {
    List<String> unknown =
        currencies.stream()
            .filter(c -> !c.equals(settings.currency()))
            .filter(c -> !settings.snapshot().rates().containsKey(c))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw new SettingsException(
          "source "
              + source.name()
              + " is in currencies without a rate: found "
              + unknown
              + ", reporting currency "
              + settings.currency()
              + ", rates "
              + settings.snapshot().rates().keySet().stream().sorted().toList()
              + "; add them to rates:");
    }
  }
}
