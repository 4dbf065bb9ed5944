"""P17: a ruleset that loads meets no type error on facts that parse; generated programs cover the whole language."""

from __future__ import annotations

from collections import Counter

from cchc_rules.evaluation import evaluate
from cchc_rules.language.nodes import Fold, children, walk
from cchc_rules.problems import FactError
from tests.generation.candidates import Source
from tests.properties.drawing import programs

NODES = {
    "Literal", "ReadFact", "ReadField", "ReadDefinition", "ReadParameter", "AsOf", "Not", "And", "Or", "Compare", "In",
    "Arithmetic", "Negate", "Quotient", "Calendar", "FirstOf", "Fold", "YearRun", "Size",
}  # fmt: skip
FOLDS = {"all", "any", "count", "percent", "sum", "min", "max"}


def expressions(program):
    """Every expression of a program's category."""
    category = program.category
    yield from (check.require for check in category.checks)
    yield from (definition.expression for definition in category.definitions)
    for criterion in category.findings_order():
        yield from (node for node in (criterion.applies, criterion.require) if node is not None)


def depth(node):
    """The longest way down."""
    return 1 + max((depth(child) for child in children(node)), default=0)


def test_a_loaded_program_never_meets_a_type_error():
    """Whatever facts are given, evaluation gives a decision whose trace can be read, or a `FactError`."""
    decided = 0
    for given, program in programs(range(1300, 1400)):
        source = Source(given, given.seed, wrong=0.3)
        for _ in range(15):
            try:
                decision = evaluate(program, source.candidate(), as_of=source.as_of())
            except FactError:
                continue
            decided += 1
            assert len(program.order) == len(decision.outcome_codes)
    assert decided > 700


def test_traces_of_generated_programs_can_be_read():
    """Every decision on a generated program has a trace in both languages, whose truths are those of the engine."""
    for given, program in programs(range(1400, 1425)):
        source = Source(given, given.seed)
        for _ in range(4):
            try:
                decision = evaluate(program, source.candidate(), as_of=source.as_of())
            except FactError:
                continue
            assert decision.reasons("vi")
            assert decision.reasons("en")
            assert decision.to_dict(traces=True)


def test_generated_programs_use_the_whole_language():
    """Every node, every fold, deep and wide expressions, groups, applications and checks come up."""
    nodes, folds, deepest, widest, groups = Counter(), Counter(), 0, 0, Counter()
    for _, program in programs(range(1500, 1700)):
        groups.update(one.group for one in program.order)
        groups.update("applies" for one in program.order if one.applies)
        groups.update("check" for _ in program.checks)
        for expression in expressions(program):
            deepest = max(deepest, depth(expression))
            for node in walk(expression):
                nodes[type(node).__name__] += 1
                widest = max(widest, len(children(node)))
                if isinstance(node, Fold):
                    folds[node.kind] += 1
    assert set(nodes) == NODES
    assert set(folds) == FOLDS
    assert {"any", "all", "at_least", "", "applies", "check"} == set(groups)
    assert deepest >= 7
    assert widest >= 7
