package io.holdfast.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a night in {@code <lake>/exports/<as_of>/}: both lists as CSV, metrics.prom for
 * Prometheus, and run.json, which comes last and says which run the others are of.
 */
public final class Exports {
  private static final List<Table> LISTS = List.of(AtRiskAccounts.TABLE, UpsellCandidates.TABLE);
  private static final String METRICS = "metrics.prom";
  private static final String RUN = "run.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Lake lake;
  private final Path folder;
  private final FileSystem files;

  private Exports(Lake lake, LocalDate asOf) {
    this.lake = lake;
    this.folder = new Path(lake.uri() + "/exports", asOf.toString());
    try {
      this.files = folder.getFileSystem(lake.spark().sessionState().newHadoopConf());
    } catch (IOException e) {
      throw new StorageException("exports " + folder + " cannot be reached: " + e.getMessage(), e);
    }
    // Checksum files beside a CSV only puzzle whoever picks it up.
    files.setWriteChecksum(false);
  }

  /** The exports of a night. */
  public static Exports of(Lake lake, LocalDate asOf) {
    return new Exports(lake, asOf);
  }

  /**
   * Deletes the files of nights before a date.
   *
   * @return how many nights
   */
  public static long removeBefore(Lake lake, LocalDate first) {
    Path all = new Path(lake.uri() + "/exports");
    long removed = 0;
    try {
      FileSystem files = all.getFileSystem(lake.spark().sessionState().newHadoopConf());
      if (files.exists(all)) {
        for (FileStatus night : files.listStatus(all)) {
          // Named by the date, so that names are in the order of dates.
          if (night.getPath().getName().compareTo(first.toString()) < 0) {
            files.delete(night.getPath(), true);
            removed++;
          }
        }
      }
      return removed;
    } catch (IOException e) {
      throw new StorageException("exports " + all + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Whether the files of this run are all there. */
  public boolean isDelivered(String runId) {
    try (InputStream in = files.open(new Path(folder, RUN))) {
      return JSON.readTree(in).path("run_id").asText().equals(runId);
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new StorageException("exports " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the files of a publication.
   *
   * @return list → rows
   */
  public Map<String, Long> write(Manifest manifest, Manifest.Publication publication) {
    Map<String, Long> rows = new LinkedHashMap<>();
    try {
      // Without it nobody takes the files of two runs for those of one.
      files.delete(new Path(folder, RUN), false);
      for (Table list : LISTS) {
        List<Column> columns = list.columns();
        // A list is as long as people can work through, whatever the accounts.
        var found =
            manifest.published(list, publication.asOf()).orderBy("list_rank").collectAsList();
        write(list.name() + ".csv", CsvText.of(columns.stream().map(Column::name).toList(), found));
        rows.put(list.name() + ".csv", (long) found.size());
      }
      write(METRICS, NightMetrics.text(manifest, publication));
      write(RUN, run(publication));
    } catch (IOException e) {
      throw new StorageException(
          "exports "
              + folder
              + " cannot be written: "
              + e.getMessage()
              + "; check space and rights",
          e);
    }
    return rows;
  }

  private static String run(Manifest.Publication publication) throws JsonProcessingException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("as_of", publication.asOf().toString());
    fields.put("run_id", publication.runId());
    fields.put("published_at", publication.publishedAt().toString());
    fields.put("code_version", publication.codeVersion());
    fields.put("models", JSON.readTree(publication.models()));
    Map<String, Object> tables = new LinkedHashMap<>();
    publication.tables().forEach(t -> tables.put(t.name(), t.rows()));
    fields.put("rows", tables);
    return JSON.writeValueAsString(fields) + "\n";
  }

  /** Under another name first: whoever watches the folder never reads half a file. */
  private void write(String name, String text) throws IOException {
    Path half = new Path(folder, "." + name + ".half");
    try (FSDataOutputStream out = files.create(half, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Path whole = new Path(folder, name);
    files.delete(whole, false);
    if (!files.rename(half, whole)) {
      throw new IOException("cannot rename " + half + " to " + whole);
    }
  }
}
