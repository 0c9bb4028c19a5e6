"""Many cases of one rule: a few in the quick suite, all of them in the long one (`make test-long`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def thinned(cases: Iterable[Any], is_quick: Callable[[Any], bool]) -> list[Any]:
    """The cases as `parametrize` takes them; those that are not quick carry the mark of the long suite."""
    return [case if is_quick(case) else _long(case) for case in cases]


def each(step: int, cases: Iterable[Any]) -> list[Any]:
    """The first of every ``step`` cases is quick."""
    return [case if number % step == 0 else _long(case) for number, case in enumerate(cases)]


def _long(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.long)
