"""Writes the pages of ``docs`` that are made from the program: problem codes and commands in both languages, the Python
reference, and campaigns of ``examples`` (``cchc-rules pages`` writes those of the shipped rulesets).

``python docs/generate.py`` writes them anew; ``tests/test_reference_pages.py`` fails while one is stale.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import cchc_rules as cr
from cchc_rules.cli import cchc_rules
from cchc_rules.cli.terminal import Terminal
from cchc_rules.pages.campaign_page import campaign_files
from cchc_rules.phrases import LANGUAGES, TABLES, phrase

DOCS = Path(__file__).parent
ROOT = DOCS.parent
CAMPAIGNS = ("examples/scored_campaign",)
"""Rulesets that are not shipped and have a page nevertheless."""

WIDTH = 96
SENTENCE = re.compile(r"([.:;]) (?=[A-Z`])")
HEADINGS = {
    "source": (
        ("Đọc tệp", "Sai sót về YAML hoặc về khóa trong tệp tiêu chí, tệp tình huống."),
        ("Reading the file", "What is wrong with a ruleset or cases file as YAML, or with its keys."),
    ),
    "language": (
        ("Hiểu bộ tiêu chí", "Sai sót về tên, kiểu, biểu thức; cả khi dịch bộ tiêu chí."),
        ("Understanding the ruleset", "What is wrong with names, types, expressions; also at compile."),
    ),
    "scores": (
        ("Điểm và xếp loại", "Sai sót về bảng chấm, khung điểm, mức trần; cả khi dịch bộ tiêu chí."),
        ("Scores and grades", "What is wrong with a sheet of lines, a band or a cap; also at compile."),
    ),
    "years": (
        ("Nhiều năm liên tục", "Sai sót về `run(…)` hoặc `unlisted` của danh sách; cả khi dịch bộ tiêu chí."),
        ("Runs of years", "What is wrong with `run(…)`, or with the `unlisted` of a list; also at compile."),
    ),
    "choices": (
        ("Lựa chọn", "Sai sót về các lựa chọn của một dữ kiện, hoặc về điều được so sánh với chúng."),
        ("Choices", "What is wrong with the options of a choice, or with what is held against them."),
    ),
    "shared": (
        ("Phần dùng chung", "Sai sót về `shared` hoặc `uses` của một đối tượng."),
        ("Shared parts", "What is wrong with `shared`, or with the `uses` of a category."),
    ),
    "lint": (
        ("Cảnh báo", "Nạp được nhưng chắc không phải điều muốn viết; với `check --strict`, cảnh báo là lỗi."),
        ("Warnings", "What loads and yet is hardly meant; `check --strict` takes warnings for errors."),
    ),
    "facts": (
        ("Dữ kiện của hồ sơ", "Sai sót ở một giá trị, một danh sách hoặc tên dữ kiện."),
        ("Facts of a candidate", "What is wrong with a value, a list or a name of a fact."),
    ),
    "decisions": (
        ("Hồ sơ và biên bản", "Sai sót của cả hồ sơ, hoặc của biên bản kết luận."),
        ("Candidates and records", "What is wrong with a candidate as a whole, or with a decision record."),
    ),
    "records": (
        ("Kho biên bản", "Sai sót của kho biên bản, của mốc kiểm tra."),
        ("Stores of records", "What is wrong with a store of records, or with a checkpoint."),
    ),
    "commands": (
        ("Lệnh", "Điều yêu cầu ở lệnh mà không làm được."),
        ("Commands", "What a command was asked that cannot be done."),
    ),
    "intake": (
        ("Tệp hồ sơ", "Sai sót của tệp CSV, JSON, JSONL."),
        ("Files of candidates", "What is wrong with a CSV, JSON or JSONL file."),
    ),
    "sheets": (
        ("Bảng tính", "Ô, dòng tiêu đề hoặc trang tính không đọc được như đã ghi."),
        ("Workbooks", "What cannot be read of a cell, a header or a sheet as it stands."),
    ),
    "mapping": (
        ("Bảng ghép cột", "Sai sót của bảng ghép cột, hoặc trang tính không đúng như bảng ghép cột."),
        ("Mappings", "What is wrong with a mapping, or with a sheet that is not as it says."),
    ),
    "ballot": (
        ("Phiếu đánh giá", "Sai sót của các ý kiến đánh giá ghi trên phiếu riêng."),
        ("Ballots", "What is wrong with judgements that were filled in on a sheet of their own."),
    ),
    "season": (
        ("Theo dõi cả đợt", "Sai sót của một cập nhật hoặc của nhật ký."),
        ("Seasons", "What is wrong with an update or with a journal."),
    ),
    "remedies": (
        ("Cách khắc phục", "Điều hỏi `remedies` mà không có."),
        ("Remedies", "What `remedies` was asked that is not there."),
    ),
    "asking": (
        ("Hỏi đáp", "Điều `ask` không nhận."),
        ("Interviews", "What `ask` does not take."),
    ),
    "papers": (
        ("Phiếu đề nghị bổ sung, danh sách", "Điều hỏi `supplement`, `roster` mà không có."),
        ("Requests and lists", "What `supplement` and `roster` were asked that is not there."),
    ),
    "comparison": (
        ("So sánh", "Điều `compare` nhận được mà không so sánh được với nhau."),
        ("Comparisons", "What `compare` was given that it cannot hold against each other."),
    ),
    "copies": (
        ("Bản sao phong trào", "Điều `new` không làm được."),
        ("Copies of campaigns", "What `new` cannot do."),
    ),
    "columns": (
        ("Xét theo cột", "Điều không đọc được của một khung dữ liệu."),
        ("Frames", "What cannot be read of a frame of columns."),
    ),
    "bulk": (
        ("Tệp hàng triệu dòng", "Điều `columns` và `spark` không làm được từ dòng lệnh."),
        ("Files of millions", "What the engines `columns` and `spark` cannot do from the command line."),
    ),
    "selection": (
        ("Xét chọn trong bộ tiêu chí", "Sai sót của một cách xét chọn khai trong bộ tiêu chí."),
        ("Selections of a ruleset", "What is wrong with a selection as a ruleset declares it."),
    ),
    "standings": (
        ("Xét chọn", "Điều không xét chọn được với các hồ sơ đã cho."),
        ("Selecting", "What cannot be selected of the candidates given."),
    ),
    "service": (
        ("Dịch vụ", "Sai sót của một yêu cầu gửi đến dịch vụ."),
        ("The service", "What is wrong with a request to the service."),
    ),
    "service_pages": (
        ("Trang của dịch vụ", "Sai sót của điều nhập trên các trang của dịch vụ."),
        ("Pages of the service", "What is wrong with what was entered on the pages of the service."),
    ),
}
"""What is said above the codes of each table of phrases that has any; a new table needs an entry."""

WORDS = {
    "codes": ("Mã lỗi", "Problem codes"),
    "codes.made": (
        "Trang do docs/generate.py viết từ câu chữ của chương trình; không sửa trực tiếp.",
        "Written by docs/generate.py from the phrases of the package; do not edit.",
    ),
    "codes.about": (
        "Mỗi lỗi có vị trí, mã, thông báo và thường có gợi ý.\n"
        "Mã không đổi; kiểm thử và chương trình có thể dựa vào mã.\n"
        "Chữ trong ngoặc nhọn được điền khi báo lỗi.\n"
        "Mã có nhiều cách nói thì mỗi cách một dòng.\n"
        "Mã có đường dẫn thì dẫn tới một ví dụ sai và đúng những gì được in ra.",
        "A problem has a place, a code, a message and often a help line.\n"
        "Codes are stable; tests and programs may rely on them.\n"
        "Words in braces are filled in when the problem is reported.\n"
        "A code with several wordings has one line for each.\n"
        "A code that is a link leads to an example of it, with what is printed.",
    ),
    "codes.table": ("| Mã | Thông báo |", "| Code | Message |"),
    "codes.help": ("gợi ý", "help"),
    "commands": ("Các lệnh", "Commands"),
    "commands.made": (
        "Trang do docs/generate.py viết từ phần trợ giúp của lệnh; không sửa trực tiếp.",
        "Written by docs/generate.py from the help of the commands; do not edit.",
    ),
    "commands.about": (
        "Kết quả ra đầu ra chuẩn; mọi thứ khác ra đầu ra lỗi.\n"
        "Lệnh nói tiếng Việt; `--lang en` hoặc biến `CCHC_LANG=en` làm lệnh nói tiếng Anh.",
        "Results go to standard output, everything else to standard error.\n"
        "The commands speak Vietnamese; `--lang en` or the variable `CCHC_LANG=en` makes them speak English.",
    ),
    "commands.codes": (
        "| Mã thoát | Nghĩa |\n|---|---|\n"
        "| 0 | xong |\n"
        "| 1 | có sai sót trong bộ tiêu chí hoặc dữ liệu, tình huống không đúng, chỗ chưa được thử |\n"
        "| 2 | gõ lệnh sai, hoặc một tệp không đọc, không ghi được |\n"
        "| 3 | lỗi của chính chương trình |",
        "| Exit code | Means |\n|---|---|\n"
        "| 0 | done |\n"
        "| 1 | faults were found in rulesets or data, cases that fail, holes in coverage |\n"
        "| 2 | the command was used wrongly, or a file cannot be read or written |\n"
        "| 3 | a fault of this program |",
    ),
    "commands.ruleset": (
        "`RULESET` là mã, hoặc đường dẫn của một tệp YAML hay của thư mục có `ruleset.yaml`.\n"
        "Mã được tìm trong các thư mục của biến `CCHC_RULESETS`, rồi trong các bộ tiêu chí kèm theo.",
        "A `RULESET` is an id, or the path of a YAML file or of a folder that holds `ruleset.yaml`.\n"
        "An id is looked up in the folders of the variable `CCHC_RULESETS`, then among the rulesets that are shipped.",
    ),
}
"""What the pages say in each language, as phrases are: Vietnamese, then English."""


def pages() -> dict[str, str]:
    """Every generated page by its path below ``docs``."""
    made = {"reference/python.md": "\n".join(_python()) + "\n"}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        for name, lines in (("problem-codes", _problem_codes(language)), ("commands", _commands(language))):
            path, twin = (f"{'vi/' * (one == 'vi')}reference/{name}.md" for one in (language, other))
            lead = f"[{phrase('pages.this-language', other)}]({_way(path, twin)})"
            title, *rest = lines
            made[path] = "\n".join((title, "", lead, *rest)) + "\n"
    for folder in CAMPAIGNS:
        files = campaign_files(cr.load(ROOT / folder), readme=_way("docs/campaigns/page", str(Path(folder).parent)))
        made |= {f"campaigns/{name}": text for name, text in files.items()}
    return made


def _way(page: str, target: str) -> str:
    """The link from a page to what lies elsewhere; both are paths from one folder."""
    return Path(os.path.relpath(target, Path(page).parent)).as_posix()


def _say(key: str, language: str) -> str:
    return WORDS[key][LANGUAGES.index(language)]


def _problem_codes(language: str) -> Iterator[str]:
    yield f"# {_say('codes', language)}"
    yield from ("", f"<!-- {_say('codes.made', language)} -->", "", _say("codes.about", language))
    for table in TABLES:
        phrases = import_module(f"cchc_rules.phrases.{table}").PHRASES
        codes = sorted({code for key in phrases if is_code(code := key.partition(".")[0])})
        if codes:
            yield from _section(table, codes, phrases, language)


def is_code(stem: str) -> bool:
    """Whether the first part of a phrase's key is a problem code, not a group of other words."""
    return "-" in stem or stem == "unbalanced"


