"""A chosen number beside its place in the archived bytes; what cannot be shown is one sentence."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import html
from PIL import Image
from starlette.testclient import TestClient

from dashboard import evidence
from dashboard.app import create_app
from dashboard.evidence import BusyError, Desk
from dashboard.seen import Seen, Shown, _rows, outlined
from lookup.explain.spots import Spot, find_spots, find_texts
from parsing.blocks import Cell, Table
from parsing.model import Place
from parsing.pool.errors import ChildError
from parsing.pool.workers import WorkerError
from store.errors import ArchiveError
from tests.dashboard.conftest import LIAOCHENG, PANYU, XIANGSHAN
from tests.dashboard.edited import changed

PRINTED = f"/en/bureaus/{PANYU}/reports/2023?cell=applications/received_new/total"


def chosen(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text).get_element_by_id("cell")


def sha256_of(client: TestClient, bureau_code: str, year: int) -> str:
    """The document of a report, as its page names it."""
    page = html.document_fromstring(client.get(f"/en/bureaus/{bureau_code}/reports/{year}").text)
    return str(page.xpath("//dl[@class='head']//code")[0].text_content())


def stored(home: Path, sha256: str) -> Path:
    return home / "archive" / "objects" / sha256[:2] / sha256


@pytest.fixture(scope="module")
def page_hash(client: TestClient) -> str:
    return sha256_of(client, LIAOCHENG, 2023)


@pytest.fixture(scope="module")
def printed_hash(client: TestClient) -> str:
    return sha256_of(client, PANYU, 2023)


def test_a_number_of_a_pdf_is_outlined_on_its_page_and_nothing_else_is(client: TestClient) -> None:
    section = chosen(client, PRINTED)
    wide, narrow = section.xpath(".//svg")
    address = wide.xpath("./image/@href")[0]
    assert address == narrow.xpath("./image/@href")[0]
    image = client.get(address)
    assert image.headers["content-type"] == "image/png"
    assert "immutable" in image.headers["cache-control"]
    size = [float(wide.xpath("./image")[0].get(name)) for name in ("width", "height")]
    frame = [float(wide.xpath("./rect")[0].get(name)) for name in ("x", "y", "width", "height")]
    assert frame[2] < 0.1 * size[0] and frame[3] < 0.05 * size[1], "the number, not its row"
    picture = Image.open(io.BytesIO(image.content)).convert("L")
    scale = picture.width / size[0]
    assert scale == pytest.approx(picture.height / size[1], rel=0.01)
    left, top, width, height = (scale * edge for edge in frame)
    inside = picture.crop((int(left), int(top), int(left + width), int(top + height)))
    assert inside.getextrema()[0] < 128, "ink within the frame"


@pytest.mark.parametrize(
    ("bureau_code", "year", "cell", "printed"),
    [
        (LIAOCHENG, 2023, "applications/granted/natural_person", "6"),
        (XIANGSHAN, 2020, "applications/received_new/total", None),
    ],
)
def test_of_a_page_or_word_file_the_archived_table_is_shown_as_text_with_the_cell_outlined(
    client: TestClient, bureau_code: str, year: int, cell: str, printed: str | None
) -> None:
    section = chosen(client, f"/en/bureaus/{bureau_code}/reports/{year}?cell={cell}")
    (mark,) = section.xpath(".//table[@class='archived']//td[@class='it']/mark")
    assert mark.text_content() == (printed or section.xpath(".//dd[@class='raw']")[0].text_content().strip())
    assert not section.xpath(".//iframe | .//object | .//embed | .//img | .//svg")


def test_a_number_of_the_prose_is_shown_in_the_line_around_it(client: TestClient) -> None:
    section = chosen(client, f"/en/bureaus/{LIAOCHENG}/reports/2023?claim=1")
    (line,) = section.xpath(".//div[@class='archived']/p[@class='it']")
    assert section.xpath(".//dd[@class='raw']")[0].text_content() in line.text_content()


def test_the_markup_of_an_archived_page_is_shown_as_text(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "<b onclick=x>1</b>"
    cells = (Shown(hostile, 1), Shown("6", 1, is_it=True))
    monkeypatch.setattr("dashboard.seen._in_text", lambda spots, spot: Seen("seen_table", rows=(cells,)))
    address = f"/en/bureaus/{LIAOCHENG}/reports/2023?cell=applications/granted/natural_person"
    section = chosen(TestClient(create_app(released)), address)
    assert hostile in section.text_content()
    assert not section.xpath(".//*[@onclick]")


def test_bytes_that_are_gone_or_damaged_are_one_sentence(home: Path, page_hash: str, printed_hash: str) -> None:
    stored(home, page_hash).unlink()
    stored(home, printed_hash).write_bytes(b"%PDF-")
    client = TestClient(create_app(home))
    for address in (f"/en/bureaus/{LIAOCHENG}/reports/2023?cell=applications/granted/total", PRINTED):
        assert "The archived file is missing or damaged" in chosen(client, address).text_content()
    assert client.get(f"/en/evidence/{printed_hash}/1.png").status_code == 404


def test_a_number_not_found_again_in_its_place_is_said_to_be_so(home: Path) -> None:
    client = changed(home, ("update fct_figure set raw_text = ? where bureau_code = ?", "12345", LIAOCHENG))
    section = chosen(client, f"/en/bureaus/{LIAOCHENG}/reports/2023?cell=applications/granted/total")
    assert "does not show this number in the recorded place" in section.text_content()


def test_only_documents_of_the_release_are_served(client: TestClient, page_hash: str, printed_hash: str) -> None:
    assert client.get(f"/en/evidence/{printed_hash}/1.png").status_code == 200
    for address in ("0" * 64, printed_hash[:-1], "..%2f..%2fetc", printed_hash.upper()):
        assert client.get(f"/en/evidence/{address}/1.png").status_code == 404
    for page in ("0", "99", "100000000"):
        assert client.get(f"/en/evidence/{printed_hash}/{page}.png").status_code == 404
    assert client.get(f"/en/evidence/{page_hash}/1.png").status_code == 404, "a web page has no pages to draw"


def test_a_document_is_read_once_for_all_who_wait_and_a_slow_one_is_not_waited_for(
    released: Path, page_hash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def slowly(work: object, data: bytes, path: str) -> object:
        asked.append(path)
        time.sleep(0.4)
        return find_spots(b"nothing", path)

    monkeypatch.setattr(evidence, "in_child", slowly)
    desk = Desk(released)
    with pytest.raises(BusyError):
        desk.spots(page_hash, wait_seconds=0.01)
    with ThreadPoolExecutor(4) as many:
        found = list(many.map(lambda _: desk.spots(page_hash), range(4)))
    assert asked == [page_hash]
    assert found[0] is found[3]


@pytest.mark.parametrize("trouble", [ChildError("too long"), WorkerError("do not start"), OSError("no memory")])
def test_a_document_that_cannot_be_read_again_is_one_sentence(
    released: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fail(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(evidence, "in_child", fail)
    monkeypatch.setattr("dashboard.seen.desk", lambda home: Desk(home))
    section = chosen(TestClient(create_app(released)), PRINTED)
    assert "could not be read again" in section.text_content()
    assert not section.xpath(".//svg | .//img")


def test_bytes_that_come_back_are_found(home: Path, page_hash: str) -> None:
    desk, file = Desk(home), stored(home, page_hash)
    data = file.read_bytes()
    file.unlink()
    with pytest.raises(ArchiveError):
        desk.spots(file.name)
    file.write_bytes(data)
    assert desk.spots(file.name).tables


def test_pictures_that_are_kept_have_a_bound(
    released: Path, printed_hash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "KEPT_PICTURE_BYTES", 100)
    monkeypatch.setattr(evidence, "page_image", lambda file, place: bytes(40))
    desk = Desk(released)
    for page in range(1, 6):
        desk.picture(printed_hash, page)
    assert sum(map(len, desk._pictures.values())) <= 100


def signs(line: str) -> list[tuple[str, tuple[float, float, float, float]]]:
    return [(sign, (float(at), 0.0, at + 1.0, 1.0)) for at, sign in enumerate(line)]


def test_the_numbers_of_a_line_are_found_only_if_there_is_one_way_to_find_them() -> None:
    assert find_texts(signs("3.其他 0 0 7"), ["0", "0", "7"]) == [(5, 0, 6, 1), (7, 0, 8, 1), (9, 0, 10, 1)]
    assert find_texts(signs("1 0 0 0"), ["0", "0"]) == []
    assert find_texts(signs("收到13件"), ["13件"]) == [(2, 0, 5, 1)]
    assert find_texts(signs("收到3件,办结3件"), ["3件"]) == []


def test_the_crop_around_a_number_stays_within_its_page() -> None:
    for box in ((0, 0, 5, 5), (590, 830, 595, 842), (300, 400, 310, 410)):
        drawn = html.fragment_fromstring(str(outlined("/a.png", (595, 842), box, "title", "crop", 0.5, 0.34)))
        x, y, width, height = map(float, drawn.get("viewbox").split())
        assert x >= 0 and y >= 0 and x + width <= 595.1 and y + height <= 842.1
        assert x <= box[0] + 3 and box[2] <= x + width + 3


def test_a_cell_that_reaches_down_from_above_leaves_a_gap() -> None:
    place = Place(table=1, row=2, cell=2)
    above = (Cell("甲", 0, Place(table=1, row=1, cell=1)), Cell("总计", 2, Place(table=1, row=1, cell=2)))
    below = (Cell("乙", 0, Place(table=1, row=2, cell=1)), Cell("丙", 1, place))
    rows = _rows(Table((above, below)), 1, Spot("丙", place))
    assert [(cell.text, cell.span) for cell in rows[0]] == [("甲", 2), ("总计", 1)]
    assert [(cell.text, cell.span) for cell in rows[1]] == [("乙", 1), ("丙", 1), ("", 1)]
