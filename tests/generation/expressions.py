"""Random well-typed expressions of the language as text: the whole grammar, kept small by a budget of nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

NUMBERS = ("integer", "number", "percent")
INTEGERS = (0, 1, 2, 3, 5, 10)
DECIMALS = ("0.3", "0.57", "1.21", "33.3", "50", "66.67", "69.999", "70", "95", "100", "0.7")
FRACTIONS = ("0.5", "0.25", "0.3")
DATES = ("2021-12-31", "2022-02-28", "2022-05-05", "2022-12-01", "2024-02-29")
ORDERS = ("<", "<=", ">", ">=")
OPERATORS = (*ORDERS, *ORDERS, "==", "!=")


@dataclass(frozen=True)
class Variable:
    """Something with a value: how it is written, what it was declared as, whether it is an interval.

    A number that is ``shifted`` by a fraction may be a little below zero: made to be divided by.
    """

    text: str
    fact: Mapping[str, Any]
    interval: bool = False
    shifted: bool = False

    @property
    def type(self) -> str:
        """The name of its type."""
        return self.fact["type"]


@dataclass(frozen=True)
class Scope:
    """What an expression may read."""

    variables: tuple[Variable, ...]
    as_of: bool = True
    items: int = 0

    def of(self, *types: str) -> list[Variable]:
        """The variables of some types."""
        return [variable for variable in self.variables if variable.type in types]

    def inside(self, over: Variable) -> tuple[str, Scope]:
        """An item variable bound to a member, and the scope it makes."""
        item = f"m{self.items}"
        fields = tuple(Variable(f"{item}.{name}", fact) for name, fact in over.fact["items"].items())
        # Fields stand twice, so that bodies speak of their member more often than of the candidate.
        return item, replace(self, variables=(*self.variables, *fields, *fields), items=self.items + 1)


@dataclass
class Writer:
    """Writes expressions; ``constants`` gathers the numbers written, to draw candidates close to them."""

    rng: Random
    scales: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: Sequence[Variable] = ()
    budget: int = 25
    constants: set[str] = field(default_factory=set)

    def condition(self, scope: Scope, depth: int, budget: int) -> str:
        """A boolean expression of at most that depth and about that many nodes."""
        self.budget = budget
        return self.boolean(scope, depth)

    def value(self, scope: Scope, depth: int, budget: int) -> tuple[str, bool]:
        """A number expression, and whether it is an interval."""
        self.budget = budget
        return self.number(scope, depth)

    def spend(self, depth: int) -> bool:
        """Whether there is room for a node with parts."""
        self.budget -= 1
        return depth > 0 and self.budget > 0

    def boolean(self, scope: Scope, depth: int) -> str:
        """A condition."""
        if not self.spend(depth):
            return self.truth_atom(scope)
        makers: list[tuple[Callable[[Scope, int], str], int]] = [
            (self.comparison, 8), (self.connective, 5), (self.negation, 2), (self.membership, 2),
            (self.boolean_conditional, 1), (self.chain, 1), (self.same_truth, 1),
        ]  # fmt: skip
        if scope.of("list"):
            makers.append((self.quantifier, 5))
        return self.pick(makers)(scope, depth - 1)

    def pick(self, makers: Sequence[tuple[Any, int]]) -> Any:
        """One of the makers by weight."""
        return self.rng.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0]

    def truth_atom(self, scope: Scope) -> str:
        """The smallest condition at hand."""
        if truths := scope.of("boolean"):
            return self.rng.choice(truths).text
        return self.comparison(scope, 0)

    def connective(self, scope: Scope, depth: int) -> str:
        """Two operands, seldom up to seven."""
        width = self.rng.choice((2, 2, 2, 3, 3, 4, 7))
        word = self.rng.choice((" and ", " or "))
        return word.join(f"({self.boolean(scope, depth)})" for _ in range(width))

    def negation(self, scope: Scope, depth: int) -> str:
        """Not."""
        return f"not ({self.boolean(scope, depth)})"

    def boolean_conditional(self, scope: Scope, depth: int) -> str:
        """A conditional of truths."""
        return self.conditional(self.boolean(scope, depth), self.boolean(scope, depth), self.boolean(scope, depth))

    def conditional(self, condition: str, then: str, otherwise: str) -> str:
        """``then if condition else otherwise``."""
        return f"(({then}) if ({condition}) else ({otherwise}))"

    def same_truth(self, scope: Scope, depth: int) -> str:
        """An equation of truths."""
        other = self.rng.choice(("true", "false", f"({self.boolean(scope, depth)})"))
        return f"({self.boolean(scope, depth)}) {self.rng.choice(('==', '!='))} {other}"

    def quantifier(self, scope: Scope, depth: int) -> str:
        """All or any over a list."""
        return self.fold(self.rng.choice(("all", "any")), scope, lambda inner: self.boolean(inner, depth), depth)

    def fold(self, kind: str, scope: Scope, body: Callable[[Scope], str], depth: int) -> str:
        """A fold over one of the lists in sight, with a filter four times of ten."""
        over = self.rng.choice(scope.of("list"))
        item, inner = scope.inside(over)
        filter_ = f" if ({self.boolean(inner, depth - 1)})" if self.rng.random() < 0.4 else ""
        return f"{kind}(({body(inner)}) for {item} in {over.text}{filter_})"

    def comparison(self, scope: Scope, depth: int) -> str:
        """A comparison of two values of one type."""
        makers: list[tuple[Callable[[Scope, int], str], int]] = [(self.numbers_compared, 6)]
        if scope.of("grade"):
            makers.append((self.grades_compared, 2))
        if scope.of("choice"):
            makers.append((self.choices_compared, 1))
        if scope.of("date"):
            makers.append((self.dates_compared, 2))
        return self.pick(makers)(scope, depth)

    def numbers_compared(self, scope: Scope, depth: int) -> str:
        """Numbers or shares, most often against a constant."""
        left = self.share(scope, depth) if self.rng.random() < 0.35 else self.number(scope, depth)[0]
        right = self.constant() if self.rng.random() < 0.6 else self.number(scope, depth - 1)[0]
        if self.rng.random() < 0.1:
            right = self.share(scope, depth - 1)
        left, right = (left, right) if self.rng.random() < 0.8 else (right, left)
        return f"{left} {self.rng.choice(OPERATORS)} {right}"

    def chain(self, scope: Scope, depth: int) -> str:
        """A chained comparison."""
        middle = self.share(scope, depth) if self.rng.random() < 0.3 else self.number(scope, depth)[0]
        first, second = self.rng.choice(ORDERS), self.rng.choice(OPERATORS)
        return f"{self.constant()} {first} {middle} {second} {self.number(scope, depth - 1)[0]}"

    def membership(self, scope: Scope, depth: int) -> str:
        """``in`` or ``not in`` over numbers, levels, choices or dates."""
        word = self.rng.choice(("in", "not in"))
        if (grades := scope.of("grade")) and self.rng.random() < 0.4:
            grade = self.rng.choice(grades)
            return f"{grade.text} {word} [{self.several(lambda: self.level(grade))}]"
        if (choices := scope.of("choice")) and self.rng.random() < 0.4:
            choice = self.rng.choice(choices)
            return f"{choice.text} {word} [{self.several(lambda: self.option(choice))}]"
        if (lists := [one for one in self.lists if one.type in NUMBERS]) and self.rng.random() < 0.4:
            return f"{self.number(scope, depth)[0]} {word} {self.rng.choice(lists).text}"
        options = self.several(lambda: self.constant() if self.rng.random() < 0.8 else self.number(scope, 0)[0])
        return f"{self.number(scope, depth)[0]} {word} [{options}]"

    def several(self, make: Callable[[], str]) -> str:
        """One to four of a kind, comma separated."""
        return ", ".join(make() for _ in range(self.rng.randint(1, 4)))

    def number(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """A number that may be computed with, and whether it is an interval."""
        if not self.spend(depth):
            return self.number_atom(scope)
        makers: list[tuple[Callable[[Scope, int], tuple[str, bool]], int]] = [
            (lambda scope, _: self.number_atom(scope), 6), (self.added, 3), (self.scaled, 2),
            (self.number_conditional, 2), (self.product, 1),
        ]  # fmt: skip
        if scope.of("list"):
            makers += [(self.counted, 5), (self.summed, 2), (self.extreme, 2), (self.size, 1)]
        if scope.of("date"):
            makers += [(self.days, 1), (self.calendar, 1)]
        return self.pick(makers)(scope, depth - 1)

    def number_atom(self, scope: Scope) -> tuple[str, bool]:
        """A fact, a definition, a parameter or a constant."""
        if (numbers := scope.of(*NUMBERS)) and self.rng.random() < 0.8:
            variable = self.rng.choice(numbers)
            return variable.text, variable.interval
        return self.constant(), False

    def constant(self) -> str:
        """A number literal, remembered."""
        found = str(self.rng.choice(INTEGERS)) if self.rng.random() < 0.5 else self.rng.choice(DECIMALS)
        self.constants.add(found)
        return found

    def added(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """A sum or difference."""
        (a, one), (b, other) = self.number(scope, depth), self.number(scope, depth)
        return f"({a} {self.rng.choice('+-')} {b})", one or other

    def scaled(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """A number times a constant, or its negative."""
        inner, interval = self.number(scope, depth)
        form = self.rng.choice(("(-{0})", "({0} * {1})", "({1} * {0})", "({0} * -{1})"))
        return form.format(inner, self.constant()), interval

    def product(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """A product of two scalars, if both are."""
        (a, one), (b, other) = self.number_atom(scope), self.number_atom(scope)
        return (f"({a} * {b})", False) if not one and not other else (a, one)

    def number_conditional(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """A conditional number."""
        (a, one), (b, other) = self.number(scope, depth), self.number(scope, depth)
        return self.conditional(self.boolean(scope, depth), a, b), one or other

    def counted(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """How many members satisfy a condition."""
        return self.fold("count", scope, lambda inner: self.boolean(inner, depth), depth), True

    def summed(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """The sum of a number over members."""
        intervals: list[bool] = []

        def body(inner: Scope) -> str:
            text, interval = self.number(inner, depth)
            intervals.append(interval)
            return text

        text = self.fold("sum", scope, body, depth)
        return text, any(intervals) or " if " in text

    def extreme(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """The least or largest scalar over members."""

        def body(inner: Scope) -> str:
            text, interval = self.number(inner, depth)
            return text if not interval else self.constant()

        return self.fold(self.rng.choice(("min", "max")), scope, body, depth), False

    def size(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """The number of members of a list."""
        return f"count({self.rng.choice(scope.of('list')).text})", False

    def days(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """The days between two dates."""
        return f"({self.date(scope, depth)} - {self.date(scope, depth)})", False

    def share(self, scope: Scope, depth: int) -> str:
        """A quotient or a share, which may only be compared."""
        draw = self.rng.random()
        if scope.of("list") and draw < 0.45:
            return self.fold("percent", scope, lambda inner: self.boolean(inner, depth - 1), depth)
        if draw < 0.6:
            return f"{self.number(scope, depth - 1)[0]} / {self.whole(scope, depth - 1)}"
        if draw < 0.7:
            condition, other = self.boolean(scope, depth - 1), self.number(scope, depth - 1)[0]
            return self.conditional(condition, self.share(scope, depth - 1) if depth > 0 else other, other)
        return f"percent({self.number(scope, depth - 1)[0]}, {self.whole(scope, depth - 1)})"

    def whole(self, scope: Scope, depth: int) -> str:
        """What is divided by: a shifted definition where there is one, half the time."""
        shifted = [one for one in scope.of("number") if one.shifted]
        return self.rng.choice(shifted).text if shifted and self.rng.random() < 0.5 else self.number(scope, depth)[0]

    def shifted(self, scope: Scope) -> str:
        """A number less (or more) a fraction, so that its least value is none of the numbers declared."""
        numbers = [one for one in scope.of(*NUMBERS) if not one.interval]
        number = self.rng.choice(numbers).text if numbers else self.constant()
        fraction = self.rng.choice(FRACTIONS)
        self.constants.add(fraction)
        return f"({number} {self.rng.choice('--+')} {fraction})"

    def grades_compared(self, scope: Scope, depth: int) -> str:
        """A grade against a level or a grade of its scale."""
        grade = self.rng.choice(scope.of("grade"))
        operator = self.rng.choice(OPERATORS)
        alike = [one.text for one in scope.of("grade") if one.fact["scale"] == grade.fact["scale"]]
        draw = self.rng.random()
        if draw < 0.25:
            return f"{grade.text} {operator} {self.rng.choice(alike)}"
        if draw < 0.4 and depth > 0:
            conditional = self.conditional(
                self.boolean(scope, depth - 1), self.rng.choice(alike), self.level(grade, ranked=True)
            )
            return f"{grade.text} {operator} {conditional}"
        level = self.level(grade, ranked=operator in ORDERS)
        return f"{grade.text} {operator} {level}" if draw < 0.85 else f"{level} {operator} {grade.text}"

    def level(self, grade: Variable, *, ranked: bool = False) -> str:
        """A level of a grade's scale, or an unranked value of it."""
        scale = self.scales[grade.fact["scale"]]
        return f'"{self.rng.choice(scale["levels"] if ranked else [*scale["levels"], *scale.get("unranked", [])])}"'

    def choices_compared(self, scope: Scope, depth: int) -> str:
        """A choice against an option or a choice of the same options."""
        choice = self.rng.choice(scope.of("choice"))
        if choice.fact.get("open"):
            sides = [choice.text, self.option(choice)]
            self.rng.shuffle(sides)
            return f"{sides[0]} {self.rng.choice(('==', '!='))} {sides[1]}"
        closed = [one for one in scope.of("choice") if not one.fact.get("open")]
        alike = [one.text for one in closed if one.fact["options"] == choice.fact["options"]]
        right = self.rng.choice((self.option(choice), self.option(choice), self.rng.choice(alike)))
        return f"{choice.text} {self.rng.choice(('==', '!='))} {right}"

    def option(self, choice: Variable) -> str:
        """An option of a choice."""
        return f'"{self.rng.choice(choice.fact["options"])}"'

    def calendar(self, scope: Scope, depth: int) -> tuple[str, bool]:
        """The year of a date, or the whole months or years between two."""
        kind = self.rng.choice(("year", "months", "years"))
        dates = [self.date(scope, depth) for _ in range(1 if kind == "year" else 2)]
        return f"{kind}({', '.join(dates)})", False

    def dates_compared(self, scope: Scope, depth: int) -> str:
        """Two dates."""
        right = f'date("{self.rng.choice(DATES)}")' if self.rng.random() < 0.6 else self.date(scope, depth)
        return f"{self.date(scope, depth)} {self.rng.choice(OPERATORS)} {right}"

    def date(self, scope: Scope, depth: int) -> str:
        """A date."""
        dates = scope.of("date")
        draw = self.rng.random()
        if draw < 0.15 or not dates:
            return f'date("{self.rng.choice(DATES)}")'
        if draw < 0.25 and scope.as_of:
            return "as_of"
        if draw < 0.35 and depth > 0 and self.spend(depth):
            return self.conditional(self.boolean(scope, depth - 1), self.date(scope, 0), self.date(scope, 0))
        if draw < 0.45 and depth > 0 and scope.of("list") and self.spend(depth):
            return self.fold(self.rng.choice(("min", "max")), scope, lambda inner: self.date(inner, 0), depth - 1)
        return self.rng.choice(dates).text
