"""The first page says no more than the reports prove."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.wording import words
from tests.dashboard.edited import changed
from tests.flows.conftest import LIAOCHENG, XIANGSHAN

PROSE_ONLY = "update fct_report set form_edition = 'none', proactive_edition = 'none', applications_edition = 'none'"


def test_a_report_that_is_prose_only_is_not_said_to_add_up(home: Path) -> None:
    client = changed(home, (f"{PROSE_ONLY} where bureau_code = ? and report_year = 2020", XIANGSHAN))
    table = csv.DictReader(io.StringIO(client.get("/en/tables/reports_by_year.csv").content.decode("utf-8-sig")))
    years = {row["report_year"]: (row["verified"], row["prose_only"]) for row in table}
    assert years["2020"] == ("0", "1") and years["2021"][1] == "0"
    page = client.get(f"/en/bureaus/{XIANGSHAN}").text
    row = page.split('id="reports"')[1].split(f"/bureaus/{XIANGSHAN}/reports/2020")[1].split("</tr>")[0]
    assert "prose only" in row and "verified" not in row
    assert re.search(r'class="n">–<', row), "no count of failing sums where there are none to check"


def _movements(client: TestClient) -> str:
    return client.get("/en/tables/movements.csv").text


@pytest.mark.parametrize("column", ["value_basis", "prior_value_basis"])
def test_a_movement_rests_on_two_forms(home: Path, client: TestClient, column: str) -> None:
    assert f"{LIAOCHENG}," in _movements(client)
    stated = f"update yoy_metric set {column} = 'claim' where bureau_code = ?"  # noqa: S608 - a column of ours
    assert f"{LIAOCHENG}," not in _movements(changed(home, (stated, LIAOCHENG)))


def test_a_page_beyond_the_last_is_not_said_to_have_no_match(client: TestClient) -> None:
    page = client.get("/en/bureaus?page=9").text
    assert words("en")["page_beyond"] in page and words("en")["bureaus_none"] not in page
