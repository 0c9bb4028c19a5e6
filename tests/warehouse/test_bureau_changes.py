"""A bureau over time: a new name or code leaves it what it was, a merger does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.warehouse.nights import Run, bureau, document
from tests.warehouse.replay import marts_builder
from warehouse.connection import open_database
from warehouse.load import load

CITY, COUNTY = "hrss-620881", "hrss-620824"
TAKEN_IN, LARGER = "hrss-330103", "hrss-330105"
TOOK_IN = "hrss-370100"
ORGAN = "人力资源和社会保障局"


def named(*names: tuple[str, int | None, int | None]) -> list[dict[str, Any]]:
    return [
        {"name_zh": f"{name}{ORGAN}", "name_en": "A Bureau", "from_year": first, "to_year": last}
        for name, first, last in names
    ]


REGISTRY = [
    bureau(CITY, f"华亭市{ORGAN}", region_code="620881", first_expected_year=2016),
    bureau(
        COUNTY, f"华亭县{ORGAN}", region_code="620824", first_expected_year=2016, successors=[CITY],
        status={"code": "renamed", "since": "2018-08-28", "reason": "the county became a city"},
    ),
    bureau(LARGER, f"杭州市拱墅区{ORGAN}", region_code="330105", first_expected_year=2019),
    bureau(
        TAKEN_IN, f"杭州市下城区{ORGAN}", region_code="330103", first_expected_year=2019, successors=[LARGER],
        status={"code": "merged", "since": "2021-04-09", "reason": "its district was merged"},
    ),
    bureau(TOOK_IN, f"济南市{ORGAN}", region_code="370100", first_expected_year=2016),
    bureau(
        "hrss-420600", f"襄阳市{ORGAN}", region_code="420600", first_expected_year=2016,
        names=named(("襄阳市", 2018, None), ("襄樊市", None, 2017)),
    ),
]  # fmt: skip
YEARS = {
    CITY: (("华亭市", 2018), ("华亭市", 2019)), COUNTY: (("华亭县", 2016), ("华亭县", 2017)),
    LARGER: tuple(("杭州市拱墅区", year) for year in range(2019, 2025)), TAKEN_IN: (("杭州市下城区", 2019), ("杭州市下城区", 2020)),
    TOOK_IN: tuple(("济南市", year) for year in range(2016, 2021)),
    "hrss-420600": (("襄樊市", 2017), ("襄阳市", 2018)),
}  # fmt: skip


@pytest.fixture(name="marts", scope="module")
def _marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("home")
    run = Run("20250203T170000Z-0001", bureaus=REGISTRY)
    for code, years in YEARS.items():
        for place, year in years:
            run.sees(document(f"{code} {year}", f"{place}{ORGAN}", year), code, published_on=f"{year + 1}-01-20")
        run.finds(code, "quiet", "2025-02-03T18:00:00Z")
    run.write(home)
    load(home, run.run_id)
    assert marts_builder(tmp_path_factory)(home, home / "marts.duckdb").problems == ()
    with open_database(home / "marts.duckdb", read_only=True) as connection:
        yield connection


def changed_years(marts: duckdb.DuckDBPyConnection, bureau_code: str) -> list[int]:
    return [
        year for (year,) in marts.execute(
            "select distinct report_year from yoy_metric where bureau_code = ? and comparability = 'bureau_changed' order by 1",
            [bureau_code],
        ).fetchall()
    ]  # fmt: skip


def test_a_county_that_became_a_city_is_one_bureau_under_its_new_code(marts: duckdb.DuckDBPyConnection) -> None:
    reports = marts.execute("select report_year from fct_report where bureau_code = ? order by 1", [CITY]).fetchall()
    assert reports == [(2016,), (2017,), (2018,), (2019,)]
    assert marts.execute("select name_zh from dim_bureau where region_code like '6208%'").fetchall() == [
        (f"华亭市{ORGAN}",)
    ]
    assert changed_years(marts, CITY) == []
    assert marts.execute(
        "select prior_basis, comparability from yoy_metric where bureau_code = ? and report_year = 2018 and metric_code = 'applications_refused'",
        [CITY],
    ).fetchall() == [("report", "base_zero")]  # fmt: skip


def test_a_city_with_a_new_name_is_still_itself(marts: duckdb.DuckDBPyConnection) -> None:
    assert changed_years(marts, "hrss-420600") == []


def test_the_district_that_took_another_in_does_not_compare_over_the_merger(marts: duckdb.DuckDBPyConnection) -> None:
    assert changed_years(marts, LARGER) == [2021, 2022]
    assert changed_years(marts, TAKEN_IN) == []


def test_a_merger_shows_where_the_registry_knows_nothing_of_the_other_bureau(marts: duckdb.DuckDBPyConnection) -> None:
    assert changed_years(marts, TOOK_IN) == [2018, 2019]


def test_a_bureau_that_was_merged_keeps_its_past_and_owes_nothing_since(marts: duckdb.DuckDBPyConnection) -> None:
    years = marts.execute(
        "select report_year, is_parsed, is_expected from coverage where bureau_code = ? order by 1", [TAKEN_IN]
    ).fetchall()
    assert years[:3] == [(2019, True, True), (2020, True, True), (2021, False, False)]
    region = marts.execute(
        "select valid_to_year, successor_codes, province_name_zh from dim_region where region_code = '330103'"
    )
    assert region.fetchone() == (2021, "330105", "浙江省")
