"""Expression text to the expression tree, names unresolved: an allow-list of Python's own grammar; nothing runs."""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final, cast, get_args

from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    CalendarKind,
    Compare,
    FirstOf,
    Fold,
    FoldKind,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadResult,
    Relation,
    Sign,
    Size,
    YearRun,
)
from cchc_rules.language.shapes import BOOLEAN, DATE, INTEGER, NUMBER
from cchc_rules.language.tokens import Placer, Token, read_tokens
from cchc_rules.problems import Problem, Span
from cchc_rules.text import nearest
from cchc_rules.values import day

FOLDS: Final[tuple[str, ...]] = get_args(FoldKind)
CALENDAR: Final[tuple[str, ...]] = get_args(CalendarKind)
"""Functions of dates; without brackets these words are names."""

BRACKETED: Final = (*FOLDS, "date")
CALLS: Final = (*BRACKETED, *CALENDAR)
INSTEAD: Final = {"len": "count", "size": "count", "length": "count", "every": "all", "some": "any", "exists": "any"}
"""Functions of other languages, with the one that is meant."""

ROUNDING: Final = ("round", "floor", "ceil", "int", "trunc")
EVERY_VALUE: Final = "param[]"
"""The item of the attribute that stands for every value of a list parameter, as in ``x in param["years"]``."""

