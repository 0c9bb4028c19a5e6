"""Addresses, headers, languages and errors of the dashboard."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages import PAGES
from dashboard.wording import LANGUAGES, words
from store.home import RELEASE_FILE, Home
from tests.dashboard.conftest import HOSTILE
from tests.flows.conftest import LIAOCHENG, PANYU
from warehouse.read import connect_release

PLAIN = [path for path in PAGES if "{" not in path]
ADDRESSES = [*PLAIN, f"/bureaus/{LIAOCHENG}", f"/bureaus/{PANYU}"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_says_what_it_is_made_from(client: TestClient, language: str, path: str) -> None:
    page = client.get(f"/{language}{path}")
    assert page.status_code == 200
    assert words(language)["frame_release"].split("{")[0] + "1" in page.text  # type: ignore[index]
    assert words(language)["practice_banner"] in page.text  # type: ignore[index]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_lets_nothing_run_and_loads_from_nobody_else(client: TestClient, path: str) -> None:
    page = client.get(f"/zh{path}")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=", page.text)
    loaded = re.findall(r'<(?:link|script|img|image)[^>]*?(?:href|src)="([^"]+)"', page.text)
    assert loaded and all(address.startswith("/") for address in loaded)


def test_the_first_address_follows_the_browsers_language(client: TestClient) -> None:
    asked = {
        "en-GB,en;q=0.9": "/en/",
        "zh-CN,zh;q=0.9,en;q=0.5": "/zh/",
        "de,en;q=0.5,zh;q=0.1": "/en/",
        "": "/zh/",
    }
    for header, address in asked.items():
        found = client.get("/", headers={"accept-language": header}, follow_redirects=False)
        assert found.headers["location"] == address


def test_the_other_language_is_the_same_page_with_its_filters(client: TestClient) -> None:
    page = client.get("/zh/bureaus?level=prefecture&words=%E8%81%8A")
    assert 'href="/en/bureaus?level=prefecture&amp;words=%E8%81%8A"' in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/nothing", 404),
        ("/en/bureaus/hrss-000000", 404),
        ("/en/bureaus?level=village", 404),
        ("/en/bureaus?page=0", 404),
        ("/en/bureaus?page=%C2%B2", 404),
        ("/en/tables/secrets.csv", 404),
        ("/en/charts/bureau_trend.svg?bureau_code=nobody&metric=applications_received", 404),
        ("/en/charts/reports_by_year.svg?release=99", 410),
        ("/en/charts/reports_by_year.svg?release=one", 404),
        (f"/en/tables/metrics.csv?release={'9' * 5000}", 404),
        ("/en/bureaus?page=000000001999999999999999999999", 404),
        (f"/en/bureaus/{LIAOCHENG}/reports/{'9' * 5000}", 404),
        (f"/en/evidence/{'a' * 64}/{'9' * 5000}.png", 404),
        ("/en/tables/bureau_metrics.csv?bureau_code=nobody", 404),
        (f"/en/tables/report_figures.csv?bureau_code={LIAOCHENG}&report_year=1999", 404),
        ("/zh/bureaus/..%2f..%2fetc", 404),
        ("/static/../app.py", 404),
    ],
)
def test_a_wrong_address_is_a_page_that_leads_on(client: TestClient, address: str, status: int) -> None:
    page = client.get(address)
    assert page.status_code == status
    assert "Traceback" not in page.text
    if not address.startswith("/static"):
        assert f'href="/{address[1:3]}/"' in page.text


@pytest.mark.parametrize("path", PLAIN)
def test_an_address_may_ask_for_anything_besides(client: TestClient, path: str) -> None:
    assert client.get(f"/en{path}?self=x&path=y&name=z&language=%00&_=1").status_code == 200


def test_pages_are_only_read(client: TestClient) -> None:
    refused = client.post("/en/bureaus")
    assert refused.status_code == 405 and set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}
    asked = client.head("/en/bureaus")
    assert asked.status_code == 200 and not asked.content


def test_crawled_text_is_text(client: TestClient) -> None:
    page = client.get(f"/zh/bureaus/{LIAOCHENG}").text
    assert "<script>document" not in page
    assert 'href="javascript:' not in page
    assert HOSTILE not in page


def test_numbers_on_a_bureaus_page_are_those_of_the_release(client: TestClient, released: Path) -> None:
    with connect_release(released) as release:
        rows = release.execute(
            "select report_year, value, change_pct from yoy_metric"
            " where bureau_code = ? and metric_code = 'applications_received' and value is not null",
            [LIAOCHENG],
        ).fetchall()
    text = re.sub(r"<[^>]+>|\s+", " ", client.get(f"/en/bureaus/{LIAOCHENG}").text)
    table = text.split("Year over year")[1].split("Findings about")[0]
    for year, value, change in rows:
        assert re.search(rf"\b{year}\b.*?\b{value.normalize():f}\b", table), year
        if change is not None:
            assert f"{change:+.1f}".replace("-", "−") in table
    assert "−26.7" in table


def test_a_number_of_a_bureau_leads_to_its_place(client: TestClient) -> None:
    page = client.get(f"/en/bureaus/{LIAOCHENG}").text
    cells = re.findall(r'href="([^"]*/reports/\d+\?cell=applications%2Freceived_new%2Ftotal)#cell">(\d+)<', page)
    assert len(cells) == 3
    for address, value in cells:
        shown = client.get(address)
        assert shown.status_code == 200 and re.search(rf'class="raw">\s*{value}\s*<', shown.text)


def test_a_rate_stands_beside_what_it_is_made_of(client: TestClient, released: Path) -> None:
    with connect_release(released) as release:
        rows = release.execute(
            "select numerator, denominator from yoy_metric"
            " where bureau_code = ? and metric_code = 'full_disclosure_rate' and denominator > 0",
            [LIAOCHENG],
        ).fetchall()
    pages = [
        client.get(f"/en/bureaus/{LIAOCHENG}?metric=full_disclosure_rate").text,
        client.get(f"/en/compare?metric=full_disclosure_rate&year=2022&bureau={LIAOCHENG}").text,
    ]
    assert len(rows) == 3
    for numerator, denominator in rows:
        assert f"{numerator.normalize():f} / {denominator.normalize():f}<" in pages[0]
    assert re.search(r"\d+ / \d+</small>", pages[1])


def test_what_does_not_add_up_has_no_change(client: TestClient) -> None:
    text = client.get(f"/en/bureaus/{LIAOCHENG}?metric=full_disclosure_rate").text
    year = text.split('/reports/2023">2023')[1].split("</tr>")[0]
    assert "does not add up" in year
    assert "−" not in re.sub(r"<[^>]+>", "", year).replace("–", "")


def test_a_table_comes_as_csv_with_its_codes_as_they_are(client: TestClient, released: Path) -> None:
    found = client.get(f"/en/tables/bureau_metrics.csv?bureau_code={LIAOCHENG}")
    assert found.content.startswith(b"\xef\xbb\xbf") and b"\r" not in found.content
    assert "practice" in found.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))
    value = next(row for row in rows if row["metric_code"] == "applications_received" and row["report_year"] == "2023")
    assert (value["value"], value["prior_value"]) == ("11", "15")


def test_a_text_that_a_spreadsheet_would_run_is_quoted() -> None:
    from dashboard.downloads import _plain

    assert _plain("=1+1") == "'=1+1" and _plain("@SUM(A1)") == "'@SUM(A1)"
    assert _plain("＝1+1") == "'＝1+1" and _plain("'=1+1") == "''=1+1" and _plain("\n=1") == "'\n=1"
    assert _plain("报告") == "报告" and _plain(-3) == -3 and _plain(None) == ""


@pytest.mark.parametrize("name", ["reports_by_year", "provinces", "openness"])
def test_a_chart_comes_as_svg_and_png(client: TestClient, name: str) -> None:
    svg, png = (client.get(f"/zh/charts/{name}.{kind}") for kind in ("svg", "png"))
    assert svg.headers["content-type"].startswith("image/svg+xml") and "<style>" in svg.text
    assert png.content.startswith(b"\x89PNG")


def test_a_chart_that_travels_alone_says_whose_it_is_and_that_it_is_practice(client: TestClient) -> None:
    for name in ("bureau_trend", "bureau_outcomes"):
        found = client.get(f"/en/charts/{name}.svg?bureau_code={LIAOCHENG}&metric=applications_received")
        written = " ".join(re.findall(r"<text[^>]*>([^<]+)", found.text))
        assert LIAOCHENG in written and "release 1" in written and "practice data" in written, name
        assert f"{name}_{LIAOCHENG}_" in found.headers["content-disposition"]
    hatched = client.get(f"/en/charts/bureau_trend.svg?bureau_code={LIAOCHENG}&metric=full_disclosure_rate").text
    assert "does not add up" in hatched and "prose only" not in hatched


def test_a_base_path_stands_before_every_address(released: Path) -> None:
    with TestClient(create_app(released, base="/gongkai")) as below:
        assert below.get("/", follow_redirects=False).headers["location"] == "/gongkai/"
        page = below.get("/gongkai/en/")
        assert page.status_code == 200
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert addresses and all(address.startswith("/gongkai/") for address in addresses)
        assert all(below.get(address).status_code == 200 for address in set(addresses))


def test_without_a_release_a_page_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as empty:
        page = empty.get("/en/")
    assert page.status_code == 503 and "gongkai run" in page.text


def test_a_release_of_another_version_is_said_to_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "1"
    folder.mkdir(parents=True)
    (folder / "release.json").write_text(json.dumps({"release": 1, "built_at": "2020-01-01T00:00:00Z"}))
    duckdb.connect(str(folder / "gongkai.duckdb")).close()
    (tmp_path / "releases" / "current").symlink_to("1")
    with TestClient(create_app(tmp_path)) as old:
        page = old.get("/en/")
    assert page.status_code == 503 and "another version" in page.text


@pytest.mark.parametrize("facts", ["{}", "[]", "null", '{"built_at": 3}', "{"])
def test_a_release_without_its_facts_is_said_to_be_broken(shown: Path, tmp_path: Path, facts: str) -> None:
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    (Home(home).current / "release.json").write_text(facts)
    with TestClient(create_app(home)) as broken:
        page = broken.get("/en/")
    assert page.status_code == 503 and "cannot be opened" in page.text


def test_a_broken_release_is_said_to_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "1"
    folder.mkdir(parents=True)
    (folder / "gongkai.duckdb").write_bytes(b"nothing")
    (tmp_path / "releases" / "current").symlink_to("1")
    with TestClient(create_app(tmp_path)) as broken:
        assert broken.get("/zh/").status_code == 503


def test_the_next_release_is_picked_up_by_the_next_page_and_old_files_stay(shown: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    current = Home(home).current
    first = int(current.resolve().name)
    following = current.parent / str(first + 1)
    shutil.copytree(current.resolve(), following)
    with duckdb.connect(str(following / RELEASE_FILE)) as edited:
        edited.execute("delete from fct_report where report_year = 2023")
    with TestClient(create_app(home)) as visitor:
        before = visitor.get("/en/").text
        table = next(iter(re.findall(r'href="([^"]*reports_by_year\.csv[^"]*)"', before)))
        held = visitor.get(table).text
        current.unlink()
        current.symlink_to(str(first + 1))
        after = visitor.get("/en/").text
        assert f"release={first}" in table and visitor.get(table).text == held
        assert visitor.get(table.replace(f"release={first}", f"release={first + 1}")).text != held
    assert f"Release {first}," in before and f"Release {first + 1}," in after


def test_an_empty_release_is_shown_as_empty(shown: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    with duckdb.connect(str(Home(home).current / RELEASE_FILE)) as emptied:
        tables = [row[0] for row in emptied.execute("select table_name from duckdb_tables()").fetchall()]
        for table in tables:
            if not table.startswith("dim_") or table == "dim_bureau":
                emptied.execute(f"truncate {table}")
    with TestClient(create_app(home)) as visitor:
        assert words("en")["overview_empty"] in visitor.get("/en/").text
        for path in PLAIN:
            assert visitor.get(f"/zh{path}").status_code == 200, path
