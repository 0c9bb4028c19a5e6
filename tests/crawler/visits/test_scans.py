"""Reports published as images of their pages: captured page by page, sighted as one document."""

import io
import zipfile
from collections import Counter

from crawler.archive import Archive
from crawler.visits.scans import bound, pages_of
from parsing.zip_report import page_images
from tests.crawler.portal import answer

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
SCAN = "".join(f"<img src=/u/2020/{number}.png>" for number in (1, 2, 10))


def test_images_beside_each_other_are_pages_and_a_single_one_is_a_file():
    files = ("http://127.0.0.1/2.png", "http://127.0.0.1/a.pdf", "http://127.0.0.1/1.JPG")
    assert pages_of(files) == (files[0], files[2])
    assert pages_of(files[:2]) == ()


def test_the_same_pages_make_the_same_bytes_in_the_articles_order():
    pages = [(f"http://127.0.0.1/{name}.png", PNG + name.encode()) for name in ("9", "10", "1")]
    assert bound(pages) == bound(pages)
    assert bound(pages) != bound(pages[::-1])
    assert page_images(bound(pages)) == tuple(data for _, data in pages)
    assert zipfile.ZipFile(io.BytesIO(bound(pages))).namelist() == ["001.png", "002.png", "003.png"]


def test_a_scanned_report_is_sighted_as_one_document(bureau, pages):
    bureau.publish(2023)
    bureau.portal.page(pages.address(2023), pages.article(2023, SCAN))
    for number in (1, 2):
        bureau.portal.answers[f"/u/2020/{number}.png"] = answer(PNG + bytes([number]), Content_Type="image/png")
    night = bureau.night()
    assert night.seen == Counter([pages.address(2023)])
    assert night.addresses == {("not_here", "/u/2020/10.png")}
    bureau.portal.answers["/u/2020/10.png"] = answer(PNG + b"\x0a", Content_Type="image/png")
    night = bureau.night(days=1)
    assert night.seen == Counter([f"{pages.address(2023)}#images"])
    (sighting,) = night.sightings
    scan = Archive(bureau.home).get(sighting["sha256"])
    assert page_images(scan) == tuple(PNG + bytes([number]) for number in (1, 2, 10))
    assert sighting["list_title"] == pages.title(2023)
    assert bureau.night(days=2).sightings == []


def test_a_scanned_report_is_sighted_again_when_a_page_has_changed(bureau, pages):
    bureau.publish(2023)
    bureau.portal.page(pages.address(2023), pages.article(2023, SCAN))
    for number in (1, 2, 10):
        bureau.portal.answers[f"/u/2020/{number}.png"] = answer(PNG + bytes([number]), Content_Type="image/png")
    assert len(bureau.night().sightings) == 2
    bureau.portal.answers["/u/2020/2.png"] = answer(PNG + b"\x03", Content_Type="image/png")
    night = bureau.night(days=31)
    assert night.seen == Counter([f"{pages.address(2023)}#images"])
