package io.holdfast.model;

import io.holdfast.error.DataException;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.StandardScalerModel;

/** Models on storage, each in a folder of its own beside its card. */
public final class ModelStore {
  private static final String TREES = "trees.json";
  private static final String CARD = "card.json";
  private static final String CARD_PAGE = "card.md";
  private static final String CARD_HASH = "card.json.sha256";

  /** The card is no part of the model that it holds the hash of. */
  private static final String CARD_FILES = "card.";

  private final Configuration configuration;
  private final String root;

  private ModelStore(Configuration configuration, String root) {
    this.configuration = configuration;
    this.root = root;
  }

  /** The models of a lake. */
  public static ModelStore of(Lake lake) {
    return new ModelStore(lake.spark().sessionState().newHadoopConf(), lake.uri() + "/models");
  }

  /** A stored model, ready to score. */
  public record Stored(ModelCard card, Model model) {}

  /**
   * Stores a model with its card, as JSON and as a page for people. Everything is written to a
   * folder that nobody reads, which is then renamed: half a model is never seen. A model that is
   * there whole stays: its id says that it was made from the same rows, settings, code and seed.
   */
  public void save(ModelCard card, Model model) {
    Path folder = folder(card.target(), card.modelId());
    Path half = new Path(folder.getParent(), "." + card.modelId() + ".half");
    try {
      FileSystem files = folder.getFileSystem(configuration);
      if (files.exists(folder) && isWhole(files, card)) {
        return;
      }
      files.delete(half, true);
      write(files, half, model.fitted());
      ModelCard signed = card.of(hash(files, half));
      String json = signed.json();
      write(files, new Path(half, CARD), json);
      write(files, new Path(half, CARD_HASH), Sha256.hex(json));
      write(files, new Path(half, CARD_PAGE), CardPage.of(signed));
      files.delete(folder, true);
      if (!files.rename(half, folder)) {
        throw new IOException("cannot rename " + half + " to " + folder);
      }
    } catch (IOException e) {
      throw new StorageException(
          "model " + card.modelId() + " cannot be stored in " + root + ": " + e.getMessage(), e);
    }
  }

  /** The card of a stored model. */
  public ModelCard card(String target, String modelId) {
    Path folder = folder(target, modelId);
    Path file = new Path(folder, CARD);
    try {
      FileSystem files = file.getFileSystem(configuration);
      return ModelCard.parse(
          text(files, file), text(files, new Path(folder, CARD_HASH)).strip(), file.toString());
    } catch (IOException e) {
      throw new StorageException("model card " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A stored model.
   *
   * @throws DataException when the card or the files are not those that were stored together
   */
  public Stored load(String target, String modelId) {
    ModelCard card = card(target, modelId);
    Path folder = folder(target, modelId);
    try {
      FileSystem files = folder.getFileSystem(configuration);
      if (!hash(files, folder).equals(card.modelHash())) {
        throw new DataException(
            "model "
                + modelId
                + " is not the one its card describes: the files in "
                + folder
                + " were changed; train again, or promote another model");
      }
      Fitted fitted = read(files, folder, Learner.ofGrade(card.grade()));
      return new Stored(card, new Model(card.encoding(), fitted, card.calibration()));
    } catch (IOException e) {
      throw new StorageException("model " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean isWhole(FileSystem files, ModelCard card) throws IOException {
    try {
      String hash = card(card.target(), card.modelId()).modelHash();
      return hash(files, folder(card.target(), card.modelId())).equals(hash);
    } catch (DataException | StorageException e) {
      // Whatever is wrong with it, it is written again.
      return false;
    }
  }

  /** Writes what was fitted below a folder. */
  static void write(FileSystem files, Path folder, Fitted fitted) throws IOException {
    switch (fitted.learner()) {
      case SHRUNK -> {
        fitted.logistic().write().overwrite().save(folder + "/logistic");
        fitted.means().write().overwrite().save(folder + "/means");
      }
      case TREES -> write(files, new Path(folder, TREES), fitted.trees().json());
    }
  }

  /** Reads what was fitted below a folder. */
  static Fitted read(FileSystem files, Path folder, Learner learner) throws IOException {
    if (learner == Learner.SHRUNK) {
      return Fitted.shrunk(
          LogisticRegressionModel.load(folder + "/logistic"),
          StandardScalerModel.load(folder + "/means"));
    }
    Path file = new Path(folder, TREES);
    if (!files.exists(file)) {
      throw new DataException(
          "model "
              + folder
              + " was stored by an earlier build, which kept trees otherwise; train again, or make"
              + " another lake from what landed");
    }
    return Fitted.trees(Trees.parse(text(files, file), file.toString()));
  }

  private static void write(FileSystem files, Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String text(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path folder(String target, String modelId) {
    return new Path(root + "/" + target, modelId);
  }

  /**
   * SHA-256 of the members' files, by name and content; checksum files and the card are left out.
   */
  private static String hash(FileSystem files, Path folder) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(files, folder, "", digest);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(FileSystem files, Path folder, String prefix, MessageDigest digest)
      throws IOException {
    FileStatus[] found = files.listStatus(folder);
    Arrays.sort(found, Comparator.comparing(f -> f.getPath().getName()));
    for (FileStatus file : found) {
      String name = prefix + file.getPath().getName();
      if (file.isDirectory()) {
        add(files, file.getPath(), name + "/", digest);
      } else if (!name.startsWith(CARD_FILES) && !file.getPath().getName().startsWith(".")) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = files.open(file.getPath())) {
          digest.update(in.readAllBytes());
        }
      }
    }
  }
}
