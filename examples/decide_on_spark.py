"""Decides a table of agencies on the cluster it is submitted to; where the table lies, the results stay.

    spark-submit --master local[2] examples/decide_on_spark.py agencies.parquet decided.parquet

The workers need `cchc_rules[polars,spark]`; `PYSPARK_PYTHON` names the Python that has it.
"""

from __future__ import annotations

import sys

from pyspark.sql import SparkSession

import cchc_rules as cr
from cchc_rules.engines.spark import decide_dataframe


def main(source: str, target: str) -> None:
    """Writes a folder of Parquet parts with id, verdict and outcomes, and prints how many have each verdict."""
    spark = SparkSession.builder.appName("cchc-rules").getOrCreate()
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    decide_dataframe(program, spark.read.parquet(source)).write.parquet(target)
    for row in spark.read.parquet(target).groupBy("verdict").count().orderBy("verdict").collect():
        print(f"{row['verdict']}: {row['count']}")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
