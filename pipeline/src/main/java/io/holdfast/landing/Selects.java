package io.holdfast.landing;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A source's select: one SELECT that reads only the source's own view and its lookups. It is code a
 * person reviewed, yet what it may reach is checked.
 */
public final class Selects {
  private static final Set<String> FORBIDDEN_FUNCTIONS =
      Set.of("reflect", "java_method", "try_reflect", "input_file_name", "raise_error");

  /** With these a batch would not follow from its files. */
  private static final Set<String> UNREPEATABLE_FUNCTIONS =
      Set.of(
          "current_date",
          "curdate",
          "current_time",
          "current_timestamp",
          "localtimestamp",
          "now",
          "rand",
          "random",
          "randn",
          "randstr",
          "uniform",
          "uuid",
          "shuffle",
          "monotonically_increasing_id",
          "spark_partition_id");

  /** What clocks are once the views are known. */
  private static final Set<String> CLOCKS =
      Set.of("CurrentDate", "CurrentTime", "CurrentTimestamp", "LocalTimestamp");

  private Selects() {}

  /** Everything wrong with the select's text, each a line; empty when nothing is. */
  public static List<String> problems(SparkSession spark, Source source) {
    LogicalPlan plan;
    try {
      plan = spark.sessionState().sqlParser().parsePlan(source.select());
    } catch (ParseException e) {
      return List.of(place(source) + "is not SQL: " + firstLine(e) + "; mend the statement");
    }
    if (plan instanceof Command || plan instanceof ParsedStatement) {
      return List.of(
          place(source) + "is a " + plan.nodeName() + "; wanted one SELECT that yields rows");
    }
    List<String> problems = new ArrayList<>();
    Set<String> views = new TreeSet<>(source.lookups().keySet());
    views.add(source.name());
    check(plan, lower(views), source, problems);
    checkFormats(source, problems);
    return problems;
  }

  /**
   * Everything wrong with the select's text and with what it yields of the files that landed; a
   * source without any file is judged by its text alone.
   */
  public static List<String> problemsWithFiles(SparkSession spark, Source source) {
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    List<FileStatus> files = landed.any();
    if (files.isEmpty()) {
      return problems(spark, source);
    }
    return problems(spark, source, () -> register(spark, source, landed, files));
  }

  /** The same for rows that have not landed; they need not be more than their columns. */
  static List<String> problemsWithRows(SparkSession spark, Source source, Dataset<Row> rows) {
    LandedFiles landed = LandedFiles.of(spark.sessionState().newHadoopConf(), source);
    return problems(
        spark,
        source,
        () -> {
          rows.createOrReplaceTempView(source.name());
          registerLookups(spark, source, landed);
        });
  }

  private static List<String> problems(SparkSession spark, Source source, Runnable registration) {
    try {
      registration.run();
      run(spark, source);
      return List.of();
    } catch (SettingsException | DataException e) {
      return e.getMessage().lines().toList();
    }
  }

  /** Registers the views that the select may read: the source's files, and its lookups. */
  public static RawRows register(
      SparkSession spark, Source source, LandedFiles landed, List<FileStatus> files) {
    RawRows raw = RawRows.of(spark, source, files);
    raw.rows().createOrReplaceTempView(source.name());
    registerLookups(spark, source, landed);
    return raw;
  }

  private static void registerLookups(SparkSession spark, Source source, LandedFiles landed) {
    for (String view : source.lookups().keySet()) {
      List<FileStatus> lookup = landed.lookup(view);
      if (lookup.isEmpty()) {
        throw new DataException(
            "source "
                + source.name()
                + ": lookup "
                + view
                + " did not land; wanted "
                + source.lookups().get(view)
                + " below "
                + source.landing());
      }
      RawRows.of(spark, source, lookup).rows().createOrReplaceTempView(view);
    }
  }

