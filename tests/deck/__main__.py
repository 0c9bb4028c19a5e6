"""``python tests/deck``: play every case of the fault deck and print what came of it; see ``deck.table``."""

import runpy
import sys
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
# The root goes first: tests/practice would else be taken for the package of that name.
sys.path[:0] = [str(_TESTS.parent), str(_TESTS)]
runpy.run_module("deck.table", run_name="__main__")
