"""The contestants to beat: lazy Polars queries a careful person writes for agency.yaml and for the two-level target.

Outcomes are 0 met, 1 unmet, 2 unknown, 3 not applicable; nothing is checked. Both ways to write outcomes are here, as
which one is faster depends on the machine: ``when`` chains (asking for null first is their fastest form), and truths
cast to numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

LEVELS = pl.Enum(["Yếu", "Trung bình", "Khá", "Tốt"])


def truths(*, enums: bool) -> dict[str, pl.Expr]:
    """The ten criteria as Kleene truths; a criterion counts as true where it does not apply."""
    col = pl.col
    good = col("index") >= pl.lit("Khá", dtype=LEVELS) if enums else col("index").is_in(["Khá", "Tốt"])
    in_time = (col("registered_on") < date(2022, 5, 5)) & (col("reported_on") <= date(2022, 11, 30))
    return {
        "plan": col("plan"),
        "launched": col("launched"),
        "tasks": col("tasks_done") >= 100,
        "initiative": col("initiatives") >= 1,
        "lawful": col("lawful_initiatives") == col("initiatives"),
        "effective": col("effective_initiatives") >= 1,
        "head": ~col("head_disciplined"),
        "conduct": col("conduct") >= 95.5,
        "index": ~col("indexed") | good,
        "in-time": in_time,
    }


def coded(truth: pl.Expr) -> pl.Expr:
    return (~truth).cast(pl.UInt8).fill_null(pl.lit(2, dtype=pl.UInt8))


def chained(truth: pl.Expr) -> pl.Expr:
    one = {code: pl.lit(code, dtype=pl.UInt8) for code in range(4)}
    return pl.when(truth.is_null()).then(one[2]).when(truth).then(one[0]).otherwise(one[1])


def verdict(found: Mapping[str, pl.Expr], *, chain: bool) -> pl.Expr:
    return (chained if chain else coded)(pl.all_horizontal(list(found.values()))).alias("verdict")


def by_hand(frame: pl.DataFrame | pl.LazyFrame, *, enums: bool, chain: bool = False) -> pl.LazyFrame:
    """Verdict and ten outcomes in one lazy query."""
    found = truths(enums=enums)
    write = chained if chain else coded
    outcomes = {f"outcome:{id}": write(truth) for id, truth in found.items()}
    off = pl.lit(3, dtype=pl.UInt8)
    outcomes["outcome:index"] = pl.when(~pl.col("indexed")).then(off).otherwise(outcomes["outcome:index"])
    return frame.lazy().select(verdict(found, chain=chain), **outcomes)


def verdict_by_hand(frame: pl.DataFrame | pl.LazyFrame, *, enums: bool, chain: bool = False) -> pl.LazyFrame:
    """The verdict alone."""
    return frame.lazy().select(verdict(truths(enums=enums), chain=chain))


def texts_by_hand(frame: pl.DataFrame) -> pl.LazyFrame:
    """Ten columns of reasons in Vietnamese, as ``pl.format`` writes them: shorter than ours."""
    asked = {
        "plan": ("Có kế hoạch", "có"),
        "launched": ("Đã phát động", "có"),
        "tasks_done": ("Tỷ lệ nhiệm vụ hoàn thành", "đủ 100 %"),
        "initiatives": ("Số sáng kiến", "từ 1 trở lên"),
        "lawful_initiatives": ("Số sáng kiến đúng pháp luật", "bằng “Số sáng kiến”"),
        "effective_initiatives": ("Số sáng kiến hiệu quả", "từ 1 trở lên"),
        "head_disciplined": ("Người đứng đầu bị kỷ luật", "không"),
        "conduct": ("Tỷ lệ chấp hành quy tắc ứng xử", "từ 95,5 % trở lên"),
        "index": ("Mức chỉ số", "từ Khá trở lên"),
        "registered_on": ("Ngày đăng ký", "trước ngày 05/5/2022"),
    }
    found = zip(asked.items(), truths(enums=frame.schema["index"] != pl.String).values(), strict=True)
    return frame.lazy().select(
        pl.when(truth)
        .then(pl.format(label + ": {} – đáp ứng yêu cầu " + limit, pl.col(name)))
        .when(~truth)
        .then(pl.format(label + ": {} – yêu cầu " + limit, pl.col(name)))
        .otherwise(pl.lit(label + ": chưa có dữ liệu – yêu cầu " + limit))
        .alias(name)
        for (name, (label, limit)), truth in found
    )


def target_by_hand(frame: pl.DataFrame) -> pl.LazyFrame:
    """The two-level target by nested ``list.eval``: every field of every unit above 90, and 70 % of units above 95.

    Kleene as ours: unknown fields and missing lists stay unknown, a share of units is bounded on both sides.
    """
    fields = pl.element().struct.field("fs")
    above = {limit: pl.col("us").list.eval(_all_above(fields, limit)) for limit in (90, 95)}
    missing = pl.col("us").list.len() == 0
    every = _every(above[90], missing)
    size = above[95].list.len().cast(pl.Int64)
    met = above[95].list.count_matches(True).cast(pl.Int64)
    refuted = above[95].list.count_matches(False).cast(pl.Int64)
    low, high = 100 * met >= 70 * size, 100 * (size - refuted) < 70 * size
    most = pl.when(missing).then(None).when(low).then(True).when(high).then(False)
    return frame.lazy().select(verdict=coded(every & most), every=coded(every), most=coded(most))


def _all_above(fields: pl.Expr, limit: int) -> pl.Expr:
    tests = fields.list.eval(pl.element().struct.field("on") > limit)
    return _every(tests, fields.list.len() == 0)


def _every(tests: pl.Expr, missing: pl.Expr) -> pl.Expr:
    return pl.when(missing).then(None).otherwise(tests.list.all(ignore_nulls=False))
