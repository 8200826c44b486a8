package io.holdfast.model;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import io.holdfast.feature.Hindsight;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.lake.Inputs;
import io.holdfast.lake.Sha256;
import io.holdfast.outreach.ListRules;
import io.holdfast.outreach.RiskTiers;
import io.holdfast.table.AccountFeatures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * One training of one target: choose and calibrate on the earlier fold, take figures on the newest,
 * decide, and fit once more on all that has matured.
 */
public final class Trainer {
  private final TrainingSet set;
  private final TrainingSet.Summary summary;
  private final Request request;
  private final Optional<ModelStore.Stored> champion;
  private final Consumer<String> progress;
  private final List<ModelCard.Figures> figures = new ArrayList<>();
  private List<ModelCard.Metric> metrics = List.of();
  private List<ModelCard.Bin> bins = List.of();
  private List<LocalDate> judgedOn = List.of();
  private List<ModelCard.Leak> leaks = List.of();
  private List<Spread> spreads = List.of();
  private Boosting boosting = Boosting.USUAL;

  /**
   * What a training needs to know besides its rows.
   *
   * @param asOf the night
   * @param rule when it counts as having happened; L+H+G is the embargo
   * @param minPositives fewest positives for trees
   * @param capacity accounts there is time to call
   * @param lists where tiers begin
   * @param hindsight features that rest on what the settings declare of a history
   * @param inputs the batches known to the night
   */
  public record Request(
      LocalDate asOf,
      LabelRule rule,
      int minPositives,
      int capacity,
      ListRules lists,
      List<Hindsight> hindsight,
      String settingsHash,
      String codeVersion,
      Inputs inputs) {
    int embargoDays() {
      return rule.daysToMaturity();
    }
  }

  /**
   * What became of a training.
   *
   * @param card null when there was too little to learn from
   * @param model null then too
   * @param decision a word of {@link ModelLog}
   * @param reason the decision in words
   */
  public record Outcome(
      ModelCard card, Model model, String decision, String reason, long rows, long positives) {}

  private Trainer(
      TrainingSet set,
      Optional<ModelStore.Stored> champion,
      Request request,
      Consumer<String> progress) {
    this.set = set;
    this.summary = set.summary();
    this.champion = champion;
    this.request = request;
    this.progress = progress;
  }

  /** Trains and judges; stores nothing. */
  public static Outcome train(
      TrainingSet set,
      Optional<ModelStore.Stored> champion,
      Request request,
      Consumer<String> progress) {
    set.keep();
    try {
      return new Trainer(set, champion, request, progress).train();
    } finally {
      set.release();
    }
  }

