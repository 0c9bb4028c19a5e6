"""Any published number leads back to archived bytes that say it."""

from __future__ import annotations

import io
import json
import shutil
import socket
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import etree, html

from crawler.archive import Archive
from flows.night import practice_registry, run_night
from lookup.errors import QuestionError
from lookup.explain import trace
from lookup.explain.asked import Release
from lookup.explain.text import lines
from lookup.explain.trace import Evidence, Trail, explain
from store.errors import ArchiveError
from warehouse.read import connect_release

LIAOCHENG, XIANGSHAN, PANYU = "hrss-371500", "hrss-340603", "hrss-440113"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RECEIVED = "applications/received_new/total"


def everything(home: Path) -> Iterator[tuple[Trail, bytes]]:
    """Each report of a release with the evidence for all its figures and claims, and its bytes."""
    with connect_release(home) as connection:
        release = Release(connection)
        keys = connection.execute("select bureau_code, report_year from fct_report order by all").fetchall()
        reports = [release.one(trace._REPORT, *key) or {} for key in keys]
        printed = defaultdict(list)
        for row in (*release.rows("select * from fct_figure"), *release.rows("select * from fct_claim")):
            printed[row["sha256"]].append(row)
    archive = Archive(home)
    for trail in trace.trails(home, [(report, printed[report["sha256"]]) for report in reports]):
        yield trail, archive.get(trail.report["sha256"])
    archive.close()


def html_cell(data: bytes, place: dict[str, int]) -> str:
    row = html.fromstring(data.decode()).xpath("//table")[place["table"] - 1].xpath(".//tr")[place["row"] - 1]
    return str(row.xpath("./td|./th")[place["cell"] - 1].text_content())


def word_cell(data: bytes, place: dict[str, int]) -> str:
    """Cell of a table; what continues a cell from above is none of its own."""
    row = list(word_body(data).iter(f"{WORD}tbl"))[place["table"] - 1].findall(f"{WORD}tr")[place["row"] - 1]
    own = [cell for cell in row.findall(f"{WORD}tc") if not _goes_on(cell)]
    return "".join(own[place["cell"] - 1].itertext())


def word_body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def _goes_on(cell: etree._Element) -> bool:
    merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    return merged is not None and merged.get(f"{WORD}val") != "restart"


def page_text(data: bytes, place: dict[str, int]) -> str:
    return str(pdfium.PdfDocument(data)[place["page"] - 1].get_textpage().get_text_range())


PLACES: dict[str, Callable[[bytes, dict[str, int]], str]] = {
    "html": html_cell,
    "docx": word_cell,
    "pdf_text": page_text,
}
"""What stands in a place, had from the bytes without any of the parser's code."""


def whole_text(reader: str, data: bytes) -> str:
    if reader == "html":
        return str(html.fromstring(data.decode()).text_content())
    if reader == "docx":
        return "".join(word_body(data).itertext())
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))


def bare(text: str) -> str:
    return "".join(text.split())


def test_every_figure_and_claim_is_in_the_bytes_where_the_release_says(imported: Path) -> None:
    walked = set()
    for trail, data in everything(imported):
        reader = trail.report["reader"]
        assert len(trail.evidence) > 198
        for item in trail.evidence:
            assert item.is_read_again, (trail.report["title"], item)
            if item.what.startswith("claim"):
                assert bare(item.raw_text or "") in bare(whole_text(reader, data)), item
            elif item.raw_text is not None:
                found = bare(PLACES[reader](data, item.place))
                assert bare(item.raw_text) == found or (reader == "pdf_text" and bare(item.raw_text) in found), item
        walked.add(reader)
    assert walked == set(PLACES)


def test_a_change_leads_to_the_words_that_state_it(imported: Path) -> None:
    told = explain(imported, LIAOCHENG, 2023, "applications_received")
    assert (told.number["value"], told.number["prior_value"], told.number["prior_basis"]) == (11, 15, "stated_change")
    (trail,) = told.trails
    assert (trail.evidence[0].what, trail.evidence[0].raw_text) == (RECEIVED, "11")
    assert "下降26.7%" in [item.raw_text for item in trail.evidence]
    assert trail.captures[0]["url"] == "import:hrss-371500-2023.html"
    assert Path(trail.object_file).name == trail.report["sha256"]
    said = "\n".join(lines(told))
    assert "change -26.7 %, stated -26.7 %" in said and "read again: the same" in said and "NOT FOUND" not in said


@pytest.mark.parametrize(
    ("bureau", "year", "media_type"),
    [(LIAOCHENG, 2023, "text/html"), (PANYU, 2023, "application/pdf"), (XIANGSHAN, 2020, "application/vnd.openxml")],
)
def test_a_cell_leads_to_its_place_in_every_format(imported: Path, bureau: str, year: int, media_type: str) -> None:
    told = explain(imported, bureau, year, "applications/granted/natural_person")
    (trail,) = told.trails
    (item,) = trail.evidence
    assert trail.media_type.startswith(media_type)
    assert item.is_read_again and item.value == told.number["value"] and item.place
    assert (item.box is not None) == (media_type == "application/pdf")


def test_a_claim_leads_to_its_sentence(imported: Path) -> None:
    with connect_release(imported) as connection:
        row = connection.execute("select claim_number from fct_claim where raw_text = '下降26.7%'").fetchone()
    assert row is not None
    (trail,) = explain(imported, LIAOCHENG, 2023, f"claim:{row[0]}").trails
    (item,) = trail.evidence
    assert item.is_read_again and item.sentence is not None and "下降26.7%" in item.sentence


