"""The product as it would be installed, in a folder of its own, so that a newer version can take its place between two nights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("store", "parsing", "crawler", "warehouse", "lookup", "monitoring", "flows", "dashboard", "practice", "dbt")
NIGHT = Path(__file__).with_name("night.py")


@dataclass(frozen=True)
class Program:
    folder: Path

    @classmethod
    def installed(cls, folder: Path) -> Program:
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
        return cls(folder)

    def upgrade_parser(self) -> None:
        """What is read stays the same; that another parser reads it is all that its version says."""
        with (self.folder / "parsing" / "numerals.py").open("a", encoding="utf-8") as source:
            source.write("\n# read anew\n")

    def night(self, home: Path, registry: Path, seconds: float, **settings: str) -> subprocess.Popen[str]:
        return self._start(str(NIGHT), str(home), str(registry), str(seconds), **settings)

    def gongkai(self, home: Path, *arguments: str) -> None:
        """A command on a practice home; raises ``AssertionError`` with what it says if it fails."""
        code = "from flows.cli import main; from tests.soak.marts import take_replay; take_replay(); main()"
        started = self._start("-c", code, *arguments, "--practice", GONGKAI_HOME=str(home.parent))
        _, errors = started.communicate(timeout=600)
        assert started.returncode == 0, errors

    def _start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        # the copy before the checkout, which has the tests
        path = f"{self.folder}{os.pathsep}{ROOT}"
        environment = {**os.environ, "PYTHONPATH": path, **settings}
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=environment, cwd=self.folder, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