  private Outcome train() {
    long rarer = Math.min(summary.positives(), summary.rows() - summary.positives());
    if (rarer < Learner.FEWEST_POSITIVES) {
      return new Outcome(
          null, null, ModelLog.NONE, tooLittle(), summary.rows(), summary.positives());
    }
    Folds folds = Folds.of(new TreeSet<>(set.dates()), request.embargoDays());
    Learner learner =
        summary.positives() >= request.minPositives() ? Learner.TREES : Learner.SHRUNK;
    Calibration calibration = Calibration.NONE;
    PromotionGate.Decision decision =
        PromotionGate.withoutFolds(set.dates().size(), request.embargoDays());
    if (!folds.isEmpty()) {
      Encoding encoding = set.encoding(folds.folds().get(0).train()).encoding();
      Dataset<Row> rows = set.encoded(encoding).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        if (folds.earlier().isPresent()) {
          Chosen chosen = choose(rows, folds.earlier().get(), learner);
          learner = chosen.learner();
          calibration = chosen.calibration();
        }
        decision = judge(rows, encoding, folds.last(), learner, calibration);
      } finally {
        rows.unpersist();
      }
    }
    LearnedEncoding learned = set.encoding(set.dates());
    Model model = onAllRows(learned.encoding(), learner, calibration);
    ModelCard card = card(learner, model, learned.known(), decision);
    String word = decision.isPromoted() ? ModelLog.PROMOTED : ModelLog.REFUSED;
    return new Outcome(card, model, word, decision.reason(), summary.rows(), summary.positives());
  }

  private String tooLittle() {
    return "none: "
        + summary.positives()
        + " of "
        + summary.rows()
        + " mature rows happened; a model needs at least "
        + Learner.FEWEST_POSITIVES
        + " of either class; the one-line rule ranks";
  }

  private record Chosen(Learner learner, Calibration calibration) {}

  /** The rung with the lower log loss on the fold, calibrated there when that helps. */
  private Chosen choose(Dataset<Row> rows, Folds.Fold fold, Learner highest) {
    Dataset<Row> train = of(rows, fold.train());
    Dataset<Row> scored = of(rows, fold.test());
    List<Learner> rungs = rungs(highest, train);
    if (rungs.isEmpty()) {
      return new Chosen(highest, Calibration.NONE);
    }
    for (Learner rung : rungs) {
      scored = tuned(rung, train, of(rows, fold.test())).score(scored, rung.grade());
    }
    scored = scored.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<String> grades = rungs.stream().map(Learner::grade).toList();
      Map<String, Evaluation> found =
          evaluate(judged(scored, grades, baseRate(train), Map.of()), fold);
      Learner best =
          rungs.stream()
              .min(
                  (a, b) ->
                      Double.compare(
                          found.get(a.grade()).logLoss(), found.get(b.grade()).logLoss()))
              .orElseThrow();
      return new Chosen(
          best,
          Calibration.of(
              scored.withColumn("raw", col(best.grade())), found.get(best.grade()).positives()));
    } finally {
      scored.unpersist();
    }
  }

  /** Fitted to the older rows; how trees are boosted from then on is chosen by the newer ones. */
  private Fitted tuned(Learner rung, Dataset<Row> older, Dataset<Row> newer) {
    if (rung != Learner.TREES) {
      return rung.fit(older, boosting);
    }
    Boosting.Tuned tuned = Boosting.tuned(older, newer);
    boosting = tuned.boosting();
    return Fitted.trees(tuned.trees());
  }

  private List<Learner> rungs(Learner highest, Dataset<Row> train) {
    long positives = train.filter(col(Learner.LABEL).equalTo(1.0)).count();
    if (positives < Learner.FEWEST_POSITIVES) {
      return List.of();
    }
    return highest == Learner.TREES
        ? List.of(Learner.SHRUNK, Learner.TREES)
        : List.of(Learner.SHRUNK);
  }

  /** Figures of the newest fold, where nothing is chosen any more. */
  private PromotionGate.Decision judge(
      Dataset<Row> rows,
      Encoding encoding,
      Folds.Fold fold,
      Learner chosen,
      Calibration calibration) {
    Dataset<Row> train = of(rows, fold.train());
    List<Learner> rungs = rungs(chosen, train);
    if (!rungs.contains(chosen)) {
      return new PromotionGate.Decision(
          false,
          "refused: fewer than "
              + Learner.FEWEST_POSITIVES
              + " positives lie before the judged dates "
              + fold.test()
              + "; the rule ranks until more have matured");
    }
    Dataset<Row> scored = of(rows, fold.test());
    List<String> models = new ArrayList<>();
    for (Learner rung : rungs) {
      Fitted fitted = rung.fit(train, boosting);
      scored = fitted.score(scored, rung.grade());
      models.add(rung.grade());
    }
    scored = scored.withColumn(Contenders.MODEL, calibration.apply(col(chosen.grade())));
    models.add(Contenders.MODEL);
    scored = scored.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      double baseRate = baseRate(train);
      JudgedRows judged = judged(scored, models, baseRate, slices(baseRate));
      Map<String, Evaluation> found = evaluate(judged, fold);
      metrics = SliceMetrics.of(judged, Contenders.MODEL, request.capacity());
      bins = SliceMetrics.bins(judged, Contenders.MODEL);
      judgedOn = fold.test();
      leaks = leaks(FeatureRows.of(rows, encoding, summary.rows()), judged, encoding, fold, chosen);
      return PromotionGate.besideLeaks(decide(found, scored, fold), leaks);
    } finally {
      scored.unpersist();
    }
  }

  private PromotionGate.Decision decide(
      Map<String, Evaluation> found, Dataset<Row> scored, Folds.Fold fold) {
    if (champion.isEmpty()) {
      return PromotionGate.first(found);
    }
    return besideChampion(scored, fold)
        .map(beside -> PromotionGate.of(found, beside))
        .orElseGet(() -> PromotionGate.withoutNewDates(found));
  }

  /** The parts of the business that figures are given of. */
  private Map<String, Column> slices(double baseRate) {
    Map<String, Column> slices = new LinkedHashMap<>();
    slices.put("segment", AccountFeatures.SEGMENT.col());
    slices.put("billing_months", AccountFeatures.BILLING_MONTHS.col());
    slices.put("renewal_due", AccountFeatures.RENEWALS_DUE.col().gt(0));
    if (set.target() == Target.CHURN) {
      Column tier =
          RiskTiers.of(
              col(Contenders.MODEL),
              lit(baseRate),
              Baseline.meetsRule(Target.CHURN),
              request.lists());
      slices.put("risk_tier", tier);
      slices.put("risk_tier_as_of", concat_ws(" ", tier, AccountFeatures.AS_OF.col()));
    }
    return slices;
  }

  /**
   * Candidate and champion on the judged dates that the champion did not train on; empty when it
   * has trained on all of them.
   */
  private Optional<PromotionGate.Beside> besideChampion(Dataset<Row> scored, Folds.Fold fold) {
    ModelStore.Stored stored = champion.orElseThrow();
    Set<LocalDate> seen =
        stored.card().trainDates().stream().map(LocalDate::parse).collect(Collectors.toSet());
    List<LocalDate> unseen = fold.test().stream().filter(d -> !seen.contains(d)).toList();
    if (unseen.isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> both =
        stored
            .model()
            .score(
                of(scored, unseen).drop(Encoding.VECTOR, Encoding.LOG_VECTOR), set.eventFeatures())
            .withColumnRenamed(Model.PROBABILITY, Contenders.CHAMPION);
    JudgedRows rows =
        judged(
            both,
            List.of(Contenders.MODEL, Contenders.CHAMPION),
            stored.card().baseRate(),
            Map.of());
    Measures ofChampion = new Measures(rows, Contenders.CHAMPION, request.capacity());
    Evaluation own = ofChampion.once();
    figures.add(figures(fold, Contenders.CHAMPION, stored.card(), own));
    return Optional.of(
        new PromotionGate.Beside(
            new Measures(rows, Contenders.MODEL, request.capacity()).once(),
            own,
            Bootstrap.difference(
                Bootstrap.drawn(rows, Contenders.MODEL, request.capacity()),
                Bootstrap.drawn(rows, Contenders.CHAMPION, request.capacity()),
                Evaluation::auc,
                PromotionGate.CONFIDENCE),
            ofChampion.spiegelhalter()));
  }

  /** Features that seem to know the answer, and what the candidate owes to those nobody proves. */
  private List<ModelCard.Leak> leaks(
      FeatureRows rows, JudgedRows judged, Encoding encoding, Folds.Fold fold, Learner chosen) {
    LeakageSentinel sentinel = LeakageSentinel.of(rows, fold, request.hindsight());
    List<ModelCard.Leak> found = new ArrayList<>(sentinel.leaks());
    Set<String> unproven = sentinel.toAblate();
    if (!unproven.isEmpty()) {
      Ablation ablation = ablation(unproven, judged, encoding, fold, chosen);
      progress.accept("train: " + set.target().word() + " ablated " + ablation.words());
      if (ablation.isFinding()) {
        found.add(ablation.leak());
      }
    }
    return found;
  }

  private Ablation ablation(
      Set<String> columns, JudgedRows judged, Encoding encoding, Folds.Fold fold, Learner chosen) {
    Dataset<Row> rows =
        set.encoded(encoding.without(columns)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> scored =
          chosen
              .fit(of(rows, fold.train()), boosting)
              .score(of(rows, fold.test()), Contenders.MODEL);
      return Ablation.of(
          columns,
          judged,
          judged(scored, List.of(Contenders.MODEL), 0, Map.of()),
          request.capacity());
    } finally {
      rows.unpersist();
    }
  }

  private static ModelCard.Figures figures(
      Folds.Fold fold, String contender, ModelCard champion, Evaluation evaluation) {
    List<String> dates = champion.trainDates();
    return new ModelCard.Figures(
        fold.number(),
        contender,
        dates.get(0),
        dates.get(dates.size() - 1),
        fold.test().get(fold.test().size() - 1).toString(),
        evaluation);
  }

  private static double baseRate(Dataset<Row> train) {
    return train.agg(avg(col(Learner.LABEL))).head().getDouble(0);
  }

  private JudgedRows judged(
      Dataset<Row> scored, List<String> models, double baseRate, Map<String, Column> slices) {
    return JudgedRows.of(scored, Contenders.of(models, baseRate, set.target()), slices);
  }

  private Map<String, Evaluation> evaluate(JudgedRows rows, Folds.Fold fold) {
    Map<String, Evaluation> found = new TreeMap<>();
    rows.said()
        .keySet()
        .forEach(name -> found.put(name, new Measures(rows, name, request.capacity()).once()));
    found.forEach(
        (contender, evaluation) ->
            figures.add(
                new ModelCard.Figures(
                    fold.number(),
                    contender,
                    fold.train().get(0).toString(),
                    fold.train().get(fold.train().size() - 1).toString(),
                    fold.test().get(fold.test().size() - 1).toString(),
                    evaluation)));
    progress.accept(
        "train: " + set.target().word() + " fold " + fold.number() + " judged on " + fold.test());
    return found;
  }

  private Model onAllRows(Encoding encoding, Learner learner, Calibration calibration) {
    Dataset<Row> rows = set.encoded(encoding).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Model model = new Model(encoding, learner.fit(rows, boosting), calibration);
      spreads = Drift.spreads(model, rows);
      return model;
    } finally {
      rows.unpersist();
    }
  }

  private ModelCard card(
      Learner learner, Model model, Map<String, Long> known, PromotionGate.Decision decision) {
    String made =
        String.join(
            "\n",
            summary.hash(),
            request.settingsHash(),
            request.codeVersion(),
            String.valueOf(Learner.SEED));
    return new ModelCard(
        set.target().word() + "-" + request.asOf() + "-" + Sha256.hex(made).substring(0, 12),
        set.target().word(),
        request.asOf().toString(),
        learner.grade(),
        texts(set.dates()),
        summary.rows(),
        summary.positives(),
        summary.baseRate(),
        summary.hash(),
        model.encoding(),
        model.encoding().places(),
        model.calibration(),
        learner.settings(boosting),
        Learner.SEED,
        List.copyOf(figures),
        metrics,
        bins,
        leaks,
        decision.isPromoted() ? ModelLog.PROMOTED : ModelLog.REFUSED,
        decision.reason(),
        request.settingsHash(),
        request.codeVersion(),
        request.inputs().fingerprint("training"),
        new ModelCard.Task(request.rule(), request.capacity(), request.minPositives()),
        texts(judgedOn),
        ModelCard.Source.of(request.inputs()),
        known,
        spreads,
        null);
  }

  private static List<String> texts(List<LocalDate> dates) {
    return dates.stream().map(LocalDate::toString).toList();
  }

  private static Dataset<Row> of(Dataset<Row> rows, Collection<LocalDate> dates) {
    return rows.filter(AccountFeatures.AS_OF.col().isin(dates.toArray()));
  }
}
