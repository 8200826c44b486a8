"""How the slower checks start Holdfast: with options that suit many short runs on tiny lakes."""
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent

# On a few rows most of a night is Java compiling what Spark generates; interpreted, the same night
# takes two thirds of the CPU seconds. The demo and the acceptance run compiled, as users do.
SHORT_RUNS = " ".join([
    "-XX:TieredStopAtLevel=1",
    # With one tier the JVM sets aside a fifth of what a night with a training fills.
    "-XX:ReservedCodeCacheSize=256m",
    "-Dspark.sql.codegen.wholeStage=false",
    "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
    "-Dspark.sql.adaptive.enabled=false",
])
ENVIRONMENT = {**os.environ,
               "HOLDFAST_JAVA_OPTS": os.environ.get("HOLDFAST_JAVA_OPTS", SHORT_RUNS)}
