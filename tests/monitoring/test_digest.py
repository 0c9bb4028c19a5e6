"""The page of a night says what is new, missing and wrong; what it quotes from a portal stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitoring.alerts import Alert
from monitoring.digest import Digest, html, markdown
from monitoring.news import Calendar, FindingLine, Gap, News, ReportLine, Trouble
from store.night import NightRecord

RECORD = NightRecord(
    "20250131T173000Z-0a1b", "night", "2025-01-31T17:30:00Z", "2025-01-31T18:30:00Z", "released", None, 7,
    {"new": 3, "unchanged": 12}, {"verified": 3}, {"published": 3}, {"new": 2, "failed": 1},
)  # fmt: skip
NEWS = News(
    new_reports=[ReportLine("hrss-371500", "聊城市人社局", "Liaocheng", 2024, "verified", "https://example.gov.cn/1")],
    findings=[FindingLine("hrss-371500", 2024, "high", "表格与正文不一致", "Form and prose differ")],
    gaps=[Gap("hrss-330600", "绍兴市人社局", 2024, "missing", date(2025, 1, 31), "")],
    troubles=[Trouble("hrss-340102", "jeecms", "failed", "timeout", "no answer in 60 s")],
    asked=3,
    platforms=[("jeecms", 1, 1)],
    calendar=Calendar(2024, date(2025, 1, 31), 3, 1),
)


def test_each_part_of_a_lively_night_is_on_the_page() -> None:
    page = markdown(Digest(RECORD, NEWS, [Alert("deadline-passed", "Reports were due.")]))
    assert page.startswith("# Gongkai, 2025-02-01 01:30: release 7 is current\n")
    for part in (
        "## Look at this: 1", "(docs/runbook.md#deadline-passed)", "## New reports: 1", "## New findings: 1",
        "- hrss-330600 绍兴市人社局 2024: missing", "## Portals that could not be read: 1 of 3",
        "(docs/runbook.md#portal-failed)", "| requests | 15 | 3 new, 12 unchanged |",
    ):  # fmt: skip
        assert part in page


def test_a_quiet_night_says_none() -> None:
    page = markdown(Digest(replace(RECORD, status="unchanged"), News(asked=3), []))
    assert "nothing new, release 7 stays" in page
    assert "## New reports: none" in page
    assert "Look at this" not in page


def test_a_long_list_is_cut_and_says_so() -> None:
    reports = [replace(NEWS.new_reports[0], bureau_code=f"hrss-{number}") for number in range(30)]
    page = markdown(Digest(RECORD, News(new_reports=reports), []))
    assert "## New reports: 30" in page
    assert "- and 10 more" in page


def test_what_a_portal_wrote_is_neither_markdown_nor_html() -> None:
    hostile = "<script>alert(1)</script> [click](javascript:alert(1)) | **x**\n# y"
    digest = Digest(
        replace(RECORD, reason=hostile), replace(NEWS, troubles=[replace(NEWS.troubles[0], reason=hostile)]), []
    )
    page = html(digest)
    for forbidden in ("<script", "<a ", "<strong>x", "<h1>y"):
        assert forbidden not in page
    assert "&lt;script&gt;" in page


def test_invented_figures_are_marked() -> None:
    assert "Practice data (invented)" in markdown(Digest(RECORD, NEWS, [], is_practice=True))


def test_what_this_machine_lacks_is_on_the_page_and_no_trouble_of_a_portal() -> None:
    page = markdown(Digest(replace(RECORD, lacking="this machine has no Chromium"), News(asked=3), []))
    assert "not asked: this machine has no Chromium (docs/runbook.md#8-this-machine-lacks-something)" in page
    assert "## Portals that could not be read: none" in page
