"""What the prose states comes through to the marts: numbers inside numbers, ratios, sums, and nothing that is ambiguous."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsing.model import Claim, ClaimSum, Document, SumPart, UnboundNumber
from store.home import Home
from tests.warehouse.nights import LIAOCHENG, SHAOXING, Run, bureau, claim, document
from tests.warehouse.replay import replaying
from warehouse.load import load
from warehouse.read import connect_release
from warehouse.release import build_release

NIGHT = "20240201T180000Z-0001"
LIAOCHENG_CODE, SHAOXING_CODE = "hrss-371500", "hrss-330600"
RECEIVED = ("applications", "received_new", "total")
CARRIED_IN = ("applications", "carried_in", "total")
AMBIGUOUS = UnboundNumber(
    Decimal(77), "77件", "复议诉讼共77件。", "appeals", (5, 8), "ambiguous", "复议诉讼", ("reviews", "litigation")
)


def containing(value: str) -> Claim:
    """All that was to be handled, told as what was received."""
    return replace(claim("applications_received", "count", value), contains="applications_carried_in", why="收到申请")


def with_carry_over(year: int, new: int, old: int, *claims: Claim, **report: Any) -> Document:
    read = document(f"liaocheng-{year}", LIAOCHENG, year, {RECEIVED: str(new), CARRIED_IN: str(old)}, claims)
    return replace(read, report=replace(read.report, **report))


def total(value: int, *parts: int, sentence: str = "收到申请若干。", **changes: Any) -> ClaimSum:
    named = tuple(SumPart(f"途径{number}", None, Decimal(part)) for number, part in enumerate(parts, start=1))
    whole = ClaimSum("applications_received", Decimal(value), "channels", named, True, "fail", sentence, "applications")
    return replace(whole, **changes)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Liaocheng counts what it carried over as received; Shaoxing's reports of old are prose alone."""
    made = tmp_path_factory.mktemp("prose") / "home"
    run = Run(NIGHT, bureaus=[bureau(LIAOCHENG_CODE, LIAOCHENG), bureau(SHAOXING_CODE, SHAOXING)])
    rounded = claim("messages_answered", "count", "90", is_approximate=True)
    liaocheng = [
        with_carry_over(2020, 14, 0, containing("14")),
        with_carry_over(2021, 12, 5, containing("17"), claim("applications_received", "change", "3")),
        with_carry_over(2022, 7, 4, containing("13")),
        with_carry_over(
            2023,
            8,
            1,
            claim("applications_received", "prior", "13"),
            rounded,
            claim("reviews", "share", "40"),
            claim("average_response_days", "days", "9"),
            claim_sums=(total(8, 5, 2), total(90, 50, 20, sentence=rounded.sentence), total(8, 5, status="unknown")),
            unbound=(AMBIGUOUS,),
        ),
    ]
    for read in liaocheng:
        run.sees(read, LIAOCHENG_CODE)
    trainings = [claim("trainings", "count", "6"), claim("trainings", "ratio", "1.5")]
    shaoxing = {
        2015: [claim("trainings", "count", "9"), containing("20")],
        2016: [claim("trainings", "count", "12"), claim("trainings", "change", "4")],
        2017: [claim("trainings", "count", "24"), claim("trainings", "ratio", "2")],
        2018: [claim("trainings", "count", "24"), claim("trainings", "ratio", "3")],
    }
    for year, claims in shaoxing.items():
        run.sees(prose_alone(SHAOXING, year, claims), SHAOXING_CODE)
    run.sees(prose_alone("嘉兴市人力资源和社会保障局", 2018, trainings), None)
    run.write(made)
    load(made, NIGHT)
    with replaying(tmp_path_factory):
        summary = build_release(made, is_practice=True)
    assert (summary.status, summary.reason) == ("released", None)
    return made


def prose_alone(agency: str, year: int, claims: list[Claim]) -> Document:
    read = document(f"{agency}-{year}", agency, year, claims=claims)
    return replace(read, report=replace(read.report, form_edition="none", figures=(), checks=()))


@pytest.fixture
def release(home: Path) -> Any:
    with connect_release(home) as connection:
        yield connection


def checked(release: duckdb.DuckDBPyConnection, bureau_code: str, year: int) -> list[tuple[Any, ...]]:
    return release.execute(
        "select claim_kind, stated_value, computed_value, result from claim_check "
        "where bureau_code = ? and report_year = ? order by claim_number",
        [bureau_code, year],
    ).fetchall()


def test_a_number_that_contains_what_was_carried_over_is_held_against_both_figures(release: Any) -> None:
    assert checked(release, LIAOCHENG_CODE, 2021)[0] == ("count", 17, 17, "confirmed")
    assert checked(release, LIAOCHENG_CODE, 2020)[0] == ("count", 14, 14, "confirmed"), "the form prints it so itself"
    assert checked(release, LIAOCHENG_CODE, 2022)[0] == ("count", 13, 11, "contradicted"), "it is neither"