  /**
   * The selected rows of views that are registered already.
   *
   * @throws SettingsException naming every problem of the select
   */
  public static Dataset<Row> run(SparkSession spark, Source source) {
    List<String> problems = new ArrayList<>(problems(spark, source));
    Dataset<Row> rows = null;
    if (problems.isEmpty()) {
      try {
        rows = spark.sql(source.select());
        problems.addAll(columnProblems(source, rows.columns()));
        checkClocks(rows.queryExecution().analyzed(), source, problems);
      } catch (Exception e) {
        if (!(e instanceof AnalysisException)) {
          throw e;
        }
        problems.add(place(source) + "does not fit its files: " + firstLine(e));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
    return rows;
  }

  private static void checkFormats(Source source, List<String> problems) {
    source
        .formats()
        .forEach(
            (column, format) -> {
              if (source.table().canonical().stream().noneMatch(c -> takesFormat(c, column))) {
                problems.add(
                    "formats of source "
                        + source.name()
                        + " names "
                        + column
                        + "; wanted a date or instant of "
                        + source.name());
              }
              try {
                TimestampFormatter.apply(format, ZoneOffset.UTC, true).validatePatternString(true);
              } catch (RuntimeException e) {
                problems.add(
                    "formats of source "
                        + source.name()
                        + ": "
                        + column
                        + " has the pattern \""
                        + format
                        + "\", which is none: "
                        + firstLine(e));
              }
            });
    try {
      if (source.schema() != null) {
        StructType.fromDDL(source.schema());
      }
    } catch (Exception e) {
      if (!(e instanceof ParseException)) {
        throw e;
      }
      problems.add(
          "schema of source "
              + source.name()
              + " is not DDL: "
              + firstLine(e)
              + "; wanted such as \"id STRING, at STRING\"");
    }
  }

  private static boolean takesFormat(Column column, String name) {
    return column.name().equals(name)
        && (column.type().equals(DataTypes.DateType)
            || column.type().equals(DataTypes.TimestampType));
  }

  private static List<String> columnProblems(Source source, String[] found) {
    List<String> problems = new ArrayList<>();
    List<String> columns = Arrays.asList(found);
    List<String> canonical =
        source.table().canonical().stream()
            .map(Column::name)
            .filter(c -> !c.equals(Accounts.ATTRIBUTES.name()))
            .toList();
    List<String> missing =
        Canonical.required(source.table()).stream()
            .map(Column::name)
            .filter(c -> !columns.contains(c))
            .toList();
    if (!missing.isEmpty()) {
      problems.add(
          place(source) + "lacks " + missing + "; found " + columns + "; add them to the SELECT");
    }
    List<String> unknown =
        columns.stream()
            .filter(c -> !canonical.contains(c))
            .filter(c -> !Canonical.isAttribute(source.table(), c))
            .toList();
    if (!unknown.isEmpty()) {
      problems.add(
          place(source) + "yields unknown columns " + unknown + "; wanted only " + canonical);
    }
    if (columns.stream().distinct().count() < columns.size()) {
      problems.add(place(source) + "yields a column twice: " + columns);
    }
    return problems;
  }

  private static void check(
      LogicalPlan plan, Set<String> views, Source source, List<String> problems) {
    Set<String> visible = new HashSet<>(views);
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              cte -> {
                check(cte._2(), visible, source, problems);
                visible.add(cte._1().toLowerCase(Locale.ROOT));
              });
    }
    if (plan instanceof UnresolvedRelation relation) {
      List<String> name = CollectionConverters.asJava(relation.multipartIdentifier());
      if (name.size() != 1 || !visible.contains(name.get(0).toLowerCase(Locale.ROOT))) {
        problems.add(
            place(source)
                + "reads "
                + String.join(".", name)
                + "; it may read only "
                + new TreeSet<>(views));
      }
    }
    if (plan instanceof UnresolvedTableValuedFunction function) {
      problems.add(
          place(source)
              + "calls the table function "
              + String.join(".", CollectionConverters.asJava(function.name()))
              + "(), which a select may not");
    }
    if (plan instanceof PlanWithUnresolvedIdentifier) {
      problems.add(place(source) + "makes a table's name by IDENTIFIER(); write the name");
    }
    if (plan instanceof ScriptTransformation) {
      problems.add(place(source) + "runs a script by TRANSFORM, which a select may not");
    }
    CollectionConverters.asJava(plan.expressions())
        .forEach(e -> check(e, visible, source, problems));
    CollectionConverters.asJava(plan.children())
        .forEach(child -> check(child, visible, source, problems));
  }

  private static void check(
      Expression expression, Set<String> views, Source source, List<String> problems) {
    if (expression instanceof SubqueryExpression subquery) {
      check(subquery.plan(), views, source, problems);
    }
    if (expression instanceof UnresolvedFunction function) {
      String name =
          String.join(".", CollectionConverters.asJava(function.nameParts()))
              .toLowerCase(Locale.ROOT);
      boolean isClock = name.equals("unix_timestamp") && function.arguments().isEmpty();
      if (FORBIDDEN_FUNCTIONS.contains(name)) {
        problems.add(place(source) + "calls " + name + "(), which a select may not");
      }
      if (UNREPEATABLE_FUNCTIONS.contains(name) || isClock) {
        problems.add(unrepeatable(source, name));
      }
    }
    if (expression instanceof ExpressionWithUnresolvedIdentifier) {
      problems.add(place(source) + "makes a name by IDENTIFIER(); write the name");
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> check(child, views, source, problems));
  }

  /** A clock without parentheses looks like a column until the views are known. */
  private static void checkClocks(LogicalPlan plan, Source source, List<String> problems) {
    CollectionConverters.asJava(plan.expressions()).forEach(e -> checkClocks(e, source, problems));
    CollectionConverters.asJava(plan.children())
        .forEach(child -> checkClocks(child, source, problems));
  }

  private static void checkClocks(Expression expression, Source source, List<String> problems) {
    if (CLOCKS.contains(expression.getClass().getSimpleName())) {
      problems.add(unrepeatable(source, expression.prettyName()));
    }
    if (expression instanceof SubqueryExpression subquery) {
      checkClocks(subquery.plan(), source, problems);
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> checkClocks(child, source, problems));
  }

  private static String unrepeatable(Source source, String function) {
    return place(source)
        + "calls "
        + function
        + "(), which answers otherwise each time; a batch must follow from its files alone";
  }

  private static Set<String> lower(Set<String> names) {
    Set<String> lower = new TreeSet<>();
    names.forEach(n -> lower.add(n.toLowerCase(Locale.ROOT)));
    return lower;
  }

  private static String place(Source source) {
    return "select of source " + source.name() + " ";
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
  }
}
