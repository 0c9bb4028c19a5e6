"""A new source is drafted from one page: its row, the page itself, and a test that waits for a review."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.registry import BUNDLED, RegistryError, load
from crawler.registry.check import problems
from crawler.registry.rows import Bureau
from crawler.sources.drafting import SavedPage, draft
from crawler.sources.errors import SourceError
from crawler.sources.new_source import bundled_file, new_source

SEEN = datetime(2026, 1, 31, 18, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]

ARTICLE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1></body></html>"""
COLUMN = """<html><head><meta charset="gb2312"><title>年度报告</title></head><body><ul>
<li><a href="./202501/t20250117_300.shtml" title="福州市鼓楼区人力资源和社会保障局2024年政府信息公开工作年度报告">某局</a><span>2025-01-17</span></li>
<li><a href="./202401/t20240119_200.shtml" title="福州市鼓楼区人力资源和社会保障局2023年政府信息公开工作年度报告">某局</a><span>2024-01-19</span></li>
</ul><script>createPageHTML(1, 0, "index", "shtml");</script></body></html>"""


def page(place: str, text: str, encoding: str = "utf-8", host: str = "http://www.gulou.gov.cn") -> SavedPage:
    return SavedPage(f"{host}{place}", text.encode(encoding), {"Content-Type": "text/html"}, SEEN)


def article(title: str, place: str = "/xxgk/gknb/202501/t20250117_1617338.html") -> SavedPage:
    return page(place, ARTICLE.format(title=title))


COLUMN_PAGE = page("/xxgk/gknb/", COLUMN, "gb18030")


def test_a_report_gives_name_region_year_and_column() -> None:
    bureau = draft(article("喀喇沁旗人力资源和社会保障局2024年政府信息公开工作年度报告")).bureau
    assert (bureau.bureau_code, bureau.region_name_zh, bureau.level) == ("hrss-150428", "喀喇沁旗", "county")
    assert bureau.names[0].name_en == "Human Resources and Social Security Bureau of Harqin Banner, Chifeng"
    assert [(report.report_year, report.url) for report in bureau.known_reports] == [
        (2024, "http://www.gulou.gov.cn/xxgk/gknb/202501/t20250117_1617338.html")
    ]
    assert bureau.portal == {"base_url": "http://www.gulou.gov.cn", "column": "/xxgk/gknb/"}
    assert (bureau.first_expected_year, bureau.confirmed) == (2019, False)
    assert bureau.status.since == "2026-02-01"  # the day in Beijing


def test_an_old_report_moves_the_first_expected_year() -> None:
    assert draft(article("苏州市人力资源和社会保障局2011年政府信息公开工作年度报告")).bureau.first_expected_year == 2011


@pytest.mark.parametrize(
    ("agency", "code", "name_en"),
    [
        ("广东省人力资源和社会保障厅", "440000", "Department of Human Resources and Social Security of Guangdong Province"),
        ("苏州市人力资源和社会保障局", "320500", "Suzhou Municipal Human Resources and Social Security Bureau"),
        ("重庆市北碚区人力资源和社会保障局", "500109", "Human Resources and Social Security Bureau of Beibei District, Chongqing"),
        ("福州市鼓楼区人力资源和社会保障局", "350102", "Human Resources and Social Security Bureau of Gulou District, Fuzhou"),
        ("阿拉善盟人力资源和社会保障局", "152900", "Human Resources and Social Security Bureau of Alxa League"),
    ],
)  # fmt: skip
def test_the_region_is_that_of_the_name(agency: str, code: str, name_en: str) -> None:
    bureau = draft(COLUMN_PAGE, agency).bureau
    assert (bureau.region_code, bureau.names[0].name_en) == (code, name_en)
    assert problems([bureau]) == []


