"""The dictionary of metrics, and what a release says of itself."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import duckdb
import pytest

Page = Callable[[str], str]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_metric_has_its_anchor_name_and_definition(
    get: Page, release: duckdb.DuckDBPyConnection, language: str
) -> None:
    html = unescape(get(f"/{language}/metrics"))
    rows = release.execute(f"select metric_code, name_{language}, definition_{language} from dim_metric").fetchall()  # noqa: S608
    assert rows
    for code, name, definition in rows:
        assert f'id="{code}"' in html
        assert f"<h3>{name} " in html
        assert definition in html


def test_a_line_of_the_form_says_whether_its_editions_compare(get: Page) -> None:
    html = get("/en/metrics")
    assert "<code>granted</code>" in html
    assert "2019, 2021" in html[html.index("<code>granted</code>") :]


def test_a_release_is_cited_by_its_number_day_and_digest(get: Page) -> None:
    assert f"Release 1, built 2024-03-01, data as of 2024-02-01, inputs SHA-256 {'d' * 64}." in get("/en/about")


def test_failed_checks_stand_in_words_with_their_places(get: Page) -> None:
    assert "报告自身的合计全部成立。" in get("/zh/about")
    assert "A report adds up in itself." in get("/en/about")


def test_a_check_without_words_of_its_own_is_named_by_its_sentence(get: Page) -> None:
    assert "A check of tomorrow" in get("/zh/about")
