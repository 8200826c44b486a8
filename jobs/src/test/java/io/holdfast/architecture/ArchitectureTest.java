package io.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.holdfast.feature.Features;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules that keep the rooms apart; Maven alone holds only that modules have no cycles. */
@AnalyzeClasses(
    packages = "io.holdfast",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class ArchitectureTest {
  private static final String[] PIPELINE = {
    "io.holdfast.table..",
    "io.holdfast.landing..",
    "io.holdfast.clean..",
    "io.holdfast.tile..",
    "io.holdfast.snapshot..",
    "io.holdfast.feature..",
    "io.holdfast.label..",
    "io.holdfast.kpi..",
    "io.holdfast.outreach..",
    "io.holdfast.check..",
    "io.holdfast.lake..",
    "io.holdfast.error.."
  };

  /** Where bytes come from and go to. */
  private static final String[] DOORS = {
    "io.holdfast.landing..", "io.holdfast.lake..", "io.holdfast.deliver..", "io.holdfast.world.."
  };

  @ArchTest
  static final ArchRule the_pipeline_does_not_learn =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.ml..",
              "io.holdfast.model..",
              "io.holdfast.job..",
              "io.holdfast.cli..");

  @ArchTest
  static final ArchRule models_do_not_know_how_they_are_run =
      noClasses()
          .that()
          .resideInAPackage("io.holdfast.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.holdfast.job..", "io.holdfast.cli..", "io.holdfast.settings..");

  @ArchTest
  static final ArchRule jobs_do_not_know_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.holdfast.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.holdfast.cli..", "picocli..");

  @ArchTest
  static final ArchRule data_is_read_and_written_at_few_doors =
      noClasses()
          .that()
          .resideOutsideOfPackages(DOORS)
          .and()
          .doNotHaveFullyQualifiedName("io.holdfast.model.ModelStore")
          // Says how much space is left.
          .and()
          .doNotHaveFullyQualifiedName("io.holdfast.cli.DoctorCommand")
          .should()
          .dependOnClassesThat(
              nameMatching(
                      "org\\.apache\\.spark\\.sql\\.(DataFrameReader|DataFrameWriter.*|streaming\\..*)")
                  .or(nameMatching("io\\.delta\\.tables\\..*"))
                  .or(nameMatching("org\\.apache\\.hadoop\\.fs\\.FileSystem")));

  @ArchTest
  static final ArchRule features_and_labels_see_snapshots_and_not_the_lake =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.holdfast.feature..",
              "io.holdfast.label..",
              "io.holdfast.kpi..",
              "io.holdfast.outreach..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.holdfast.lake..", "io.holdfast.landing..");

  @ArchTest
  static void each_family_of_features_declares_its_version(JavaClasses classes) {
    List<JavaClass> families =
        classes.stream()
            .filter(c -> c.getPackageName().equals("io.holdfast.feature"))
            .filter(c -> c.getSimpleName().matches(".+Features"))
            .toList();
    assertThat(families)
        .hasSizeGreaterThan(10)
        .allSatisfy(c -> assertThat(c.tryGetField("FEATURE_VERSION")).isPresent())
        .extracting(c -> c.getSimpleName().replace("Features", "").toLowerCase(Locale.ROOT))
        .isSubsetOf(Features.versions().keySet());
  }

  @ArchTest
  static final ArchRule there_is_one_main =
      methods()
          .that()
          .haveName("main")
          .and()
          .areStatic()
          .and()
          .arePublic()
          .should()
          .beDeclaredIn("io.holdfast.cli.Main");

  @ArchTest
  static final ArchRule spark_knows_every_function =
      noClasses()
          // A fitted model is no expression; MLlib's own score by functions of theirs.
          .that()
          .doNotHaveFullyQualifiedName("io.holdfast.model.Trees")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.spark.sql.api.java..")
                  .or(nameMatching("org\\.apache\\.spark\\.sql\\.expressions\\.UserDefined.*")))
          .orShould()
          .callMethodWhere(target("functions", Set.of("udf", "udaf", "call_udf", "expr")))
          .because("the optimizer sees into no function of ours, and no text is a program");

  @ArchTest
  static final ArchRule dates_are_parameters =
      noClasses()
          .should()
          .callMethodWhere(
              clock("java.time.LocalDate", "now")
                  .or(clock("java.time.LocalDateTime", "now"))
                  .or(clock("java.time.ZonedDateTime", "now"))
                  .or(clock("java.time.OffsetDateTime", "now"))
                  .or(clock("java.time.Instant", "now"))
                  .or(clock("java.lang.System", "currentTimeMillis")))
          .orShould()
          .callMethodWhere(
              target(
                  "functions",
                  Set.of("current_date", "curdate", "current_timestamp", "now", "localtimestamp")))
          .because("the wall clock is no date; a Clock is injected at the root");

  @ArchTest
  static final ArchRule clocks_are_made_at_the_root =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.holdfast.cli..")
          .should()
          .callMethodWhere(clock("java.time.Clock", "systemUTC"))
          .orShould()
          .callMethodWhere(clock("java.time.Clock", "systemDefaultZone"));

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.holdfast.(*)..").should().beFreeOfCycles();

  private static DescribedPredicate<JavaCall<?>> clock(String owner, String name) {
    return call(owner + "." + name, c -> is(c, owner, Set.of(name)));
  }

  private static DescribedPredicate<JavaCall<?>> target(String simpleName, Set<String> names) {
    String owner = "org.apache.spark.sql." + simpleName;
    return call(owner + "." + names, c -> is(c, owner, names));
  }

  private static boolean is(JavaAccess<?> access, String owner, Set<String> names) {
    return access.getTargetOwner().getFullName().equals(owner)
        && names.contains(access.getTarget().getName());
  }

  private static DescribedPredicate<JavaCall<?>> call(
      String description, java.util.function.Predicate<JavaCall<?>> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }
}
