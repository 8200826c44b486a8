package io.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFormatTest {
  @TempDir Path folder;

  @Test
  void a_new_lake_is_given_the_current_format_and_is_accepted_afterwards() throws Exception {
    String lake = folder.resolve("lake").toString();
    require(lake);
    assertThat(Path.of(lake, "holdfast.json"))
        .hasContent("{\"format\": %d, \"created_by\": \"0.1.0\"}\n".formatted(LakeFormat.CURRENT));
    require(lake);
  }

  @Test
  void a_lake_of_a_newer_version_is_refused() throws Exception {
    Files.writeString(
        folder.resolve("holdfast.json"),
        "{\"format\": %d, \"created_by\": \"0.9.0\"}".formatted(LakeFormat.CURRENT + 1));
    assertThatThrownBy(() -> require(folder.toString()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("written by a newer version (0.9.0, format ")
        .hasMessageContaining("use that version or another lake");
  }

  @Test
  void a_lake_of_another_layout_is_refused() throws Exception {
    Files.writeString(
        folder.resolve("holdfast.json"), "{\"format\": 1, \"created_by\": \"0.0.9\"}");
    assertThatThrownBy(() -> require(folder.toString()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("written by an older version (0.0.9, format 1;")
        .hasMessageContaining("make another lake from what landed");
  }

  @Test
  void a_folder_that_cannot_be_written_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> require(file + "/lake"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("lake " + file + "/lake cannot be written");
  }

  private static void require(String lake) {
    LakeFormat.require(new Configuration(), lake, "0.1.0");
  }
}