def test_a_sum_leads_to_every_number_that_it_adds_up(imported: Path) -> None:
    told = explain(imported, LIAOCHENG, 2023, "check:applicant_total/granted/total")
    assert (told.number["left_value"], told.number["right_value"], told.number["status"]) == (6, 0, "fail")
    assert len(told.trails[0].evidence) == 7
    assert next(iter(lines(told))).endswith("6 against 0  fail")


def test_a_rate_leads_to_both_its_sides(imported: Path) -> None:
    told = explain(imported, PANYU, 2023, "full_disclosure_rate")
    assert [item.what for item in told.trails[0].evidence] == [
        "applications/granted/total",
        "applications/processed_total/total",
    ]


def test_a_number_that_the_bytes_do_not_say_is_found_out(imported: Path) -> None:
    with connect_release(imported) as connection:
        release = Release(connection)
        row = release.rows("select * from fct_figure where raw_text = '11' limit 1")[0]
        report = release.one(trace._REPORT, row["bureau_code"], row["report_year"]) or {}
    wrong = [row | {"raw_text": "12"}, row | {"row_number": 99}, row]
    (trail,) = trace.trails(imported, [(report, wrong)])
    assert [item.is_read_again for item in trail.evidence] == [False, False, True]


def damaged(home: Path, tmp_path: Path, damage: Callable[[Path], object]) -> Path:
    copy = Path(shutil.copytree(home, tmp_path / "copy", symlinks=True))
    damage(Path(explain(copy, PANYU, 2023, RECEIVED).trails[0].object_file))
    return copy


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: (file.chmod(0o644), file.write_bytes(b"another"))])
def test_bytes_that_are_gone_or_altered_are_no_evidence(imported: Path, tmp_path: Path, damage: Any) -> None:
    with pytest.raises(ArchiveError):
        explain(damaged(imported, tmp_path, damage), PANYU, 2023, RECEIVED)


@pytest.mark.parametrize(
    ("bureau", "year", "what", "sentence"),
    [
        (LIAOCHENG, 1999, RECEIVED, "no report of hrss-371500 聊城市人力资源和社会保障局 for 1999: its calendar has"),
        ("hrss-000000", 2023, RECEIVED, "the release knows no bureau hrss-000000"),
        (LIAOCHENG, 2023, "applicatoins", "no metric is called applicatoins"),
        (LIAOCHENG, 2023, "applications/received/total", "no cell applications/received/total"),
        (LIAOCHENG, 2023, "claim:9999", "no claim 9999"),
        (LIAOCHENG, 2023, "check:balance/balance/nobody", "no check balance/balance/nobody"),
        (LIAOCHENG, 2023, "finding:0", "no finding 0"),
        (LIAOCHENG, 2023, "a-b", "none of what can be explained"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(
    imported: Path, bureau: str, year: int, what: str, sentence: str
) -> None:
    with pytest.raises(QuestionError, match=sentence) as caught:
        explain(imported, bureau, year, what)
    assert "\n" not in str(caught.value)


def test_the_command_prints_the_trace(gongkai: Any, imported: Path) -> None:
    outcome = gongkai("explain", PANYU, 2023, RECEIVED, home=imported)
    assert outcome.status == 0
    assert "printed “7” = 7" in outcome.out and "at page 2, " in outcome.out and "hash checked" in outcome.out


def test_the_trace_as_json_names_every_step(gongkai: Any, imported: Path) -> None:
    record = json.loads(gongkai("explain", LIAOCHENG, 2023, "applications_received", "--json", home=imported).out)
    (trail,) = record["trails"]
    assert record["number"]["change_pct"] == -26.7
    assert (record["number"]["value"], trail["evidence"][0]["value"]) == (11, 11), "numbers, and no texts"
    assert {"report", "captures", "object_file", "size", "media_type", "evidence"} == set(trail)
    assert trail["evidence"][0]["is_read_again"] is True


def test_the_page_is_saved_with_the_number_framed(gongkai: Any, imported: Path, tmp_path: Path) -> None:
    from PIL import Image

    outcome = gongkai("explain", PANYU, 2023, RECEIVED, "--save", tmp_path / "page.png", home=imported)
    assert outcome.out.endswith(f"page 2 is in {tmp_path / 'page.png'}\n")
    with Image.open(tmp_path / "page.png") as image:
        assert (200, 30, 30) in {colour for _, colour in image.getcolors(1 << 24) or ()}


def test_the_document_is_saved_as_it_was_fetched(gongkai: Any, imported: Path, reports: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert gongkai("explain", LIAOCHENG, 2023, RECEIVED, "--save", target, home=imported).status == 0
    assert target.read_bytes() == (reports / "hrss-371500-2023.html").read_bytes()


@pytest.mark.parametrize(
    ("name", "sentence"), [("page.png", "has no pages to draw"), ("absent/page.html", "cannot be written")]
)
def test_a_page_that_cannot_be_saved_is_said_so(
    gongkai: Any, imported: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    outcome = gongkai("explain", LIAOCHENG, 2023, RECEIVED, "--save", tmp_path / name, home=imported)
    assert outcome.status == 1
    assert sentence in outcome.err and outcome.err.count("\n") == 1


@pytest.mark.long
def test_every_figure_and_claim_of_a_practice_night_is_read_again_in_its_place(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.11", 0))
        port = probe.getsockname()[1]
    with practice_registry(tmp_path, port) as registry:
        run_night(tmp_path, registry, is_practice=True)
    walked: list[Evidence] = [item for trail, _ in everything(tmp_path) for item in trail.evidence]
    assert len(walked) > 30_000
    assert [item for item in walked if not item.is_read_again] == []