def _section(table: str, codes: list[str], phrases: dict[str, tuple[str, str]], language: str) -> Iterator[str]:
    side = LANGUAGES.index(language)
    heading, about = HEADINGS[table][side]
    yield from ("", f"## {heading}", "", about, "", _say("codes.table", language), "|---|---|")
    for code in codes:
        example = f"tests/diagnostics/{code}.md"
        way = _way(f"docs/{'vi/' * (language == 'vi')}reference/page", example)
        shown = f"[`{code}`]({way})" if (ROOT / example).exists() else f"`{code}`"
        own = {key: words[side] for key, words in phrases.items() if key.partition(".")[0] == code}
        said = [_cell(words) for key, words in own.items() if not key.endswith((".help", ".option"))]
        helps = dict.fromkeys(_cell(words) for key, words in own.items() if key.endswith((".help", ".option")))
        said += [f"*{_say('codes.help', language)}: {one}*" for one in helps]
        yield f"| {shown} | {'<br>'.join(said)} |"


def _cell(template: str) -> str:
    plain = template.replace("{{", "{").replace("}}", "}")
    return plain.replace("|", "\\|").replace("<", "&lt;")


def _commands(language: str) -> Iterator[str]:
    yield f"# {_say('commands', language)}"
    yield from ("", f"<!-- {_say('commands.made', language)} -->")
    for key in ("commands.about", "commands.codes", "commands.ruleset"):
        yield from ("", _say(key, language))
    for path in _paths((), cchc_rules):
        yield from ("", f"## `{' '.join(('cchc-rules', *path))}`")
        yield from ("", "```text", *_help(path, language), "```")


