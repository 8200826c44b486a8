package io.holdfast.lake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that says whether two texts are one. */
public final class Sha256 {
  private Sha256() {}

  /**
   * The first 16 hex digits, where hashes are kept by the thousand and read each night: 64 bits
   * tell changes of one batch apart.
   */
  public static String brief(String text) {
    return brief(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same of a digest. */
  public static String brief(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  /** 64 hex digits of the text in UTF-8. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A digest to which bytes are given. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
