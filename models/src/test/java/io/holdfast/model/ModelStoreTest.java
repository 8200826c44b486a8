package io.holdfast.model;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.TestSession;
import io.holdfast.error.DataException;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

  private static Customers customers;
  private static Trainer.Outcome outcome;

  @TempDir Path folder;

  @BeforeAll
  static void trained() {
    List<LocalDate> dates = Customers.months(5);
    customers = new Customers(TestSession.spark(), dates, 60, 2.5, 25);
    outcome =
        Trainer.train(
            customers.trainingSet(),
            Optional.empty(),
            Customers.request(LocalDate.of(2024, 9, 1), Customers.RULE, 1_000_000),
            line -> {});
  }

  @Test
  void a_stored_model_scores_as_the_trained_one() {
    store().save(outcome.card(), outcome.model());

    ModelStore.Stored stored = store().load("churn", outcome.card().modelId());

    assertThat(scores(stored.model())).isEqualTo(scores(outcome.model())).hasSize(300);
    assertThat(stored.card().figures()).isEqualTo(outcome.card().figures());
    assertThat(stored.card().metrics())
        .isEqualTo(outcome.card().metrics())
        .extracting(ModelCard.Metric::slice)
        .contains("all", "risk_tier=high");
    assertThat(stored.card().bins()).isEqualTo(outcome.card().bins()).hasSize(10);
    assertThat(stored.card().encoding()).isEqualTo(outcome.card().encoding());
  }

  @Test
  void storing_twice_leaves_one_model() throws IOException {
    store().save(outcome.card(), outcome.model());
    store().save(outcome.card(), outcome.model());

    try (Stream<Path> models = Files.list(folder.resolve("models/churn"))) {
      assertThat(models.map(p -> p.getFileName().toString()))
          .containsExactly(outcome.card().modelId());
    }
  }

  @Test
  void a_changed_card_is_refused() throws IOException {
    store().save(outcome.card(), outcome.model());
    Path card = model().resolve("card.json");
    // Without its checksum file, as somebody with an editor would leave it.
    Files.deleteIfExists(model().resolve(".card.json.crc"));
    Files.writeString(
        card, Files.readString(card).replaceFirst("\"positives\" : \\d+", "\"positives\" : 999"));

    assertThatThrownBy(() -> store().load("churn", outcome.card().modelId()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("card.json was changed after it was written; train again");
  }

  @Test
  void a_damaged_model_is_written_again() throws IOException {
    store().save(outcome.card(), outcome.model());
    Files.deleteIfExists(model().resolve(".card.json.crc"));
    Files.writeString(model().resolve("card.json"), "{}");

    store().save(outcome.card(), outcome.model());

    assertThat(store().card("churn", outcome.card().modelId()).modelId())
        .isEqualTo(outcome.card().modelId());
  }

  @Test
  void other_tools_read_the_card() throws IOException {
    store().save(outcome.card(), outcome.model());

    JsonNode card = new ObjectMapper().readTree(model().resolve("card.json").toFile());

    assertThat(card.get("decision").asText()).isEqualTo(outcome.decision());
  }

  @Test
  void people_read_the_card_beside_it_and_the_model_does_not_rest_on_their_page()
      throws IOException {
    store().save(outcome.card(), outcome.model());
    String modelId = outcome.card().modelId();
    Path page = model().resolve("card.md");

    assertThat(Files.readString(page))
        .isEqualTo(CardPage.of(store().card("churn", modelId)))
        .startsWith("# Model card " + modelId)
        .contains("**Of the 20 accounts we would have called, ")
        .contains("`" + store().card("churn", modelId).modelHash() + "`");

    Files.deleteIfExists(model().resolve(".card.md.crc"));
    Files.writeString(page, "edited");
    assertThat(store().load("churn", modelId).card().modelId()).isEqualTo(modelId);
  }

  @Test
  void files_of_another_model_are_refused() throws IOException {
    store().save(outcome.card(), outcome.model());
    try (Stream<Path> files = Files.walk(model().resolve("logistic/data"))) {
      Path part =
          files
              .filter(p -> p.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      Files.deleteIfExists(part.resolveSibling("." + part.getFileName() + ".crc"));
      byte[] bytes = Files.readAllBytes(part);
      bytes[bytes.length / 2] ^= 1;
      Files.write(part, bytes);
    }

    assertThatThrownBy(() -> store().load("churn", outcome.card().modelId()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not the one its card describes");
  }

  @Test
  void half_a_model_is_not_seen() throws IOException {
    store().save(outcome.card(), outcome.model());
    Files.move(model(), model().resolveSibling("." + outcome.card().modelId() + ".half"));

    assertThatThrownBy(() -> store().load("churn", outcome.card().modelId()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be read");
  }

  private ModelStore store() {
    return ModelStore.of(Lake.at(TestSession.spark(), folder.toString()));
  }

  private Path model() {
    return folder.resolve("models/churn").resolve(outcome.card().modelId());
  }

  private static List<String> scores(Model model) {
    return model
        .score(customers.features(), customers.events())
        .select(col("as_of"), col("account_id"), col(Model.PROBABILITY))
        .collectAsList()
        .stream()
        .map(Row::mkString)
        .sorted()
        .toList();
  }
}