@pytest.mark.parametrize(
    ("saved", "agency", "region", "words"),
    [
        (COLUMN_PAGE, None, None, "give it with --agency"),
        (COLUMN_PAGE, "鼓楼区人力资源和社会保障局", None, "350102 (福州市鼓楼区)"),
        (COLUMN_PAGE, "某区人力资源和社会保障局", None, "give its code with --region"),
        (COLUMN_PAGE, "鼓楼区人力资源和社会保障局", "999999", "region 999999 is not in the list"),
        (replace(COLUMN_PAGE, url="https://rngsoft.cn/1"), None, None, "neither on a .gov.cn host"),
        (page("/", "<p>机构职能</p>"), None, None, "no system is recognised; give the address"),
        (page("/", "<iframe src='/list.html'></iframe>"), None, None, "frames http://www.gulou.gov.cn/list.html"),
        (
            page("/", "<meta http-equiv=refresh content='0;url=list.html'>"),
            None,
            None,
            "redirects by meta refresh to http://www.gulou.gov.cn/list.html",
        ),
        (
            page("/", "<script>location.href = '/list.html'</script>"),
            None,
            None,
            "redirects by script to http://www.gulou.gov.cn/list.html",
        ),
        (page("/", "<i>messageController/getMessage.do</i>"), None, None, "it is of truecms, and its lists are JSONP"),
    ],
)
def test_what_page_and_user_do_not_say_is_asked_for(saved, agency, region, words: str) -> None:
    with pytest.raises(SourceError) as error:
        draft(saved, agency, region)
    assert words in str(error.value) and "\n" not in str(error.value)


def test_a_region_settles_a_name_that_many_bear() -> None:
    assert draft(COLUMN_PAGE, "鼓楼区人力资源和社会保障局", "320106").bureau.region_name_en == "Gulou District"


FUZHOU = draft(COLUMN_PAGE, "福州市鼓楼区人力资源和社会保障局")


def test_the_row_is_added_to_a_registry_that_is_there_and_its_comments_stay(tmp_path: Path) -> None:
    registry = tmp_path / "fujian.yaml"
    before = (BUNDLED / "fujian.yaml").read_text(encoding="utf-8")
    registry.write_text(before, encoding="utf-8")
    new_source(FUZHOU, COLUMN_PAGE, registry, tmp_path / "pages")
    after = registry.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert load(registry)[-1] == FUZHOU.bureau
    assert "# Drafted from http://www.gulou.gov.cn/xxgk/gknb/: the page calls createPageHTML" in after
    assert {path.name for path in tmp_path.iterdir()} == {"fujian.yaml", "pages"}


def test_page_and_test_are_written_beside_each_other_and_the_test_asks_for_a_review(tmp_path: Path) -> None:
    written = new_source(FUZHOU, COLUMN_PAGE, tmp_path / "new.yaml", tmp_path / "pages")
    folder = tmp_path / "pages" / "hrss-350102"
    assert written.files == (folder / "page.html", folder / "page.json", folder / "test_hrss_350102.py")
    assert (folder / "page.html").read_bytes() == COLUMN_PAGE.body
    assert '"published_on": "2024-01-19"' in written.files[2].read_text(encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "-o", f"rootdir={ROOT}", str(folder)],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == 1, run.stdout + run.stderr
    assert "1 failed, 1 passed" in run.stdout
    assert "review hrss-350102" in run.stdout


def test_what_is_written_needs_no_formatter(tmp_path: Path) -> None:
    written = new_source(FUZHOU, COLUMN_PAGE, tmp_path / "new.yaml", tmp_path / "pages")
    as_if = ["--stdin-filename", "tests/crawler/pages/test_of_a_source.py", "-"]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *as_if],
            input=written.files[2].read_text(encoding="utf-8"),
            capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def test_a_bureau_is_added_once(tmp_path: Path) -> None:
    registry = tmp_path / "new.yaml"
    new_source(FUZHOU, COLUMN_PAGE, registry, tmp_path / "pages")
    before = registry.read_bytes()
    with pytest.raises(SourceError, match="is there already"):
        new_source(FUZHOU, COLUMN_PAGE, registry, tmp_path / "pages")
    with pytest.raises(SourceError, match="hrss-350102 is in the registry already"):
        new_source(FUZHOU, COLUMN_PAGE, registry, tmp_path / "elsewhere")
    assert registry.read_bytes() == before
    assert not (tmp_path / "elsewhere").exists()


def test_a_broken_registry_is_not_written_to(tmp_path: Path) -> None:
    registry = tmp_path / "broken.yaml"
    registry.write_text("bureaus: [\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="cannot be read"):
        new_source(FUZHOU, COLUMN_PAGE, registry, tmp_path / "pages")
    assert registry.read_text(encoding="utf-8") == "bureaus: [\n"
    assert [path.name for path in tmp_path.iterdir()] == ["broken.yaml"]


def test_a_bureau_of_the_bundled_registry_lies_in_its_provinces_file() -> None:
    bureaus: dict[str, Bureau] = {bureau.bureau_code: bureau for bureau in load()}
    assert all(bureau in load(bundled_file(bureau)) for bureau in bureaus.values())
