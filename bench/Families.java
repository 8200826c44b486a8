import io.holdfast.outreach.ReasonFamily;

/** Prints the family of each column it is given, one a line. For {@code ablation.py}. */
final class Families {
  public static void main(String[] columns) {
    for (String column : columns) {
      System.out.println(ReasonFamily.of(column).word());
    }
  }
}