def test_a_change_beside_such_a_number_contradicts_nothing(release: Any) -> None:
    """3 more than 14 are 17, with what was carried over; the form's 12 after 14 are 2 fewer."""
    assert checked(release, LIAOCHENG_CODE, 2021)[1] == ("change", 3, -2, "cannot_tell")
    assert checked(release, LIAOCHENG_CODE, 2023)[0] == ("prior", 13, 7, "cannot_tell")
    kinds = release.execute(
        "select finding_kind from finding where severity = 'high' and bureau_code = ? and report_year <> 2022",
        [LIAOCHENG_CODE],
    ).fetchall()
    assert kinds == []


def test_a_number_that_contains_another_is_nobodys_value(release: Any) -> None:
    rows = release.execute(
        "select bureau_code, report_year, value from yoy_metric where metric_code = 'applications_received' "
        "and (bureau_code, report_year) in (('hrss-371500', 2021), ('hrss-330600', 2015)) order by 1"
    ).fetchall()
    assert rows == [(SHAOXING_CODE, 2015, None), (LIAOCHENG_CODE, 2021, 12)]


def test_changes_of_what_no_form_prints_are_held_against_the_prose_of_the_year_before(release: Any) -> None:
    assert checked(release, SHAOXING_CODE, 2016)[1] == ("change", 4, 3, "contradicted")
    assert checked(release, SHAOXING_CODE, 2017)[1] == ("ratio", 2, 2, "confirmed")
    assert checked(release, SHAOXING_CODE, 2018)[1] == ("ratio", 3, 1, "contradicted")
    found = release.execute("select wording_en, wording_zh from finding where finding_kind = 'claim_ratio'").fetchall()
    assert len(found) == 1
    assert "3 times the year before, and the two reports give 1 times" in found[0][0] and "上年的3倍" in found[0][1]


def test_a_ratio_gives_the_year_before_if_one_number_fits(release: Any) -> None:
    row = release.execute(
        "select value, prior_value, prior_basis, stated_change_pct from yoy_metric "
        "where bureau_code like 'unregistered%' and metric_code = 'trainings'"
    ).fetchone()
    assert row == (6, 4, "stated_change", 50)


def test_shares_and_days_are_kept_and_not_judged(release: Any) -> None:
    kinds = {row[0]: row[2:] for row in checked(release, LIAOCHENG_CODE, 2023)}
    assert kinds["share"] == kinds["days"] == (None, "cannot_tell")


def test_parts_that_do_not_add_up_are_found_and_rounded_ones_weigh_less(release: Any) -> None:
    sums = release.execute("select parts_value, part_count, parts, status from claim_sum order by claim_sum_number")
    assert sums.fetchall() == [
        (7, 2, "途径1 5 + 途径2 2", "fail"),
        (70, 2, "途径1 50 + 途径2 20", "fail"),
        (5, 1, "途径1 5", "unknown"),
    ]
    found = release.execute(
        "select finding_kind, severity, first_value, second_value, claim_sum_number, wording_en, wording_zh "
        "from finding where finding_kind like 'claim_sum%' order by finding_rank"
    ).fetchall()
    assert [row[:5] for row in found] == [
        ("claim_sum", "medium", 8, 7, 1),
        ("claim_sum_approximate", "low", 90, 70, 2),
    ]
    assert "states 8 for Applications received, and parts that come to 7 (途径1 5 + 途径2 2)" in found[0][5]
    assert "相加为7（途径1 5 + 途径2 2）" in found[0][6]


def test_an_ambiguous_number_is_kept_in_staging_and_in_no_mart(home: Path, release: Any) -> None:
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as warehouse:
        kept = warehouse.execute("select value, candidate_metric_codes from staging.ambiguous_number").fetchall()
    assert kept == [(77, ["reviews", "litigation"])]
    assert release.execute("select count(*) from fct_claim where value = 77").fetchone() == (0,)
    assert not [name for (name,) in release.execute("show tables").fetchall() if "ambiguous" in name]


def test_every_claim_says_where_it_stands_and_why(home: Path, release: Any) -> None:
    rows = release.execute("select why, contains_metric_code from fct_claim where contains_metric_code is not null")
    assert set(rows.fetchall()) == {("收到申请", "applications_carried_in")}


def test_every_kind_of_claim_has_its_names_in_the_release(release: Any) -> None:
    names = dict(release.execute("select claim_kind, name_en from dim_claim_kind where is_of_change").fetchall())
    assert set(names) == {"change", "change_pct", "prior", "ratio"} and all(names.values())
