"""When the rules behind the marts are proved: not each night, but whenever they, or what runs them, are others."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.home import Home
from warehouse import build

FIGURES, PRACTICE = [{"release": 1, "is_practice": False}], [{"release": 1, "is_practice": True}]


class Dbt:
    """Stands where dbt is started: whether it was to prove the rules, build by build."""

    def __init__(self) -> None:
        self.proves: list[bool] = []
        self.status = 0

    def __call__(self, *_: object, proves_rules: bool) -> tuple[int, str]:
        self.proves.append(proves_rules)
        return self.status, "a word"


@pytest.fixture
def dbt(monkeypatch: pytest.MonkeyPatch) -> Dbt:
    dbt = Dbt()
    monkeypatch.setattr(build, "_dbt", dbt)
    return dbt


def built(home: Path, releases: list[dict[str, object]]) -> bool:
    return build.build_marts(home, home / "gongkai.duckdb", releases).succeeded


def test_rules_are_proved_in_the_first_build_of_a_home_and_then_when_they_are_others(
    tmp_path: Path, dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built(tmp_path, FIGURES) and built(tmp_path, FIGURES)
    assert dbt.proves == [True, False]
    monkeypatch.setattr("warehouse.digest.version", lambda program: f"another {program}")
    assert built(tmp_path, FIGURES) and built(tmp_path, FIGURES)
    assert dbt.proves == [True, False, True, False]


def test_rules_that_failed_are_not_proved(tmp_path: Path, dbt: Dbt) -> None:
    dbt.status = 1
    assert not built(tmp_path, FIGURES)
    assert not Home(tmp_path).dbt_proved.exists()
    dbt.status = 0
    assert built(tmp_path, FIGURES)
    assert dbt.proves == [True, True]


def test_made_up_figures_do_without(tmp_path: Path, dbt: Dbt) -> None:
    assert built(tmp_path, PRACTICE)
    assert dbt.proves == [False]
    assert not Home(tmp_path).dbt_proved.exists()
