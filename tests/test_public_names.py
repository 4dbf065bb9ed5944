import subprocess
import sys

import pytest

import cchc_rules


@pytest.mark.parametrize("name", cchc_rules.__all__)
def test_every_public_name_is_there(name):
    """Each name that is promised can be read from the package."""
    assert getattr(cchc_rules, name) is not None
    assert name in dir(cchc_rules)


def test_an_unknown_name_is_an_attribute_error():
    """A name nobody promised is not found."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = cchc_rules.no_such_name


def test_importing_the_package_loads_nothing_heavy():
    """Neither pydantic nor yaml nor any room is loaded before it is used; deciding loads no yaml of its own."""
    code = "import cchc_rules, sys; print([m for m in sys.modules if m in HEAVY or m.startswith('cchc_rules.')])"
    heavy = {"pydantic", "yaml", "polars", "click", "rich", "z3", "json", "dataclasses"}
    run = subprocess.run(
        [sys.executable, "-c", code.replace("HEAVY", repr(heavy))], capture_output=True, text=True, check=True
    )
    assert "[]\n" == run.stdout


def test_deciding_loads_neither_pydantic_nor_yaml():
    """The rooms that decide and explain need no loader."""
    code = (
        "import cchc_rules.evaluation, cchc_rules.decisions.explanation, sys; "
        "print({'pydantic', 'yaml'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()\n" == run.stdout
