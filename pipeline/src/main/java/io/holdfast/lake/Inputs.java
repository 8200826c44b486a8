package io.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.table.Batches;
import io.holdfast.table.Table;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The batches that a result was read from, and a hash that changes when one of them does.
 *
 * @param batches by source and date
 */
public record Inputs(List<Input> batches) {

  private static final Comparator<Input> ORDER =
      Comparator.comparing(Input::source).thenComparing(Input::ingestedOn);

  /** One loaded batch: what it is called and what was in it. */
  public record Input(String source, LocalDate ingestedOn, boolean isHistory, String fingerprint) {}

  /** All batches of the lake; as many rows as landed folders, whatever the accounts. */
  public static Inputs of(Lake lake) {
    return new Inputs(
        lake.rows(Batches.TABLE).stream()
            .map(r -> new Input(r.getString(0), r.getLocalDate(1), r.getBoolean(2), r.getString(3)))
            .sorted(ORDER)
            .toList());
  }

  /** The same with further batches, which take the place of those of their source and date. */
  public Inputs with(List<Input> further) {
    Stream<Input> others =
        batches.stream()
            .filter(
                b ->
                    further.stream()
                        .noneMatch(
                            f ->
                                f.source().equals(b.source())
                                    && f.ingestedOn().equals(b.ingestedOn())));
    return new Inputs(Stream.concat(others, further.stream()).sorted(ORDER).toList());
  }

  /** What a night of this date may read: the history, and batches up to it. */
  public Inputs knownAt(LocalDate asOf) {
    return new Inputs(
        batches.stream().filter(b -> b.isHistory() || !b.ingestedOn().isAfter(asOf)).toList());
  }

  /** The batches of one source. */
  public Inputs of(Table source) {
    return new Inputs(batches.stream().filter(b -> b.source().equals(source.name())).toList());
  }

  /** The sources that have any batch: a source that has none is absent. */
  public SortedSet<String> sources() {
    return batches.stream().map(Input::source).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Newest batch of a source; empty when it has none. */
  public Optional<LocalDate> watermark(Table source) {
    return of(source).batches().stream().map(Input::ingestedOn).max(Comparator.naturalOrder());
  }

  /** The last day of a source's history; empty when it has none. */
  public Optional<LocalDate> historyUntil(Table source) {
    return of(source).batches().stream()
        .filter(Input::isHistory)
        .map(Input::ingestedOn)
        .findFirst();
  }

  /** As JSON: an array of {source, batch, fingerprint}. */
  public String json() {
    return batches.stream()
        .map(
            b ->
                "{\"source\":\""
                    + b.source()
                    + "\",\"batch\":\""
                    + b.ingestedOn()
                    + "\",\"fingerprint\":\""
                    + b.fingerprint()
                    + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * What is otherwise than in inputs that were written as JSON, a sentence a batch; nothing where
   * they are the same.
   */
  public List<String> changesSince(String json) {
    Map<String, String> before = new TreeMap<>();
    try {
      new ObjectMapper()
          .readTree(json)
          .forEach(
              b ->
                  before.put(
                      "source " + b.path("source").asText() + ", batch " + b.path("batch").asText(),
                      b.path("fingerprint").asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("run_manifest.inputs is not JSON: " + json, e);
    }
    Map<String, String> now = new TreeMap<>();
    batches.forEach(
        b -> now.put("source " + b.source() + ", batch " + b.ingestedOn(), b.fingerprint()));
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    return all.stream()
        .filter(batch -> !Objects.equals(before.get(batch), now.get(batch)))
        .map(
            batch ->
                batch
                    + (before.get(batch) == null
                        ? " landed since"
                        : now.get(batch) == null
                            ? " is gone"
                            : " landed again, or its select changed"))
        .toList();
  }

  /** SHA-256 (16 hex digits) of the batches and of what else shapes the result. */
  public String fingerprint(String rules) {
    return Sha256.brief(json() + "\n" + rules);
  }
}
