"""Builds the package; the rulesets, which lie beside it in the work tree, go into it as `cchc_rules/rulesets`."""

from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

RULESETS = "rulesets"


class BuildWithRulesets(build_py):
    """Copies the rulesets into the built package; an editable install finds them where they are."""

    def run(self) -> None:
        """Builds the modules, then copies."""
        super().run()
        if not self.editable_mode:
            copytree(RULESETS, self._target(), ignore=ignore_patterns(".*", "__pycache__"), dirs_exist_ok=True)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files built, the rulesets among them."""
        built = super().get_outputs(include_bytecode)
        copied = [str(path) for path in self._target().rglob("*") if path.is_file()]
        return [*built, *([] if self.editable_mode else copied)]

    def _target(self) -> Path:
        return Path(self.build_lib, "cchc_rules", RULESETS)


setup(cmdclass={"build_py": BuildWithRulesets})
