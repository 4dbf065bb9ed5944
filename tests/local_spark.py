"""PySpark on this machine, as somebody who calls us from their own program has it."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.machine import require


@contextmanager
def local_spark(records: int) -> Iterator[Any]:
    """A quiet session that hands over so many records at a time; tests of it need Java."""
    require("java")
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # what runs once is not worth compiling
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(records),
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield found
    found.stop()
