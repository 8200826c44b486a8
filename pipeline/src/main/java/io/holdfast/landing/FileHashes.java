package io.holdfast.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.lake.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * What is in landed files, as hashes: equal for equal contents wherever the files lie. A file whose
 * length and modification time are those of the last load is not read again.
 */
public final class FileHashes {
  /** Bumped when the same files would become other clean rows. */
  private static final int CLEAN_VERSION = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One file as it was when it was hashed. */
  public record Entry(String path, long length, long modified, String sha256) {}

  private final Configuration configuration;
  private final Map<String, Entry> known;

  private FileHashes(Configuration configuration, Map<String, Entry> known) {
    this.configuration = configuration;
    this.known = known;
  }

  /**
   * Hashes of the files of one batch.
   *
   * @param lastLoad the JSON stored with the batch's last load
   */
  public static FileHashes since(Configuration configuration, Optional<String> lastLoad) {
    return new FileHashes(
        configuration,
        lastLoad.map(FileHashes::parse).orElse(List.of()).stream()
            .collect(Collectors.toMap(Entry::path, Function.identity())));
  }

  /** The files of a batch and of its lookups. */
  public List<Entry> entries(LandedBatch batch) {
    List<FileStatus> files = new ArrayList<>(batch.files());
    LandedFiles landed = LandedFiles.of(configuration, batch.source());
    batch.source().lookups().keySet().stream()
        .sorted()
        .forEach(view -> files.addAll(landed.lookup(view)));
    return files.stream().map(f -> entry(batch.source(), f)).toList();
  }

  /** SHA-256 (16 hex digits) of the contents and of everything that turns them into clean rows. */
  public static String fingerprint(Source source, List<Entry> entries) {
    String contents =
        entries.stream()
            .map(e -> e.path() + " " + e.sha256())
            .sorted()
            .collect(Collectors.joining("\n"));
    String text =
        String.join(
            "\n",
            "clean " + CLEAN_VERSION,
            source.name(),
            source.load().name(),
            source.select(),
            new TreeMap<>(source.formats()).toString(),
            String.valueOf(source.schema()),
            source.zone().getId(),
            source.businessZone().getId(),
            contents);
    return Sha256.brief(text);
  }

  /** The entries as stored in {@code batches}. */
  public static String json(List<Entry> entries) {
    try {
      return JSON.writeValueAsString(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always make JSON", e);
    }
  }

  private Entry entry(Source source, FileStatus file) {
    String name = name(source, file);
    Entry last = known.get(name);
    return isUntouched(file, last)
        ? last
        : new Entry(
            name,
            file.getLen(),
            file.getModificationTime(),
            LandedContent.sha256(configuration, source, file));
  }

  private static boolean isUntouched(FileStatus file, Entry last) {
    return last != null
        && last.length() == file.getLen()
        && last.modified() == file.getModificationTime();
  }

  /** The path below the landing root, so that a copy elsewhere has the same name. */
  private static String name(Source source, FileStatus file) {
    String path = file.getPath().toUri().getPath();
    String root = new org.apache.hadoop.fs.Path(source.landing()).toUri().getPath();
    return path.startsWith(root + "/") ? path.substring(root.length() + 1) : path;
  }

  private static List<Entry> parse(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("batches.files is not JSON: " + json, e);
    }
  }
}
