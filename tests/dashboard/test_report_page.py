"""A report as printed: every cell with its state, the sums that fail with both sides, the prose with its numbers marked."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from lxml import html
from starlette.testclient import TestClient

from dashboard.pages.report import _pieces
from dashboard.wording import LANGUAGES, Language, words
from parsing.form import rows as form_data
from parsing.model import State, Status
from tests.dashboard.conftest import LIAOCHENG, PANYU, XIANGSHAN
from tests.dashboard.edited import changed

_SECOND_VERSION = """
    insert into fct_report_version by name (
        select * replace (2 as version_number, 'numbers' as change_class) from fct_report_version where bureau_code = ?
    )
"""
_EDITED_CELL = """
    insert into fct_revision by name (
        select bureau_code, report_year, 2 as version_number, section_code, line_code, column_code, 7 as value_before, value,
            '7' as raw_text_before, raw_text, 'number' as state_before, state, now() as observed_from_at,
            'a' as sha256_before, sha256
        from fct_figure where bureau_code = ? and line_code = 'granted' and column_code = 'total'
    )
"""
ADDRESS = f"/en/bureaus/{LIAOCHENG}/reports/2023"


def shown(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_report_can_hold_has_its_words(language: Language) -> None:
    known = words(language)
    lines, columns, sums = form_data("lines.csv"), form_data("columns.csv"), form_data("identities.csv")
    needed = {
        *(f"cell_{state}" for state in get_args(State)),
        *(f"cell_{state}_says" for state in get_args(State)),
        *(f"form_group_{line['parent_code']}" for line in lines if line["parent_code"]),
        *(f"form_table_{line['section']}" for line in lines),
        *(f"unit_{column['unit']}" for column in columns),
        *(f"sum_{rule['check_code']}" for rule in sums),
        *(f"sum_{status}" for status in get_args(Status)),
    }
    assert not needed - known.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printed_cell_stands_on_the_page_and_leads_to_its_evidence(client: TestClient, language: str) -> None:
    page = shown(client, f"/{language}/bureaus/{LIAOCHENG}/reports/2023")
    cells = page.xpath("//table[@class='printed']//td/a")
    file = client.get(f"/{language}/tables/report_figures.csv?bureau_code={LIAOCHENG}&report_year=2023")
    printed = list(csv.DictReader(file.text.removeprefix("\ufeff").splitlines()))
    assert len(printed) == 200
    assert sorted(cell.text_content().strip() for cell in cells) == sorted(row["raw_text"] for row in printed)
    assert all("cell=" in cell.get("href") and cell.get("href").endswith("#cell") for cell in cells)


def test_a_sum_that_fails_shows_both_sides_and_marks_its_cells_by_a_sign(client: TestClient) -> None:
    page = shown(client, ADDRESS)
    said = [text_of(item) for item in page.xpath("//ul[@class='sums']/li")]
    assert "Disclosed in full: the applicants add up to 6, the total column says 0" in said
    assert all("≠" in cell.text_content() for cell in page.xpath("//td[contains(@class, 'fails')]"))
    assert len(page.xpath("//td[contains(@class, 'fails')]")) > len(said)


def test_what_is_no_number_never_looks_like_a_zero(home: Path) -> None:
    blank, dash, missing = "regulations", "normative_documents", "administrative_licensing"
    edit = "update fct_figure set value = null, state = ?, raw_text = ? where line_code = ? and bureau_code = ?"
    cells = [("blank", "", blank), ("dash", "—", dash), ("missing", None, missing)]
    client = changed(home, *((edit, *cell, LIAOCHENG) for cell in cells))
    page = shown(client, ADDRESS)
    texts = [{text_of(cell) for cell in page.xpath(f"//td/a[contains(@href, '{line}')]/i")} for _, _, line in cells]
    assert texts == [{"blank"}, {"—"}, {"missing"}]
    chosen = shown(client, f"{ADDRESS}?cell=proactive/{missing}/decisions")
    assert "The report lacks this cell, so there is no place to show." in text_of(chosen.get_element_by_id("cell"))


def test_a_chosen_sum_says_both_sides(client: TestClient) -> None:
    page = shown(client, f"{ADDRESS}?check=applicant_total/granted/total")
    assert "fails Disclosed in full: the applicants add up to 6" in text_of(page.get_element_by_id("cell"))


def test_the_numbers_of_the_prose_are_marked_within_their_sentences(client: TestClient) -> None:
    page = shown(client, ADDRESS)
    marked = [text_of(mark) for mark in page.xpath("//ol[@class='prose']//p//mark")]
    assert "11件" in marked
    assert page.xpath("//span[@class='stated-confirmed']")


def test_a_number_is_not_marked_within_a_longer_one() -> None:
    pieces = list(_pieces("受理13件,答复3件。", [{"raw_text": "3件", "raw_start": None}]))
    assert [text for text, claim in pieces if claim] == ["3件"]
    assert pieces[0][0] == "受理13件,答复"


def test_two_claims_of_one_text_are_marked_in_their_order() -> None:
    same = {"raw_text": "3件", "raw_start": None}
    first, second = {**same, "claim_number": 1}, {**same, "claim_number": 2}
    pieces = list(_pieces("收到3件,办结3件", [first, second]))
    assert [claim for _, claim in pieces if claim] == [first, second]


def test_a_number_is_marked_where_the_reader_found_it() -> None:
    claim = {"raw_text": "3件", "raw_start": 8, "raw_end": 10}
    assert list(_pieces("收到3件,办结其3件。", [claim])) == [("收到3件,办结其", None), ("3件", claim), ("。", None)]


def test_a_claim_says_its_kind_what_it_contains_and_why_it_was_bound(home: Path) -> None:
    edit = (
        "update fct_claim set contains_metric_code = 'applications_carried_in', why = '收到申请' where claim_number = 1"
    )
    client = changed(home, (edit,))
    said = text_of(shown(client, f"{ADDRESS}?claim=1").get_element_by_id("cell"))
    assert "Number, including Applications carried over" in said
    assert "Bound because of收到申请" in said
    page = shown(client, f"/zh/bureaus/{LIAOCHENG}/reports/2023")
    assert "(数量，含上年结转)" in text_of(page.xpath("//ul[@class='claims']/li")[0])


def test_the_sums_of_the_prose_stand_with_their_parts_and_sentence(home: Path) -> None:
    script = "<script>alert(1)</script>"
    rows = """
        insert into claim_sum by name
        select ? as bureau_code, 2023 as report_year, i as claim_sum_number, 'applications_received' as metric_code,
            8 as stated_value, 7 as parts_value, 2 as part_count, ? as parts, 'channels' as part_set, true as is_exhaustive,
            i = 102 as is_approximate, 'fail' as status, '收到8件，网上5件，信函2件。' as sentence, 'a' as sha256
        from range(101, 103) as numbers(i)
    """
    client = changed(home, (rows, LIAOCHENG, f"网上 5 + 信函 2{script}"))
    page = shown(client, ADDRESS)
    first, second = (text_of(page.get_element_by_id(f"sum-{number}")) for number in (101, 102))
    assert first.startswith("does not add up Applications received: 8; channels come to 7: 网上 5 + 信函 2")
    assert script in first and first.endswith("收到8件，网上5件，信函2件。")
    assert "(approximate)" in second and "(approximate)" not in first
    file = client.get(f"/en/tables/report_claim_sums.csv?bureau_code={LIAOCHENG}&report_year=2023")
    assert file.text.count("网上 5 + 信函 2") == 2


@pytest.mark.parametrize(
    "address",
    [
        "/en/bureaus/hrss-999999/reports/2023",
        f"/en/bureaus/{LIAOCHENG}/reports/1997",
        f"/en/bureaus/{LIAOCHENG}/reports/{10**8}",
        f"{ADDRESS}?cell=applications/granted/nobody",
        f"{ADDRESS}?cell=%00",
        f"{ADDRESS}?claim=999",
        f"{ADDRESS}?check=a/b/c",
    ],
)
def test_what_a_release_does_not_hold_is_one_sentence(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "This release has no report" in answer.text or "has nothing called" in answer.text


def test_hostile_text_of_a_report_does_nothing(home: Path) -> None:
    script = "<script>alert(1)</script>"
    edits = [
        (
            "update fct_report set title = ?, agency_name = ?, source_url = ?",
            script,
            f'">{script}',
            "javascript:alert(1)",
        ),
        ("update fct_figure set raw_text = ?, state = 'text' where line_code = 'granted'", script),
        ("update fct_claim set raw_text = ?, sentence = ?", script, f"甲{script}乙"),
    ]
    client = changed(home, *edits)
    for query in ("", "?cell=applications/granted/total", "?claim=1"):
        page = shown(client, ADDRESS + query)
        assert script in page.text_content()
        assert [item.get("src") for item in page.iter("script")] == ["/static/page.js"]
        assert not page.xpath("//*[@onerror] | //*[starts-with(@href, 'javascript:')] | //*[@style]")


def test_its_tables_are_files(client: TestClient) -> None:
    of = f"bureau_code={PANYU}&report_year=2023"
    for name in ("report_figures", "report_checks", "report_claims"):
        answer = client.get(f"/en/tables/{name}.csv?{of}")
        assert answer.status_code == 200
        assert answer.text.count("\n") > 3
    assert client.get(f"/en/tables/report_figures.csv?bureau_code={PANYU}&report_year=x").status_code == 404


def test_earlier_versions_and_edited_cells_are_listed(home: Path) -> None:
    client = changed(home, (_SECOND_VERSION, XIANGSHAN), (_EDITED_CELL, XIANGSHAN))
    page = shown(client, f"/en/bureaus/{XIANGSHAN}/reports/2020")
    assert "numbers changed" in text_of(page)
    (edited,) = page.xpath("//section[@aria-labelledby='revisions']//tbody/tr")
    cells = [text_of(cell) for cell in edited]
    assert (cells[0], *cells[2:]) == ("2", "Disclosed in full · Total", "7", "0")