def _paths(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[str, ...]]:
    """The names that lead to a command and to those below it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one is not None
            yield from _paths((*path, name), one)


def _help(path: tuple[str, ...], language: str) -> list[str]:
    """The lines of a command's help in one language."""
    command: click.Command = cchc_rules
    context = click.Context(command, info_name="cchc-rules", obj=Terminal(language), terminal_width=WIDTH)
    for name in path:
        assert isinstance(command, click.Group)
        below = command.get_command(context, name)
        assert below is not None
        command = below
        context = click.Context(command, parent=context, info_name=name, obj=context.obj, terminal_width=WIDTH)
    return [line.rstrip() for line in command.get_help(context).splitlines()]


# --- Python -------------------------------------------------------------------------------------------------------


def _python() -> Iterator[str]:
    yield "# Python reference"
    yield ""
    yield "<!-- Written by docs/generate.py from the package; do not edit. -->"
    yield ""
    yield "Everything here is read from `cchc_rules` (`import cchc_rules as cr`) and is public."
    yield "It stays, or is announced a version before it goes ([what is stable](stability.md))."
    yield "Names are loaded when first used."
    for name in cr.__all__:
        if not name.startswith("_"):
            yield from ("", f"## `{name}`", "", *_describe(name, getattr(cr, name)))


