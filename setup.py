"""Builds the package: rulesets and examples, which lie beside it in the work tree, go into it as folders of its own."""

import re
from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("rulesets", "examples")
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


class BuildWithFolders(build_py):
    """Copies the folders into the built package; an editable install finds them where they are."""

    def run(self) -> None:
        """Builds the modules, then copies."""
        super().run()
        if not self.editable_mode:
            for name in CARRIED:
                ignored = ignore_patterns(".*", "__pycache__")
                copytree(name, self._target(name), ignore=ignored, dirs_exist_ok=True)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files built, those of the folders among them."""
        built = super().get_outputs(include_bytecode)
        if self.editable_mode:
            return built
        copied = (path for name in CARRIED for path in self._target(name).rglob("*") if path.is_file())
        return [*built, *map(str, copied)]

    def _target(self, name: str) -> Path:
        return Path(self.build_lib, "cchc_rules", name)


README = Path(__file__).with_name("README.md")
setup(
    cmdclass={"build_py": BuildWithFolders},
    long_description=LINK.sub(r"\1", README.read_text(encoding="utf-8")) if README.exists() else "",
    long_description_content_type="text/markdown",
)
