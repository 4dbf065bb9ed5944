"""What is said when files of millions of candidates are decided block by block."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "option.engine": (
        "Cách xét: `direct` đọc mọi loại tệp; `columns` (và `spark`, trên Spark) xét hàng triệu hồ sơ trong một tệp "
        "CSV hoặc Parquet và ghi ra tệp .parquet, .csv, .jsonl: có kết luận, kết quả từng tiêu chí, dữ kiện còn thiếu "
        "và lỗi dữ liệu; lý do chỉ có khi thêm `--reasons`.",
        "How to decide: `direct` reads every kind of file; `columns` (and `spark`, on Spark) decides millions of "
        "candidates of one CSV or Parquet file into a .parquet, .csv or .jsonl file: verdicts, outcomes, missing "
        "facts and problems; reasons only with `--reasons`.",
    ),
    "engine-input": (
        "`--engine {engine}` không đọc tệp loại `{ending}`, chỉ đọc CSV và Parquet",
        "`--engine {engine}` reads CSV and Parquet, no files of kind `{ending}`",
    ),
    "engine-input.several": (
        "`--engine {engine}` chỉ đọc một tệp",
        "`--engine {engine}` reads one file",
    ),
    "engine-input.piped": (
        "`--engine {engine}` đọc tệp, không đọc stdin",
        "`--engine {engine}` reads a file, not standard input",
    ),
    "engine-input.help": (
        "bỏ `--engine`: cách xét mặc định (`direct`) đọc được",
        "leave `--engine` out: the default (`direct`) reads it",
    ),
    "engine-option": (
        "không dùng `{option}` cùng `--engine {engine}` được",
        "`{option}` does not go with `--engine {engine}`",
    ),
    "engine-option.help": (
        "bỏ `--engine`: cách xét mặc định (`direct`) làm được",
        "leave `--engine` out: the default (`direct`) does it",
    ),
    "engine-output": (
        "`--engine {engine}` không ghi kết quả dạng `{form}`",
        "`--engine {engine}` writes no results of the form `{form}`",
    ),
    "engine-output.none": (
        "`--engine {engine}` ghi kết quả ra tệp, cần `-o`",
        "`--engine {engine}` writes its results to a file: `-o` is needed",
    ),
    "engine-output.help": (
        "dùng `-o` với tệp .parquet, .csv hoặc .jsonl",
        "give `-o` with a .parquet, .csv or .jsonl file",
    ),
    "large-output": (
        "không ghi được kết quả ra tệp loại `{ending}`",
        "results cannot be written to files of kind `{ending}`",
    ),
    "large-output.help": ("dùng .parquet, .csv hoặc .jsonl", "use .parquet, .csv or .jsonl"),
    "file.read-too": (
        "`{path}` là tệp đang được đọc để xét: không ghi kết quả đè lên, cần một tệp khác",
        "`{path}` is read for the candidates: results are not written over it, another file is needed",
    ),
    "blocks.disagree": (
        "{file}: hai cách xét không cùng thấy lỗi ở các dòng như nhau; không kết luận dòng nào",
        "{file}: two engines do not find fault with the same rows; no row is decided",
    ),
    "spark.java-missing": (
        "cần cài Java (17 trở lên) để chạy Spark",
        "Spark needs Java (17 or later), which is not installed",
    ),
    "spark-failed": ("Spark dừng vì lỗi: {detail}", "Spark stopped: {detail}"),
}
