"""Whether the generators find faults planted in engines, one at a time: ``python -m tests.soak.planted [ids]``.

Each is put into a process of its own, where the engine is compared on generated rulesets until something differs.
Prints what was found after how many rows, and what was not. Exits 1 where a fault went unnoticed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import find_spec, spec_from_file_location
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import yaml

from cchc_rules.problems import RulesetError
from tests.generation.open_ends import open_sample
from tests.generation.programs import Sample, sample

ENGINES = "cchc_rules.engines"


class PlantedFault(NamedTuple):
    """One change of a module of the engines that makes some answer wrong."""

    id: str
    module: str
    right: str
    wrong: str


def read_faults() -> list[PlantedFault]:
    """Every fault there is to plant."""
    found = yaml.safe_load(Path(__file__).with_name("planted_faults.yaml").read_text(encoding="utf-8"))
    return [PlantedFault(id, module, **one) for module, faults in found.items() for id, one in faults.items()]


CANDIDATES = {"columns": 250, "direct": 60, "symbolic": 20}


def find_source(fault: PlantedFault) -> Path:
    """The file of the module that a fault is planted in; nothing of it is imported."""
    spec = find_spec(ENGINES)
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0], *fault.module.split(".")).with_suffix(".py")


def is_taken(given: Sample) -> bool:
    """Whether the checker takes a ruleset."""
    try:
        given.program()
    except RulesetError:
        return False
    return True


class _Loader(SourceFileLoader):
    """Reads a module with one change, past any compiled copy of it."""

    def __init__(self, fault: PlantedFault, path: Path) -> None:
        super().__init__(f"{ENGINES}.{fault.module}", str(path))
        self.fault = fault

    def path_stats(self, path: str) -> Any:
        raise OSError

    def get_data(self, path: str) -> bytes:
        text = super().get_data(path).decode()
        assert text.count(self.fault.right) == 1, f"{self.fault.id}: what it changes stands there no longer, or twice"
        return text.replace(self.fault.right, self.fault.wrong).encode()


class _Finder(MetaPathFinder):
    def __init__(self, fault: PlantedFault) -> None:
        self.loader = _Loader(fault, find_source(fault))

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self.loader.name:
            return None
        return spec_from_file_location(fullname, self.loader.path, loader=self.loader)


def compare_columns(samples: Sequence[Sample], number: int) -> Iterator[tuple[int, str]]:
    """How many rows were compared of each sample, and what columns gets wrong of them."""
    import tests.engines.columns_comparing as columns  # not before the fault is planted

    for given in samples:
        found = columns.compared(given, number)
        yield found.cases, "".join(found.disagreements)


def compare_direct(samples: Sequence[Sample], number: int) -> Iterator[tuple[int, str]]:
    """The same of the direct engine."""
    from tests.generation.candidates import Source
    from tests.soak.differential import compared

    for given in samples:
        source, program = Source(given, given.seed), given.program()
        rows = [source.candidate() for _ in range(number)]
        yield number, next((found for row in rows if (found := compared(program, row, None))), "")


def compare_symbolic(samples: Sequence[Sample], number: int) -> Iterator[tuple[int, str]]:
    """The same of the terms of the solver, with facts written into them."""
    from tests.soak.symbolic import compare_sample

    for given in samples:
        found = compare_sample(given, given.program(), number)
        yield found.pairs, "".join(found.disagreements)


COMPARED: dict[str, Callable[[Sequence[Sample], int], Iterator[tuple[int, str]]]] = {
    "columns": compare_columns,
    "direct": compare_direct,
    "symbolic": compare_symbolic,
}


def _search(fault: PlantedFault, samples: Sequence[Sample], pipe: Connection) -> None:
    """Sends how many rows it took to find a fault and what was found, nothing where it was not."""
    sys.meta_path.insert(0, _Finder(fault))
    import_module(f"{ENGINES}.{fault.module}")  # one that cannot be read is no finding
    engine, rows, what = fault.module.partition(".")[0], 0, ""
    try:
        for number, what in COMPARED[engine](samples, CANDIDATES[engine]):
            rows += number
            if what:
                break
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is a finding
        what = f"{type(error).__name__}: {error}"
    pipe.send((rows, what))


def find_fault(fault: PlantedFault, samples: Sequence[Sample]) -> tuple[int, str]:
    """After how many rows a fault is found, and how it shows; an empty text where it is not."""
    # Samples are made before engines are imported: a process forked here finds the module it changes unread.
    assert f"{ENGINES}.{fault.module}" not in sys.modules
    here, there = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_search, args=(fault, samples, there))
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return 0, ""
    finally:
        process.join()


def main(arguments: list[str] | None = None) -> int:
    """Plant each fault; 1 when one went unnoticed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("ids", nargs="*")
    options.add_argument("--programs", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", action="store_true", help="print what differs")
    given = options.parse_args(arguments)
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    faults = [
        one for one in read_faults() if not given.ids or one.id in given.ids or one.module.startswith(tuple(given.ids))
    ]
    seeds = range(given.seed, given.seed + given.programs)
    samples = [one for seed in seeds for make in (open_sample, sample) if is_taken(one := make(seed))]
    missed = []
    for fault in faults:
        rows, what = find_fault(fault, samples)
        print(f"{fault.id}: {f'found after {rows} rows' if what else f'NOT FOUND in {rows} rows'}", flush=True)
        if given.show:
            print(what)
        missed += [] if what else [fault.id]
    print(f"{len(faults) - len(missed)} of {len(faults)} planted faults found; missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
