"""What a bureau's portal has offered and no settled report was read from."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.nights import LIAOCHENG, Run, bureau, document
from warehouse.load import load
from warehouse.read import unsettled_articles

CODE = "hrss-371500"
PAGE = "https://example.gov.cn/art/{}.html"


def a_run(day: int) -> Run:
    return Run(f"202402{day:02}T180000Z-0001", bureaus=[bureau(CODE, LIAOCHENG)])


def stored(home: Path, *runs: Run) -> list[tuple[str, str]]:
    """Addresses and verdicts."""
    for run in runs:
        run.write(home)
        load(home, run.run_id)
    return [(url, verdict) for url, _, verdict, _ in unsettled_articles(home, CODE)]


def test_a_page_that_is_read_as_no_report_is_told_and_a_settled_one_is_not(tmp_path: Path) -> None:
    run = a_run(1)
    run.sees(document("某局2022年年度报告", LIAOCHENG, 2022), CODE, url=PAGE.format(1))
    run.sees(document("某局2023年年度报告", None, None, verdict="not_a_report"), CODE, url=PAGE.format(2))
    run.sees(document("年报", None, None, verdict="unreadable"), CODE, url=PAGE.format(3))
    assert stored(tmp_path, run) == [(PAGE.format(2), "not_a_report"), (PAGE.format(3), "unreadable")]


def test_a_page_whose_file_is_the_report_is_settled_and_one_whose_file_is_not_says_the_file_s_verdict(
    tmp_path: Path,
) -> None:
    run = a_run(1)
    for number, verdict in ((1, "verified"), (2, "uncertain")):
        run.sees(document(f"{number} 2021年", None, None, verdict="not_a_report"), CODE, url=PAGE.format(number))
        file = {"url": f"https://example.gov.cn/{number}.pdf", "found_on": PAGE.format(number), "kind": "attachment"}
        run.sees(document(f"{number}.pdf", LIAOCHENG, 2020 + number, verdict=verdict), CODE, **file)  # type: ignore[arg-type]
    assert stored(tmp_path, run) == [(PAGE.format(2), "uncertain")]


def test_a_year_that_another_address_has_settled_needs_nobody(tmp_path: Path) -> None:
    run = a_run(1)
    run.sees(document("某局2022年年度报告", LIAOCHENG, 2022), CODE, url=PAGE.format(1))
    run.sees(document("再发：某局2022年年度报告", None, None, verdict="not_a_report"), CODE, url=PAGE.format(2))
    assert stored(tmp_path, run) == []


def test_only_the_newest_look_counts(tmp_path: Path) -> None:
    first, second = a_run(1), a_run(2)
    first.sees(document("草稿2022年", None, None, verdict="not_a_report"), CODE, url=PAGE.format(1))
    second.sees(document("某局2022年年度报告", LIAOCHENG, 2022), CODE, "2024-02-02T18:00:00Z", url=PAGE.format(1))
    assert stored(tmp_path, first, second) == []


def test_without_a_warehouse_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert unsettled_articles(tmp_path, CODE) == []
