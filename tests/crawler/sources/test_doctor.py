"""The doctor reads what runs have left behind: what a portal's trouble is, since when, and what it needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.frontier import Frontier
from crawler.registry import load
from crawler.sources.doctor import Unsettled, diagnose, examine, render
from crawler.sources.needs import NEEDS, UNSETTLED, need
from store.capture import Capture
from store.landed import Outcome

BUREAUS = {bureau.bureau_code: bureau for bureau in load()}
LIAOCHENG = BUREAUS["hrss-371500"]
LIST = f"{LIAOCHENG.base_url}/channel_l_srsjchannel201911221748522677536714/"


def line(day: int, state: str, label: str | None = None, **changes: Any) -> Outcome:
    outcome = Outcome(
        run_id=f"202601{day:02}T173000Z-0000",
        bureau_code=LIAOCHENG.bureau_code,
        at=f"2026-01-{day:02}T17:31:00.000Z",
        scope="bureau",
        state=state,
        label=label,
        strategy="column",
    )
    return replace(outcome, **changes)


def test_a_trouble_is_dated_to_the_first_of_its_runs_in_a_row() -> None:
    nights = [line(1, "blocked", "jsl"), line(2, "quiet"), line(3, "blocked", "jsl"), line(4, "blocked", "jsl")]
    found = diagnose(LIAOCHENG, nights)
    assert (found.state, found.label, found.run_count) == ("blocked", "jsl", 2)
    assert found.since == "2026-01-03T17:31:00.000Z"
    assert "blocked (jsl) since 2026-01-04 01:31, 2 runs in a row" in render(found)


def test_another_label_is_another_trouble() -> None:
    found = diagnose(LIAOCHENG, [line(1, "failed", "dns"), line(2, "failed", "timeout")])
    assert (found.since, found.run_count) == ("2026-01-02T17:31:00.000Z", 1)


def test_a_portal_is_well_whether_it_has_news_or_not() -> None:
    found = diagnose(LIAOCHENG, [line(1, "failed", "dns"), line(2, "new"), line(3, "quiet")])
    assert (found.state, found.since) == ("quiet", "2026-01-02T17:31:00.000Z")
    assert found.needs == ()
    assert "needed     Nothing." in render(found)


def test_a_run_that_did_not_ask_says_nothing_of_the_portal() -> None:
    found = diagnose(LIAOCHENG, [line(1, "failed", "dns"), line(2, "not_due")])
    assert (found.state, found.since) == ("failed", "2026-01-01T17:31:00.000Z")


def test_an_address_in_trouble_is_shown_but_is_not_the_bureaus_state() -> None:
    wrong = line(2, "wrong_type", scope="address", url=f"{LIST}7.pdf", reason="an HTML page where a PDF was due")
    found = diagnose(LIAOCHENG, [line(1, "quiet"), wrong])
    assert found.state == "quiet"
    assert "address wrong_type http://rsj.liaocheng.gov.cn/" in render(found)
    assert "an HTML page where a PDF was due" in render(found)


def test_ten_outcomes_are_shown_the_newest_last() -> None:
    found = diagnose(LIAOCHENG, [line(day, "quiet") for day in range(1, 16)])
    assert [outcome.at[8:10] for outcome in found.last_outcomes] == [f"{day:02}" for day in range(6, 16)]


def test_other_documents_on_a_list_are_no_trouble() -> None:
    other = line(1, "look_alike", scope="address", url=f"{LIST}8.html")
    assert diagnose(LIAOCHENG, [other, line(1, "quiet")]).last_outcomes == (line(1, "quiet"),)


def test_a_parked_bureau_needs_its_parameter_whatever_its_runs_say() -> None:
    found = diagnose(BUREAUS["hrss-340603"], [line(1, "parked")])
    assert any("organ_id" in sentence for sentence in found.needs)


def test_a_bureau_that_no_run_has_come_to_is_said_so() -> None:
    assert "never run" in render(diagnose(LIAOCHENG, []))


@pytest.mark.parametrize("label", ["ruishu", "jsl", "captcha", "cookie_wall", "cdn_block", "forbidden", None])
def test_no_wall_is_ever_to_be_worked_around(label: str | None) -> None:
    assert need("blocked", label) == NEEDS["blocked", None]
    assert "left alone" in NEEDS["blocked", None]


@pytest.mark.parametrize("state", ["blocked", "refused", "failed", "empty", "postponed"])
def test_every_trouble_has_a_need(state: str) -> None:
    assert need(state, "a label nobody has met")


@pytest.mark.parametrize("state", ["new", "quiet"])
def test_a_portal_that_is_well_needs_nothing(state: str) -> None:
    assert need(state, None) is None


@pytest.mark.parametrize("verdict", ["not_a_report", "unreadable", "uncertain"])
def test_a_fetched_page_that_is_no_settled_report_needs_somebody_although_the_portal_is_well(verdict: str) -> None:
    article = Unsettled(f"{LIST}7.html", "聊城市人社局2025年政府信息公开工作年度报告", verdict, "no form is found")
    found = diagnose(LIAOCHENG, [line(1, "quiet")], unsettled=[article, article])
    assert found.needs == (UNSETTLED[verdict],)
    said = render(found)
    assert "needed     Nothing." not in said
    assert f"unsettled  {verdict} {LIST}7.html" in said and "(no form is found)" in said


def capture(day: int, outcome: str, bureau_code: str = LIAOCHENG.bureau_code) -> Capture:
    return Capture(
        capture_id=f"{day:032}",
        run_id=f"202601{day:02}T173000Z-0000",
        bureau_code=bureau_code,
        kind="list",
        url=LIST,
        captured_at=f"2026-01-{day:02}T17:30:30.000Z",
        outcome=outcome,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three nights: all well, then a wall, then a run that was killed in the middle of a line."""
    logs, landing = tmp_path / "archive" / "captures", tmp_path / "landing"
    logs.mkdir(parents=True)
    for day, outcome in ((1, line(1, "new")), (2, line(2, "blocked", "jsl")), (3, line(3, "blocked", "jsl"))):
        folder = landing / outcome.run_id
        folder.mkdir(parents=True)
        others = line(day, "failed", "dns", bureau_code="hrss-330600", reason="not hrss-371500")
        lines = [others.as_line(), outcome.as_line(), b'{"bureau_code": "hrss-371500", "sta']
        (folder / "outcomes.jsonl").write_bytes(b"".join(lines))
        captures = [capture(day, "ok" if day == 1 else "blocked"), capture(day, "ok", bureau_code="hrss-330600")]
        damaged = b'{"bureau_code": "hrss-371500", "outcome": "ok"}\n'
        log = logs / f"{outcome.run_id}.jsonl"
        log.write_bytes(b"".join(record.as_line() for record in captures) + damaged)
    return tmp_path


def test_a_home_is_read_for_one_bureau_only(home: Path) -> None:
    found = examine(home, LIAOCHENG)
    assert (found.state, found.label, found.run_count) == ("blocked", "jsl", 2)
    assert found.last_good is not None and found.last_good.captured_at.startswith("2026-01-01")
    assert len(found.last_outcomes) == 3
    assert "last good  2026-01-02 01:30  http://rsj.liaocheng.gov.cn/channel_l" in render(found)


def test_what_the_frontier_holds_is_told_where_there_is_one(home: Path) -> None:
    assert examine(home, LIAOCHENG).holdings is None
    Frontier(home).close()
    assert "reports    none; lists never walked to the end" in render(examine(home, LIAOCHENG))


def test_a_home_without_runs_is_left_as_it_is(tmp_path: Path) -> None:
    assert examine(tmp_path / "home", LIAOCHENG).state is None
    assert not (tmp_path / "home").exists()