def _describe(name: str, thing: Any) -> Iterator[str]:
    """Signature and docstring of a function; of a class its public members too."""
    if not inspect.isclass(thing):
        yield from _block(name, thing)
        return
    is_error = issubclass(thing, Exception)
    called = [f"class {name}"] if issubclass(thing, Exception | Enum) else _call(f"class {name}", thing)
    yield from ("```python", *called, "```", "", *_paragraphs(thing))
    own = [one for one in thing.__mro__ if one.__module__.startswith("cchc_rules.") and not issubclass(one, Enum)]
    for member, value in (pair for one in (own or [thing]) for pair in vars(one).items()):
        if member.startswith("_") or is_error:
            continue
        if isinstance(value, property) and value.__doc__:
            yield from ("", f"**`.{member}`** {_first(value)}")
        elif callable(value) or isinstance(value, classmethod | staticmethod):
            value = getattr(thing, member)
            if inspect.getdoc(value) and not inspect.isclass(value):
                yield from ("", f"**`.{member}{_signature(value)}`** {_first(value)}")
    if issubclass(thing, Enum):
        yield from ("", ", ".join(f"`{one.value}`" for one in thing))


def _block(name: str, thing: Any) -> Iterator[str]:
    yield from ("```python", *_call(name, thing), "```", "", *_paragraphs(thing))


def _call(name: str, thing: Any) -> list[str]:
    """How it is called on one line, or a parameter a line where that would be too long to be seen at once."""
    parts, back = _parts(thing)
    line = f"{name}({', '.join(parts)}){back}"
    if len(line) <= WIDTH - 8:
        return [line]
    return [f"{name}(", *(f"    {one}," for one in parts), f"){back}"]


class _Plain(str):
    """An annotation that is text already: shown without quotes."""

    __repr__ = str.__str__


def _signature(thing: Any) -> str:
    parts, back = _parts(thing)
    return f"({', '.join(parts)}){back}"


def _parts(thing: Any) -> tuple[list[str], str]:
    """The parameters, annotations as they are written, without what the interpreter passes itself; what comes back."""
    found = inspect.signature(thing)
    shown = [_bare(one) for one in found.parameters.values() if one.name not in ("self", "cls")]
    back = "" if found.return_annotation in (None, "None", found.empty) else f" -> {found.return_annotation}"
    return [*_separated(shown)], back


def _separated(parameters: list[inspect.Parameter]) -> Iterator[str]:
    """The parameters in words, with the star before the first that goes by name only."""
    is_starred = False
    for one in parameters:
        if one.kind is one.KEYWORD_ONLY and not is_starred:
            yield "*"
        is_starred |= one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
        yield str(one)


def _bare(one: inspect.Parameter) -> inspect.Parameter:
    default = one.default
    if default is not one.empty and not isinstance(default, str | int | float | tuple | bool | type(None)):
        default = _Plain("…")
    annotation = one.annotation if one.annotation is one.empty else _Plain(one.annotation)
    return one.replace(annotation=annotation, default=default)


def _paragraphs(thing: Any) -> Iterator[str]:
    """The docstring, a sentence a line, its literals as Markdown writes them."""
    for paragraph in (inspect.getdoc(thing) or "").split("\n\n"):
        yield from (*SENTENCE.sub(r"\1\n", _literal(" ".join(paragraph.split()))).split("\n"), "")


def _first(thing: Any) -> str:
    return _literal(" ".join((inspect.getdoc(thing) or "").split()))


def _literal(text: str) -> str:
    return text.replace("``", "`")


if __name__ == "__main__":
    for file, text in pages().items():
        (DOCS / file).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / file).write_text(text, encoding="utf-8")
