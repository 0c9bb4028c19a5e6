"""``python tests/fuzzing --minutes 60 --keep FOLDER``: see ``fuzzing.run``."""

import runpy
import sys
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
# The root goes first: tests/parsing would else be taken for the package of that name.
sys.path[:0] = [str(_TESTS.parent), str(_TESTS)]
runpy.run_module("fuzzing.run", run_name="__main__")