_COMPARISONS: Final[dict[type[ast.cmpop], Relation]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_ARITHMETIC: Final[dict[type[ast.operator], Sign]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def parse(text: str, place: Placer) -> tuple[Node | None, list[Problem]]:
    """The tree of an expression, or None with every problem found; names, fields and texts are unresolved."""
    found, problems = read_tokens(text, place)
    if problems:
        return None, problems
    if not found:
        return None, [Problem("expression-empty", place(0, 1))]
    try:
        # INVARIANT: brackets balance (tokens saw to it), so the wrapping parentheses cannot be closed from inside.
        tree = ast.parse(f"({text}\n)", mode="eval")
    except SyntaxError as error:
        return None, [_syntax_problem(text, found, error, place)]
    reader = _TreeReader(text, _line_starts(text), {token.offset: token for token in found}, place)
    try:
        return reader.node(tree.body), []
    except _Refused as refused:
        return None, [refused.problem]


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(i + 1 for i, character in enumerate(text) if character == "\n"))


def _syntax_problem(text: str, found: tuple[Token, ...], error: SyntaxError, place: Placer) -> Problem:
    starts = _line_starts(text)
    line = min((error.lineno or 1) - 1, len(starts) - 1)
    offset = starts[line] + max(0, (error.offset or 1) - 1 - (1 if line == 0 else 0))
    last = found[-1]
    if offset >= last.offset + len(last.text) or (error.lineno or 1) > len(starts):
        return Problem("expression-cut", place(last.offset, len(last.text)), {"text": last.text})
    if "Generator expression" in error.msg:  # `run(… for … in …, to=…)` without brackets of its own
        return Problem("bad-call", place(offset, 1), {"function": "run"}, "run")
    if "expected 'else'" in error.msg:
        cut = next(token for token in reversed(found) if token.text == "if")
        return Problem("bad-expression", place(cut.offset, 2), {}, "no-else")
    meant = next(token for token in found if token.offset + len(token.text) > offset)
    return Problem("bad-expression", place(meant.offset, len(meant.text)), {"text": meant.text})


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _TreeReader:
    """Reads Python's tree into ours; every refusal points at its own characters."""

    text: str
    starts: tuple[int, ...]
    tokens: dict[int, Token]
    place: Placer

    def node(self, tree: ast.expr) -> Node:
        """Our node for a Python node, or `_Refused`."""
        match tree:
            case ast.BoolOp():
                return self.connective(tree)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.node(operand), self.span(tree))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negate(self.node(operand), self.span(tree))
            case ast.BinOp():
                return self.arithmetic(tree)
            case ast.Compare():
                return self.comparison(tree)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                values = self.node(body), self.node(orelse)
                return FirstOf((self.node(test),), values, span=self.span(tree))
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.reference(tree)
            case ast.Constant():
                return self.constant(tree)
            case ast.Call():
                return self.call(tree)
            case _:
                raise self.refuse("bad-expression", tree, text=self.quote(tree))

    def connective(self, tree: ast.BoolOp) -> Node:
        """And or Or, nested ones of the same kind flattened."""
        kind = And if isinstance(tree.op, ast.And) else Or
        operands: list[Node] = []
        for value in tree.values:
            node = self.node(value)
            operands.extend(node.operands if isinstance(node, kind) else (node,))
        return kind(tuple(operands), self.span(tree))

    def arithmetic(self, tree: ast.BinOp) -> Node:
        """Sum, difference, product or quotient."""
        left, right = self.node(tree.left), self.node(tree.right)
        if isinstance(tree.op, ast.Div):
            return Quotient(left, right, span=self.span(tree))
        return Arithmetic(_ARITHMETIC[type(tree.op)], left, right, self.span(tree))

    def comparison(self, tree: ast.Compare) -> Node:
        """A comparison, a chain of them as And, or membership."""
        if isinstance(tree.ops[0], ast.In | ast.NotIn) and len(tree.ops) == 1:
            return self.membership(tree)
        if any(isinstance(op, ast.Is | ast.IsNot) for op in tree.ops):
            raise self.refuse("bad-expression", tree, "is", text=self.quote(tree))
        if any(type(op) not in _COMPARISONS for op in tree.ops):
            raise self.refuse("bad-expression", tree, "chain", text=self.quote(tree))
        sides = [tree.left, *tree.comparators]
        links = tuple(
            Compare(_COMPARISONS[type(op)], self.node(a), self.node(b), self.between(a, b))
            for op, (a, b) in zip(tree.ops, pairwise(sides), strict=True)
        )
        return links[0] if len(links) == 1 else And(links, self.span(tree))

    def membership(self, tree: ast.Compare) -> Node:
        """``x in [..]``, ``x not in [..]``, or membership in a list parameter."""
        right = tree.comparators[0]
        span = self.span(tree)
        if isinstance(right, ast.List):
            if not right.elts:
                raise self.refuse("in-nothing", right)
            options = tuple(self.node(one) for one in right.elts)
        elif isinstance(right, ast.Subscript):
            named = self.reference(right)
            if not isinstance(named, Attribute):
                raise self.refuse("in-what", right, text=self.quote(right))
            options = (replace(named, item=EVERY_VALUE),)
        else:
            raise self.refuse("in-what", right, text=self.quote(right))
        inside = In(self.node(tree.left), options, span)
        return Not(inside, span) if isinstance(tree.ops[0], ast.NotIn) else inside

    def reference(self, tree: ast.expr) -> Name | Attribute | Literal | AsOf | ReadResult:
        """A name, a field of an item, ``param["…"]``, a line of a score, ``as_of`` or a truth."""
        match tree:
            case ast.Name(id="true" | "false" as word):
                return Literal(word == "true", BOOLEAN, self.span(tree))
            case ast.Name(id="as_of"):
                return AsOf(self.span(tree))
            case ast.Name(id="null"):
                raise self.refuse("unexpected-text", tree, "null", text="null")
            case ast.Attribute(value=ast.Name(id="as_of")):
                raise self.refuse("unknown-item", tree, "date", item="as_of")
            case ast.Name(id=name) if name in BRACKETED:
                raise self.refuse("bad-call", tree, "bare", function=name)
            case ast.Name(id="param"):
                raise self.refuse("bad-parameter", tree)
            case ast.Name(id=name):
                return Name(name, self.span(tree))
            case ast.Attribute(value=ast.Name(id=item), attr=name) if item != "param":
                return Attribute(item, name, self.span(tree))
            case ast.Subscript(value=ast.Name(id="param"), slice=ast.Constant(value=str() as name)):
                return Attribute("param", name, self.span(tree))
            case ast.Subscript(value=ast.Name(id="param")) | ast.Attribute(value=ast.Name(id="param")):
                raise self.refuse("bad-parameter", tree)
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as line)) if line:
                return ReadResult(name, line, False, NUMBER, self.span(tree))
            case _:
                raise self.refuse("bad-expression", tree, text=self.quote(tree))

    def constant(self, tree: ast.Constant) -> Node:
        """A text not yet typed, or a number read from its own characters, never from a binary float."""
        span = self.span(tree)
        if isinstance(tree.value, str):
            return BareText(tree.value, span)
        token = self.tokens.get(self.offset(tree.lineno, tree.col_offset))
        if token is None or token.kind != "number":
            raise self.refuse("bad-expression", tree, text=self.quote(tree))
        number = Fraction(token.text)
        return Literal(int(number), INTEGER, span) if number.denominator == 1 else Literal(number, NUMBER, span)

    def call(self, tree: ast.Call) -> Node:
        """A fold over a list, a count, a share or a date."""
        if isinstance(tree.func, ast.Name) and tree.func.id in ("zeros", "run"):
            return self.zeros(tree) if tree.func.id == "zeros" else self.run(tree)
        if not isinstance(tree.func, ast.Name) or tree.func.id not in CALLS:
            name = self.quote(tree.func)
            if name in ROUNDING:
                raise self.refuse("unknown-function", tree.func, "round", function=name)
            meant = INSTEAD.get(name) or nearest(name, (*CALLS, "run")) or ""
            raise self.refuse("unknown-function", tree.func, function=name, nearest=meant)
        function = tree.func.id
        match function, tree.args:
            case _ if tree.keywords or any(isinstance(one, ast.Starred) for one in tree.args):
                raise self.refuse("bad-call", tree, function, function=function)
            case "date", [ast.Constant(value=str() as text) as argument]:
                return self.date(text, argument, tree)
            case "count", [ast.Name() | ast.Attribute() as over]:
                return Size(self.list_reference(over), self.span(tree))
            case "year", [_]:
                return self.calendar("year", tree)
            case "months" | "years", [_, _]:
                return self.calendar("months" if function == "months" else "years", tree)
            case "percent", [part, whole]:
                return Quotient(self.node(part), self.node(whole), True, self.span(tree))
            case _, [ast.GeneratorExp() as generator] if function in FOLDS:
                return self.fold(function, generator, tree)
            case _:
                raise self.refuse("bad-call", tree, function, function=function)

    def zeros(self, tree: ast.Call) -> ReadResult:
        """How many lines of a score, or below a line of it, give 0; a word of its own only before a bracket."""
        match tree.args, tree.keywords:
            case [ast.Name() | ast.Subscript() as counted], []:
                read = self.reference(counted)
                if isinstance(read, Name):
                    return ReadResult(read.name, "", True, INTEGER, self.span(tree))
                if isinstance(read, ReadResult):
                    return replace(read, zeros=True, type=INTEGER, span=self.span(tree))
        raise self.refuse("bad-call", tree, "zeros", function="zeros")

    def run(self, tree: ast.Call) -> YearRun:
        """``run((condition for item in list), to=year)``; a word of its own only before a bracket."""
        match tree.args, tree.keywords:
            case [ast.GeneratorExp() as generator], [ast.keyword(arg="to", value=last)]:
                item, loop = self.loop(generator, "run", tree)
                if loop.ifs:
                    raise self.refuse("bad-call", loop.ifs[0], "run-filter", function="run")
                over, body = self.list_reference(loop.iter), self.node(generator.elt)
                return YearRun(item, over, body, self.node(last), span=self.span(tree))
        raise self.refuse("bad-call", tree, "run", function="run")

    def calendar(self, kind: CalendarKind, tree: ast.Call) -> Calendar:
        """The year of a date, or the months or years between two."""
        return Calendar(kind, tuple(map(self.node, tree.args)), self.span(tree))

    def fold(self, kind: str, generator: ast.GeneratorExp, tree: ast.Call) -> Fold:
        """``kind(body for item in list if filter)``."""
        item, loop = self.loop(generator, kind, tree)
        if kind == "count" and isinstance(generator.elt, ast.Name) and generator.elt.id == item:
            raise self.refuse("bad-call", tree, "members", item=item, list=self.quote(loop.iter))
        filters = [self.node(one) for one in loop.ifs]
        filter_ = And(tuple(filters), filters[0].span) if len(filters) > 1 else filters[0] if filters else None
        over = self.list_reference(loop.iter)
        return Fold(cast(FoldKind, kind), item, over, self.node(generator.elt), filter_, self.span(tree))

    def loop(self, generator: ast.GeneratorExp, function: str, tree: ast.Call) -> tuple[str, ast.comprehension]:
        """The item variable of a function over the members of one list, and its loop."""
        loop = generator.generators[0]
        if len(generator.generators) > 1 or loop.is_async or not isinstance(loop.target, ast.Name):
            raise self.refuse("bad-call", tree, "loops", function=function)
        return loop.target.id, loop

    def list_reference(self, tree: ast.expr) -> Name | Attribute:
        """The list a fold runs over."""
        if isinstance(tree, ast.Name | ast.Attribute):
            found = self.reference(tree)
            if isinstance(found, Name | Attribute):
                return found
        raise self.refuse("not-a-list", tree, text=self.quote(tree))

    def date(self, text: str, argument: ast.expr, tree: ast.expr) -> Literal:
        """A date written year-month-day."""
        found = day(text)
        if found is None:
            raise self.refuse("bad-date", argument, "literal", text=text)
        return Literal(found, DATE, self.span(tree))

    def offset(self, line: int, column: int) -> int:
        """Where a Python position (line from 1, UTF-8 bytes) stands in the expression, in characters."""
        if line > len(self.starts):  # the closing bracket put around the text
            return len(self.text)
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        line_bytes = self.text[start:end].encode()
        return start + len(line_bytes[: column - (1 if line == 1 else 0)].decode(errors="ignore"))

    def extent(self, tree: ast.expr) -> tuple[int, int]:
        """The first character of a node and the one after its last."""
        end = self.offset(tree.end_lineno or tree.lineno, tree.end_col_offset or tree.col_offset)
        return self.offset(tree.lineno, tree.col_offset), end

    def span(self, tree: ast.expr) -> Span:
        """Where a node stands in the file; on its first line only."""
        start, end = self.extent(tree)
        return self.within_line(start, end)

    def between(self, left: ast.expr, right: ast.expr) -> Span:
        """Where a link of a chain stands."""
        return self.within_line(self.extent(left)[0], self.extent(right)[1])

    def within_line(self, start: int, end: int) -> Span:
        """The span from start to end, cut at the end of the first line."""
        line = bisect_right(self.starts, start)
        line_end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        return self.place(start, max(1, min(end, line_end) - start))

    def quote(self, tree: ast.expr) -> str:
        """How a node is written, shortened."""
        start, end = self.extent(tree)
        text = " ".join(self.text[start:end].split())
        return text if len(text) <= 60 else f"{text[:59]}…"

    def refuse(self, code: str, tree: ast.expr, variant: str = "", **fields: object) -> _Refused:
        """The refusal of a node."""
        return _Refused(Problem(code, self.span(tree), fields, variant))
